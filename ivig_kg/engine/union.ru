# The default graph is the union of the named ones: blank nodes stay the same in both.
INSERT { ?subject ?predicate ?object } WHERE { GRAPH ?file { ?subject ?predicate ?object } }
