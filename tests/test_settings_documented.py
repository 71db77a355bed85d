"""Documentation that cannot fall behind: every GOLDSEAM_ name in the code has its row on the page, and no other has."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"\bGOLDSEAM_[A-Z][A-Z_]*[A-Z]\b")


def names_in_code() -> set[str]:
    files = [ROOT / "dev.py", *(ROOT / "goldseam").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    ours = {Path(__file__)}
    return {name for file in files if file not in ours for name in NAME.findall(file.read_text())}


def undocumented(code: set[str], page: str) -> set[str]:
    return {name for name in code if f"`{name}`" not in page}


def test_every_setting_is_documented_and_none_is_invented() -> None:
    page = (ROOT / "docs/self-hosting/settings.md").read_text()
    code = names_in_code()
    assert len(code) >= 8
    print(f"{len(code)} settings looked at")
    assert undocumented(code, page) == set()
    invented = {name for name in NAME.findall(page) if name not in code and name.removesuffix("_FILE") not in code}
    assert invented == set()


def test_a_setting_without_its_row_is_found() -> None:
    page = (ROOT / "docs/self-hosting/settings.md").read_text()
    assert undocumented({"GOLDSEAM_" + "PLANTED"}, page) == {"GOLDSEAM_" + "PLANTED"}
