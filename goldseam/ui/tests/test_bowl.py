"""The bowl: whole, cracked, mended; and never a figure."""

import re

from django.template import Context, Template

from goldseam.ui.bowl import HEART, Bowl, Crack, lines_of, rim_front


def drawn(bowl: Bowl) -> str:
    return Template("{% load ui %}{% bowl bowl %}").render(Context({"bowl": bowl}))


def test_it_is_whole_and_plain_before_anything_is_named() -> None:
    picture = drawn(Bowl())
    assert 'role="img"' in picture and "Whole and plain" in picture
    assert "crack" not in picture.partition("</desc>")[2]
    assert 'class="seam" stroke' in picture and "stroke-dasharray" not in picture


def test_a_named_cause_is_a_crack_without_gold() -> None:
    picture = drawn(Bowl([Crack("Money")]))
    assert picture.count('class="crack"') == 1
    assert "stroke-dasharray" not in picture and "Money: a crack, not mended yet." in picture


def test_gold_lies_only_in_the_cracks_that_both_have_worked_on() -> None:
    picture = drawn(Bowl([Crack("Money", 0.3), Crack("Silence"), Crack("Work", 1.0)]))
    assert picture.count('class="crack"') == 3
    assert picture.count('class="gleam"') == 2
    assert "Money: a crack with some gold in it." in picture and "Work: a seam of gold." in picture


def test_laid_gold_is_always_long_enough_to_be_seen_and_never_longer_than_its_crack() -> None:
    golds = [line.gold for line in lines_of(Bowl([Crack("a", g) for g in (0.0, 0.001, 0.5, 1.0, 7.0, -1.0)]))]
    assert golds == ["", "8 200", "50 200", "100 200", "100 200", ""]


def test_it_says_no_figure_about_a_relationship() -> None:
    picture = drawn(Bowl([Crack("Money", 0.37)], lacquer=True))
    assert not re.search(r"\d|%", picture.partition("<desc")[2].partition(">")[2].partition("</desc>")[0])


def test_own_work_is_a_line_of_lacquer_that_is_absent_otherwise() -> None:
    assert "lacquer" not in drawn(Bowl([Crack("Money", 0.5)]))
    assert 'class="lacquer"' in drawn(Bowl(lacquer=True)) and "Only you see it" in drawn(Bowl(lacquer=True))


def test_it_is_the_same_bowl_every_time_and_cracks_stay_where_they_are() -> None:
    few, many = ([Crack(str(place)) for place in range(count)] for count in (3, 12))
    assert lines_of(Bowl(few)) == lines_of(Bowl(few))
    assert [line.path for line in lines_of(Bowl(many))][:3] == [line.path for line in lines_of(Bowl(few))]
    assert len({line.path for line in lines_of(Bowl(many))}) == 12


def test_every_crack_stays_on_the_bowl() -> None:
    for line in lines_of(Bowl([Crack(str(place)) for place in range(16)])):
        points = [
            (float(wide), float(high)) for wide, high in re.findall(r"([\d.]+),([\d.]+)", line.path + line.branch)
        ]
        assert all(50 < wide < 430 and rim_front(wide) - 16 < high < 300 for wide, high in points), line.path
    first = lines_of(Bowl([Crack("a")]))[0]
    assert first.path.startswith(f"M{HEART[0]},{HEART[1]}")


def test_a_name_cannot_break_out_of_the_picture() -> None:
    assert "<script>" not in drawn(Bowl([Crack("<script>alert(1)</script>", 0.5)]))
