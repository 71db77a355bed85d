"""What the sentences about better days may never say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

CONTENT = Path(__file__).parent.parent / "content"
SPOKEN_OF_CAUSES = ("because", "cause", "thanks to", "leads to", "makes", "works", "effect", "due to", "results in")
SENTENCES = sorted(CONTENT.glob("*/goes-along.json"))


def told(path: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def every_sentence(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from every_sentence(inner)


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("level", ["counts", "looks"])
def test_counts_and_looks_never_speak_of_causes(path: Path, level: str) -> None:
    words = told(path)
    never = words["never"][level]
    assert isinstance(never, list) and never
    for sentence in every_sentence(words[level]):
        for word in never:
            assert word not in sentence.lower(), (word, sentence)


def test_the_english_list_holds_the_words_of_causes_and_of_help() -> None:
    never = told(CONTENT / "en" / "goes-along.json")["never"]
    counts, looks = (cast("list[str]", never[level]) for level in ("counts", "looks"))
    assert set(SPOKEN_OF_CAUSES) <= set(counts) & set(looks)
    assert "help" in counts
    assert {"help", "helps"} & set(looks)


def test_what_looks_helpful_comes_with_the_calm_week() -> None:
    looks = told(CONTENT / "en" / "goes-along.json")["looks"]
    assert looks[
        "said"
    ] == "{what}: looks helpful. For both of you, days after it tended to have higher closeness, " + (
        "more clearly than luck alone would give."
    )
    assert looks["calm"] == ("A calm week may explain both: it can bring more of this and better days at once.")


def test_counts_say_both_counts_and_what_usual_is() -> None:
    counts = told(CONTENT / "en" / "goes-along.json")["counts"]
    said, note = str(counts["said"]), str(counts["note"])
    assert all("{" + name + "}" in said for name in ("what", "higher", "of", "others_higher", "others_of"))
    assert "half of all days" in note and "nothing more" in note


def test_only_the_fortnight_by_chance_says_that_it_helps() -> None:
    words = told(CONTENT / "en" / "goes-along.json")
    spoken = {name: " ".join(every_sentence(part)) for name, part in words.items() if name != "never"}
    assert [name for name, sentences in spoken.items() if "helps" in sentences.lower()] == ["helped"]
