"""How fast the dyadic diary model is beside R's nlme, and whether both find the same: `python -m benchmarks.dyads`.

Needs the data sets (their folder in GOLDSEAM_DATA_SETS) and R with nlme; where one is missing it says so and ends. Both
sides start from columns in memory and end with effects and standard errors; R's clock runs around `lme` alone. Each is
asked several times in turns, and the middle of the processor's time is compared, which a busy machine disturbs least.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from goldseam.engines.measures.dyads import diary
from goldseam.engines.measures.dyads.couples import Columns, Couples, paired
from goldseam.engines.measures.dyads.estimate import Estimate, estimate
from goldseam.engines.measures.dyads.model import Model
from goldseam.engines.measures.dyads.reading import Table, read

TURNS = 3
OURS_A_TURN = 5
IN_R = r"""
suppressMessages(library(nlme))
d <- read.csv(commandArgs(TRUE)[1])
d <- d[order(d$couple, d$day, d$role), ]
d$w <- d$x - ave(d$x, d$couple, d$role, FUN = function(v) mean(v, na.rm = TRUE))
d$p <- ave(d$w, d$couple, d$day, FUN = rev)
d$a <- as.numeric(d$role == min(d$role)); d$b <- 1 - d$a
begin <- proc.time()
m <- lme(y ~ 0 + a + b + a:w + b:w + a:p + b:p, random = list(couple = pdSymm(~ 0 + a + b + a:w + b:w)),
         correlation = corSymm(form = ~ 1 | couple/day), weights = varIdent(form = ~ 1 | role), data = d,
         na.action = na.omit, method = "REML", control = lmeControl(maxIter = 200, msMaxIter = 200))
told <- summary(m)$tTable
spent <- proc.time() - begin
cat(sprintf("[%.6f,%.6f,%.10f,[%s],[%s]]\n", spent[1] + spent[2], spent[3], as.numeric(logLik(m)),
    paste(sprintf("%.12f", told[, 1]), collapse = ","), paste(sprintf("%.12f", told[, 2]), collapse = ",")))
"""
# R has both levels first, then both own effects, then both partners' effects.
ORDER = [0, 2, 4, 1, 3, 5]


def main() -> int:
    folder, rscript = os.environ.get("GOLDSEAM_DATA_SETS"), shutil.which("Rscript")
    if not folder or not (Path(folder) / "dyads_ild.csv").exists():
        print("Left out: GOLDSEAM_DATA_SETS doesn't name a folder with dyads_ild.csv.")
        return 0
    if not rscript or subprocess.run([rscript, "-e", "library(nlme)"], capture_output=True).returncode:
        print("Left out: there is no R with nlme (Debian: r-base-core r-cran-nlme).")
        return 0
    table = read(Path(folder) / "dyads_ild.csv").only("dyad_composition", "female_x_male")
    whole = compared("dyads_ild, female–male couples", rscript, table)
    some = compared("the same, 30 % of single answers deleted", rscript, without_some(table))
    return 0 if whole and some else 1


def without_some(table: Table, share: float = 0.3, seed: int = 62) -> Table:
    """The table with single answers of the outcome deleted at random."""
    deleted = np.random.default_rng(seed).random(len(table.lines)) < share
    answers = zip(table.columns["closeness"], deleted, strict=True)
    left = tuple("" if gone else answer for answer, gone in answers)
    return Table({**table.columns, "closeness": left}, table.lines)


def compared(name: str, rscript: str, table: Table) -> bool:
    columns = Columns("coupleID", role="gender", day="diaryday")
    couples = paired(table, columns, ["closeness", "provided_support"])
    ours: list[tuple[float, float]] = []
    theirs: list[Any] = []
    with tempfile.TemporaryDirectory() as folder:
        script, data = Path(folder) / "fit.R", Path(folder) / "data.csv"
        script.write_text(IN_R)
        write_for_r(couples, data)
        for _ in range(TURNS):
            asked = subprocess.run([rscript, str(script), str(data)], capture_output=True, text=True, check=True)
            theirs.append(json.loads(asked.stdout))
            ours += [timed(couples) for _ in range(OURS_A_TURN)]
    model = diary.model_of(couples, "closeness", ["provided_support"])
    return report(name, model, estimate(model), ours, theirs)


def timed(couples: Couples) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    estimate(diary.model_of(couples, "closeness", ["provided_support"]))
    return time.process_time() - cpu, time.perf_counter() - wall


def write_for_r(couples: Couples, path: Path) -> None:
    assert couples.roles is not None
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["couple", "day", "role", "y", "x"])
        for place, couple in enumerate(couples.couple):
            for side, role in enumerate(couples.roles):
                answers = [couples.values[name][place, side] for name in ("closeness", "provided_support")]
                told = ["" if np.isnan(answer) else repr(float(answer)) for answer in answers]
                rows.writerow([int(couple), couples.days[place], role, *told])


def report(name: str, model: Model, found: Estimate, ours: list[tuple[float, float]], theirs: list[Any]) -> bool:
    effects, errors = np.array(theirs[0][3])[ORDER], np.array(theirs[0][4])[ORDER]
    apart = abs(found.likelihood - theirs[0][2])
    effect = np.abs(found.effects - effects).max()
    error = np.abs(np.sqrt(np.diagonal(found.spread)) - errors).max()
    cpu = statistics.median(spent[0] for spent in theirs) / statistics.median(spent[0] for spent in ours)
    wall = statistics.median(spent[1] for spent in theirs) / statistics.median(spent[1] for spent in ours)
    print(f"{name}: {model.couples} couples, {found.answers} answers")
    print(f"  log-likelihood {found.likelihood:.4f}, nlme {theirs[0][2]:.4f}, apart {apart:.1e} (bar 1e-3)")
    print(f"  effects apart {effect:.1e} (bar 1e-5), standard errors {error:.1e} (bar 1e-4)")
    print(
        f"  ours {_ms(ours)} of processor, nlme {_ms(theirs)}: {cpu:.0f} × (by the wall clock {wall:.0f} ×; bar 40 ×)"
    )
    return bool(apart < 1e-3 and effect < 1e-5 and error < 1e-4 and cpu >= 40)


def _ms(spent: list[Any]) -> str:
    times = sorted(1000 * each[0] for each in spent)
    return f"{statistics.median(times):.0f} ms ({times[0]:.0f}–{times[-1]:.0f})"


if __name__ == "__main__":
    sys.exit(main())
