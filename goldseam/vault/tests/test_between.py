"""What two give to be compared opens inside the named engines and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import goldseam
from conftest import Cast
from goldseam.people import access
from goldseam.vault import between, mine, ours
from goldseam.vault.between import InputLeaks, Purpose
from goldseam.vault.canonical import Json
from goldseam.vault.errors import Missing, Tampered
from goldseam.vault.models import BetweenKey, BetweenValue, Circle

ANAS, BENS = ["kites", "bread", "chess"], ["chess", "rowing", "bread"]


def mutual(inputs: between.Inputs, known: Json) -> Json:
    first, *others = (set(tastes) for tastes in inputs.values())
    return sorted(first.intersection(*others))


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(between, "_engines", dict(between._engines))
    between.register(Purpose.MATCH_INTERESTS, mutual)
    yield


def circle_of(who: Cast) -> Circle:
    together = access.togetherness_of(who.anew())
    assert together is not None
    return together.circle


def both_give(ana: Cast, ben: Cast) -> Circle:
    circle = circle_of(ana)
    between.give(ana.anew().keyring, circle, Purpose.MATCH_INTERESTS, list(ANAS))
    between.give(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS, list(BENS))
    return circle


def test_only_the_engines_result_comes_out(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    circle = both_give(ana, ben)
    for who in pair:
        assert between.compare(who.anew().keyring, circle, Purpose.MATCH_INTERESTS) == ["bread", "chess"]


def test_nothing_is_said_before_both_have_given_whoever_it_waits_for(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    circle = circle_of(ana)
    assert between.compare(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS) is None
    between.give(ana.anew().keyring, circle, Purpose.MATCH_INTERESTS, list(ANAS))
    assert between.compare(ana.anew().keyring, circle, Purpose.MATCH_INTERESTS) is None
    assert between.compare(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS) is None
    assert not between.has_given(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS)


def test_who_didnt_give_sees_no_result_of_two_others(pair: tuple[Cast, Cast], cleo: Cast) -> None:
    circle = both_give(*pair)
    with pytest.raises(Missing):
        between.compare(cleo.anew().keyring, circle, Purpose.MATCH_INTERESTS)
    with pytest.raises(Missing):
        between.give(cleo.anew().keyring, circle, Purpose.MATCH_INTERESTS, [])


def test_an_input_that_was_taken_back_is_destroyed(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    circle = both_give(ana, ben)
    between.take_back(ana.anew().keyring, circle, Purpose.MATCH_INTERESTS)
    assert between.compare(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS) is None
    assert BetweenValue.objects.count() == 1


def test_an_engine_that_gives_back_an_input_is_stopped(pair: tuple[Cast, Cast]) -> None:
    circle = both_give(*pair)
    leaky = {
        "whole": lambda inputs, known: next(iter(inputs.values())),
        "inside": lambda inputs, known: {"found": [list(inputs.values())[1]]},
    }
    for engine in leaky.values():
        between._engines[Purpose.MATCH_INTERESTS] = engine
        with pytest.raises(InputLeaks):
            between.compare(pair[0].anew().keyring, circle, Purpose.MATCH_INTERESTS)
    print(f"{len(leaky)} engines that leak, {len(leaky)} stopped")


def test_a_purpose_off_the_list_and_a_second_engine_are_refused(pair: tuple[Cast, Cast]) -> None:
    with pytest.raises(ValueError, match="curiosity"):
        between.give(pair[0].keyring, circle_of(pair[0]), "curiosity", [])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Two engines"):
        between.register(Purpose.MATCH_INTERESTS, lambda inputs, known: None)


def test_neither_half_of_the_key_is_enough(pair: tuple[Cast, Cast], settings: Any, tmp_path: Path) -> None:
    circle = both_give(*pair)
    own_file, settings.SERVER_KEY_FILE = settings.SERVER_KEY_FILE, str(tmp_path / "another.key")
    (tmp_path / "another.key").write_bytes(bytes(32))
    with pytest.raises(Tampered):
        between.compare(pair[0].anew().keyring, circle, Purpose.MATCH_INTERESTS)
    settings.SERVER_KEY_FILE = own_file
    assert between.compare(pair[0].anew().keyring, circle, Purpose.MATCH_INTERESTS)
    BetweenKey.objects.all().delete()
    with pytest.raises(Tampered):
        between.compare(pair[0].anew().keyring, circle, Purpose.MATCH_INTERESTS)


def test_moved_and_forged_inputs_are_found(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    circle = both_give(ana, ben)
    between.give(ana.anew().keyring, circle, Purpose.PICK_ACTIVITIES, ["rowing"])
    own, other = (BetweenValue.objects.get(author_id=who.keyring.holder_id, purpose="match interests") for who in pair)
    elsewhere = BetweenValue.objects.get(purpose="pick activities")
    for body in (bytes(other.body), bytes(elsewhere.body), bytes(own.body)[:-1] + b"\x00"):
        BetweenValue.objects.filter(pk=own.pk).update(body=body)
        with pytest.raises(Tampered):
            between.compare(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS)
    BetweenValue.objects.filter(pk=own.pk).update(body=own.body)
    assert between.compare(ben.anew().keyring, circle, Purpose.MATCH_INTERESTS) == ["bread", "chess"]


def test_no_other_reader_of_the_vault_shows_an_input(pair: tuple[Cast, Cast]) -> None:
    ana, ben = pair
    circle = both_give(ana, ben)
    shown = [
        *(entry.body for who in pair for entry in mine.everything(who.anew().keyring)),
        *(entry.body for who in pair for entry in mine.shared_with(who.anew().keyring, circle)),
        *(ours.read(ben.anew().keyring, row) for row in BetweenKey.objects.all()),
    ]
    assert shown
    assert not any(taste in str(shown) for taste in ("kites", "rowing"))


# -- the tree ------------------------------------------------------------------------------------------------------

OPENING = {
    "_opened": {"between.compare", "between.renew"},
    "_key": {"between.give", "between.compare", "between.renew", "between.seal_anew"},
    "_engines": {"between.register", "between.compare"},
}


def callers(tree: ast.Module, module: str) -> set[tuple[str, str]]:
    """(name, module.function) for each mention of a name that opens, in this module or through it."""
    found = set()
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for node in ast.walk(function):
            if module == "between" and isinstance(node, ast.Name) and node.id in OPENING:
                found.add((node.id, f"{module}.{function.name}"))
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
                continue
            if node.value.id == "between" and node.attr in OPENING:
                found.add((node.attr, f"{module}.{function.name}"))
    return found


def strangers(sources: dict[str, str]) -> list[str]:
    """Functions that open without standing in the list, and modules that touch the table without need."""
    found = []
    for module, source in sources.items():
        for name, caller in callers(ast.parse(source), module):
            if caller not in OPENING[name]:
                found.append(caller)
        may_know = {"between", "models", "0001_initial", "open_columns", "verify", "forgetting", "ledger", "wall"}
        if "BetweenValue" in source and module not in may_know:
            found.append(module)
    return sorted(found)


def test_nothing_in_the_tree_opens_between_but_the_list() -> None:
    files = [path for path in Path(goldseam.__path__[0]).rglob("*.py") if "tests" not in path.parts]
    sources = {path.stem: path.read_text() for path in files}
    print(f"{len(files)} files looked at")
    assert strangers(sources) == []
    planted = {"peek": "def peek(value):\n    return between._opened(between._key(1, 2), value)\n"}
    assert strangers(sources | planted) == ["peek.peek", "peek.peek"]
    planted = {"dump": "from goldseam.vault.models import BetweenValue\n"}
    assert strangers(sources | planted) == ["dump"]
