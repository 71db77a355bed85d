"""Files that were made to keep a machine busy."""

from __future__ import annotations

import time

from goldseam.engines.measures.forms.redcap_text import plain
from goldseam.engines.measures.forms.taking import Notes


def test_a_tag_that_never_ends_is_read_as_fast_as_any_other_words() -> None:
    begun = time.process_time()
    words = "<" + "a" * 19_990
    for _ in range(4):
        assert plain(words, "here", Notes()) == words
    assert time.process_time() - begun < 0.2


def test_a_tag_with_a_long_name_is_left_aside_like_any_other() -> None:
    assert plain(f"<{'b' * 300} at='1'>words</{'b' * 300}>", "here", Notes()) == "words"
