"""A slider that nobody touched is no answer, with a script or without."""

from goldseam.ui import sliders
from goldseam.ui.sliders import Asked, SliderForm

ASKED = {"near": Asked("How near?", "far", "near"), "calm": Asked("How calm?", "not at all", "very")}


def test_a_slider_that_nobody_moved_is_no_answer() -> None:
    assert sliders.moved(50, left_out=True) is None
    assert sliders.moved(None, left_out=True) is None
    assert sliders.moved(None, left_out=False) is None


def test_a_moved_slider_counts_and_so_does_the_middle_without_its_tick() -> None:
    assert sliders.moved(49, left_out=True) == 49
    assert sliders.moved(0, left_out=False) == 0
    assert sliders.moved(50, left_out=False) == 50


def test_a_form_knows_what_was_touched_and_what_was_answered_before() -> None:
    sent = {"near": "50", "near_out": "on", "calm": "50"}
    form = SliderForm(sent, asked=ASKED, values={})
    assert form.is_valid() and form.values() == {"calm": 50}
    drawn = SliderForm(asked=ASKED, values={"near": 80})
    assert (drawn["near"].value(), drawn["near_out"].value()) == (80, False)
    assert (drawn["calm"].value(), drawn["calm_out"].value()) == (50, True)


def test_a_value_out_of_reach_is_told_beside_its_slider() -> None:
    form = SliderForm({"near": "101", "calm": "nine"}, asked=ASKED, values={})
    assert not form.is_valid() and set(form.errors) == {"near", "calm"}
