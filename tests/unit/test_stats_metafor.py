"""Proportions pooled here and by metafor, live: the same to four decimals."""

from __future__ import annotations

import shutil
import subprocess
from random import Random

import pytest

from ivig_kg.stats import Counts, pool

pytestmark = pytest.mark.peer

PROGRAM = """
if (!requireNamespace("metafor", quietly=TRUE)) quit(status=9)
suppressMessages(library(metafor))
for (line in readLines(file("stdin"))) {
  cells <- as.numeric(strsplit(line, "[ /]")[[1]])
  odd <- seq(1, length(cells), by=2)
  dat <- escalc(measure="PLO", xi=cells[odd], ni=cells[odd + 1], add=1/2, to="only0")
  how <- list(tol=1e-12, maxiter=1000, tau2.max=1000)
  res <- rma(yi, vi, data=dat, method="PM", test="adhoc", control=how)
  all <- predict(res, transf=transf.ilogit)
  i2 <- rma(yi, vi, data=dat, method="DL")$I2 / 100  # for "DL", its I2 is that of Q
  cat(sprintf("%.9f", c(all$pred, all$ci.lb, all$ci.ub, res$tau2, res$QE, res$QEp, i2)), "\\n")
}
"""


def random_set(seed: int) -> list[Counts]:
    chance = Random(seed)  # noqa: S311 (a set to try, no secret)
    largest = chance.choice([5, 20, 100, 1000])
    totals = [chance.randint(1, largest) for _ in range(chance.randint(2, 25))]
    power = chance.choice([0.2, 1, 5])
    return [Counts(int(chance.random() ** power * (total + 1)), total) for total in totals]


SETS = [
    [Counts(5, 5), Counts(4, 5), Counts(2, 9)],
    [Counts(0, 20), Counts(0, 12), Counts(1, 29)],
    [Counts(8, 19), Counts(15, 19)],
    [Counts(3, 10)] * 4,
    [Counts(0, 7), Counts(7, 7)],
    [Counts(81, 263), Counts(15, 148), Counts(0, 20), Counts(1, 29), Counts(18, 22)],
    *map(random_set, range(60)),
]


@pytest.fixture(scope="module")
def theirs() -> list[list[float]]:
    pytest.importorskip("statsmodels", reason="pools, which needs statsmodels: ivig-kg[meta]")
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("compares with metafor, and there is no R: apt-get install r-cran-metafor")
    asked = "".join(" ".join(f"{e}/{n}" for e, n in counts) + "\n" for counts in SETS)
    command = [program, "--vanilla", "-e", PROGRAM]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    if done.returncode == 9:
        pytest.skip("compares with metafor, which this R lacks: apt-get install r-cran-metafor")
    assert done.returncode == 0, done.stderr
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def test_metafor_answered_every_set(theirs: list[list[float]]) -> None:
    assert [len(line) for line in theirs] == [7] * len(SETS)


@pytest.mark.parametrize("place", range(len(SETS)))
def test_both_pool_alike(place: int, theirs: list[list[float]]) -> None:
    found = pool(SETS[place])
    ours = [found.estimate, *found.interval, found.tau2, found.q, found.p, found.i2]
    assert ours == pytest.approx(theirs[place], abs=5e-5, rel=1e-6), SETS[place]
