-- For wrk: asks about one subject after the other, or the same page again and again.
-- Use: wrk -s lookups.lua URL -- [FILE with a subject's IRI a line]

local requests = {}
local at = 0

local function encoded(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", string.byte(c)) end))
end

-- All requests are written beforehand, so that the load costs little beside the servers.
function init(args)
  for _, name in ipairs(args) do
    for subject in io.lines(name) do
      local query = "SELECT ?p ?o WHERE { <" .. subject .. "> ?p ?o }"
      local headers = { ["Accept"] = "application/sparql-results+json" }
      table.insert(requests, wrk.format("GET", wrk.path .. "?query=" .. encoded(query), headers))
    end
  end
  if #requests == 0 then
    local headers = { ["Accept"] = "text/html", ["Accept-Encoding"] = "gzip" }
    requests[1] = wrk.format("GET", nil, headers)
  end
  at = math.random(#requests)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(99), failed))
end
