"""How often levels' bands hold the truth in made-up lives, and how long a level takes.

    python -m benchmarks.levels [series a row, 1500] [seed, 1] [only worlds whose name holds this]

A third of the series for worlds that have no figure to reach.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np

from goldseam.engines.measures.levels import level
from goldseam.engines.measures.tests.worlds import BARS, USUAL, WORLDS, Tally, World, lived

LENGTHS = (14, 28, 56)


def share(held: Sequence[bool]) -> str:
    return f"{100 * np.mean(held):5.1f}"


def row(world: World, days: int, tally: Tally) -> str:
    return (
        f"| {world.name:36s} | {days} | {share(tally.now)} | {share(tally.middle)} | {share(tally.change)} "
        f"| {np.mean(tally.wide):.1f} |"
    )


def chances(whole: Tally) -> None:
    print("\n| told that it is lower now | said | came true | of |\n|---|---|---|---|")
    for least in (0.0, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9):
        most = {0.0: 0.1, 0.1: 0.25, 0.25: 0.4, 0.4: 0.6, 0.6: 0.75, 0.75: 0.9, 0.9: 1.01}[least]
        said, was, count = whole.came_true(least, most)
        print(f"| {least} to {min(most, 1)} | {100 * said:.1f} | {100 * was:.1f} | {count} |")


def coverage(count: int, seed: int, only: str) -> None:
    print(f"{count} series a row ({count // 3} from the fifth life on), seed {seed}, 30 % of days without an answer;")
    print("of 90 % bands held, in percent:\n")
    print("| life | days | last day | middle day | change | width |\n|---|---|---|---|---|---|")
    whole = Tally()
    for world in (world for world in WORLDS if only in world.name):
        for days in LENGTHS:
            tally = lived(world, days, count if world in BARS else count // 3, seed)
            print(row(world, days, tally), flush=True)
            if world is USUAL:
                whole.said_lower += tally.said_lower
                whole.was_lower += tally.was_lower
    chances(whole)


def milliseconds(days: list[int], values: list[float], steps: int | None) -> float:
    low, high = (1.0, 7.0) if steps else (0.0, 100.0)
    level(days, values, low=low, high=high, steps=steps)
    times = []
    for _ in range(15):
        begun = time.process_time()
        level(days, values, low=low, high=high, steps=steps)
        times.append(time.process_time() - begun)
    return 1000 * float(np.median(times))


def speed() -> None:
    chance = np.random.default_rng(2)
    true, felt = USUAL.life(chance, 180)
    days = np.nonzero(USUAL.seen(chance, true))[0]
    felt = felt[days] - felt.mean() + 50
    print(f"\nCPU of one level over 180 days, {len(days)} answers, median of 15, milliseconds:")
    print(f"  a slider         {milliseconds(days.tolist(), np.clip(felt, 1, 99).round().tolist(), None):.1f}")
    print(f"  some at an end   {milliseconds(days.tolist(), np.clip(felt + 35, 0, 100).round().tolist(), None):.1f}")
    print(f"  answers 1 to 7   {milliseconds(days.tolist(), np.clip((felt / 12).round(), 1, 7).tolist(), 7):.1f}")


def main() -> None:
    asked = sys.argv[1:]
    count, seed = int(asked[0]) if asked else 1500, int(asked[1]) if len(asked) > 1 else 1
    speed()
    coverage(count, seed, asked[2] if len(asked) > 2 else "")


if __name__ == "__main__":
    main()
