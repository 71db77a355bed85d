"""Nothing outside the vault touches cryptography; hashes of random ids and files are no keys."""

import ast
from pathlib import Path

import goldseam

CRYPTOGRAPHY = {"cryptography", "nacl", "Crypto", "jwcrypto", "secrets", "hmac", "hashlib", "jose"}
REASONS = {
    "site/folder.py: secrets": "the first start makes the server's key files, before there are settings",
    "site/start_up.py: hashlib": "whether the static files have changed",
    "site/copying.py: hashlib": "whether a copied row is what was read",
    "safety/shell.py: hashlib": "the version of the cached pages",
    "people/sessions.py: hashlib": "a browser session's id is stored as its digest",
    "people/actions.py: hashlib": "a door code of 77 random bits is stored as its digest",
    "reminders/channels.py: hashlib": "a push address of 128 random bits is found again by its digest",
    "times/access.py: hashlib": "a calendar's secret address of 256 random bits is stored as its digest",
    "people/texts.py: hashlib": "which text of the rule was agreed to",
    "library/typed.py: hashlib": "one row for a form that is sent twice: an id, no key",
    "understanding/map/rules.py: hashlib": "whether what is given is what was looked at: the form carries its digest",
    "statements/access.py: hashlib": "a signature names the words it signs by their digest, inside its seal",
    "questionnaires/shelf.py: hashlib": "a file is named by its digest: a changed one is another or none",
    "road/insights/both/trying.py: hashlib": "chance from an id that both have: the same days for both, no key",
    "road/plan/reads.py: hashlib": "a step's address tells whoever reads over a shoulder nothing: an id, no key",
}


def faults(path: Path, source: str) -> list[str]:
    if path.parts[0] == "vault" or "tests" in path.parts:
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            top = name.split(".")[0]
            if top in CRYPTOGRAPHY or name.startswith("goldseam.vault.primitives"):
                found.append(f"{path}: {name}")
    return [fault for fault in found if fault not in REASONS]


def test_only_the_vault_touches_cryptography() -> None:
    root = Path(goldseam.__path__[0])
    files = {path.relative_to(root): path.read_text() for path in root.rglob("*.py")}
    print(f"{len(files)} files looked at")
    assert [fault for path, source in files.items() for fault in faults(path, source)] == []
    planted = "from cryptography.fernet import Fernet\nfrom goldseam.vault.primitives import seal\n"
    assert len(faults(Path("road/views.py"), planted)) == 2
