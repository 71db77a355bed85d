"""Papers that can't fall behind: every decision has its own number and its line, every package its reason."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
DECISIONS = ROOT / "docs" / "decisions"
REASONS = DECISIONS / "0023-dependencies.md"


def pages() -> list[str]:
    return sorted(page.name for page in DECISIONS.glob("*.md") if page.name != "README.md")


def test_every_decision_has_a_number_of_its_own_and_a_line_in_the_list() -> None:
    numbers = Counter(name[:4] for name in pages())
    print(f"{len(numbers)} decisions looked at")
    assert len(numbers) > 20
    assert [number for number, count in numbers.items() if count > 1 or not number.isdigit()] == []
    listed = re.findall(r"^\| \[\d{4}\]\((.+?)\) \| .+ \|$", (DECISIONS / "README.md").read_text(), re.MULTILINE)
    assert listed == pages()


def test_every_decision_that_is_pointed_to_exists() -> None:
    texts = [path for kind in ("*.py", "*.md") for path in ROOT.glob(f"**/{kind}") if not _is_foreign(path)]
    named = {name for path in texts for name in re.findall(r"decisions/(\d{4}[\w-]+\.md)", path.read_text())}
    print(f"{len(named)} decisions pointed to from {len(texts)} files")
    assert named and named <= set(pages())


def _is_foreign(path: Path) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.relative_to(ROOT).parts)


def test_every_package_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    names = {_with_extras(Requirement(line)) for line in asked}
    reasoned = set(re.findall(r"`([\w\[\]-]+)`", "".join(_first_cells())))
    print(f"{len(names)} packages looked at")
    assert names - reasoned == set(), "without a reason"
    assert reasoned - names == set(), "no longer asked for"


def _first_cells() -> list[str]:
    return re.findall(r"^\|([^|]+)\|", REASONS.read_text(), re.MULTILINE)


def _with_extras(one: Requirement) -> str:
    return f"{one.name}[{','.join(sorted(one.extras))}]" if one.extras else one.name
