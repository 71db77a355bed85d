"""The rules of a talk against a second telling of them that shares no code, with random orders of acts by two people.

Compared after every act: how both read it, what each may do, is offered, is let in with; and at the end that the ring
is right and that each alone could bring it to an end. A rule that is broken on purpose must be found.
"""

from __future__ import annotations

import os

import pytest

from goldseam.dialogue.tests.playing import Disagreement, Rules, Tally, play_and_compare

TALKS = 100_000 if os.environ.get("GOLDSEAM_PROVE") else 700
TALKS_TO_FIND_A_FAULT = 3_000
SEED = "20261123"

FAULTS = {
    "a yes of long ago still counts": ("acts", "now - self.ready[side] <= READY_LASTS", "True"),
    "a yes to letters grows old": ("acts", "(not self.has_clock or now", "(now"),
    "words are never over": ("acts", "now - self.done_at > CHOICE_LASTS", "False"),
    "words stay when one lets them go": ("acts", "return all(self.done", "return any(self.done"),
    "it begins when one is ready": ("flow", "if not all(state.is_ready(side", "if not any(state.is_ready(side"),
    "not now is asked again at once": ("flow", "return side != by and now - at < NOT_NOW_LASTS", "return False"),
    "one's own not now is a way around the other's": (
        "flow",
        "        return replace(state, ready={})  # one's own",
        "        pass  # one's own",
    ),
    "words in between take the floor": (
        "flow",
        "act.side != state.speaker:\n        return state  #",
        "False:\n        return state  #",
    ),
    "the floor passes from a page of long ago": ("flow", "or act.stretch != state.stretch or", "or"),
    "the floor is taken from a page of long ago": ("flow", "or act.stretch != state.stretch:", "or False:"),
    "the floor is taken before anything was said back": ("flow", "state.said_back is not None or now", "True or now"),
    "a letter is hurried": ("flow", "if state.has_clock else LETTER_QUIET_LASTS", "if True else LETTER_QUIET_LASTS"),
    "the floor is never free": ("flow", " or now - state.since >= quiet_lasts", ""),
    "anybody passes the floor": ("flow", "state.stretch or act.side != state.speaker:", "state.stretch:"),
    "one's own words are said back": (
        "flow",
        "state.statements.get(act.of) != other(act.side)",
        "state.statements.get(act.of) is None",
    ),
    "a second say-back is heard already": ("flow", 'said_back=act.id, hearing=""', "said_back=act.id"),
    "a break lasts a minute": ("flow", "max(until, now + PAUSE_LEAST)", "until"),
    "a break lasts a week": ("flow", "return min(max(until, now + PAUSE_LEAST),", "return max(until,"),
    "a promised rest is cut short": ("flow", " if until > state.until else state", ""),
    "a break is over before its time": ("flow", "state.until is not None and now >= state.until", "True"),
    "one comes back and it goes on without the other": ("flow", "if len(going_on) < len(SIDES)", "if not going_on"),
    "after a break in the closing it talks on": ("flow", "phase=state.rested, until", "phase=Phase.TALKING, until"),
    "a break can't be closed": ("flow", "not in (Phase.TALKING, Phase.PAUSED)", "not in (Phase.TALKING,)"),
    "somebody who was done is drawn back": ("flow", "len(talking_on) < len(SIDES)", "not talking_on"),
    "being done is no word against talking on": ("flow", "state.talking_on - {act.side}", "state.talking_on"),
    "an answer to an older request counts": ("flow", "asked is None or asked.id != act.about or", "asked is None or"),
    "a no is answered like a counter-offer": ("flow", "asked.answer != OTHER or", "False or"),
    "one who is done closes it for both": ("flow", "if len(done) == len(SIDES)", "if done"),
    "words are kept for the other on a phone handed over": ("flow", "== KEEP and not act.here", "== KEEP"),
    "everything moves on when the words are over": ("flow", "act.deed not in STAYS and state.is_over(act.at)", "False"),
    "a break has no way out": ("steps", "frozenset({Deed.REPAIR, Deed.PAUSE, Deed.CLOSE})", "frozenset()"),
    "nobody is asked when the break is over": ("steps", "return (Deed.GO_ON,) if", "return () if"),
    "the ring counts a week": ("clock", "min(max(lasted, timedelta()), SILENCE_MOST)", "lasted"),
    "the ring counts breaks": ("clock", "if state.phase is Phase.TALKING:", "if state.phase is not Phase.AGREEING:"),
    "the ring counts for the one who listens": ("clock", "yield state.speaker", "yield state.listener"),
}  # fmt: skip


def test_random_talks_go_as_the_reference_says_and_none_has_a_dead_end() -> None:
    rules, tally = Rules(), Tally()
    for number in range(TALKS):
        play_and_compare(rules, f"{SEED}/{number}", tally)
    print(f"{TALKS} talks from seed {SEED}, {tally.acts} acts, {tally.welcome} of them let in: {dict(tally.phases)}")
    assert set(tally.phases) == {"agreeing", "talking", "paused", "closing", "closed"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_that_is_broken_is_found(fault: str) -> None:
    module, right, wrong = FAULTS[fault]
    rules = Rules({module: (right, wrong)})
    with pytest.raises(Disagreement):
        for number in range(TALKS_TO_FIND_A_FAULT):
            play_and_compare(rules, f"{SEED}/{number}")


def test_the_rules_made_anew_without_a_fault_agree() -> None:
    rules = Rules({})
    for number in range(20):
        play_and_compare(rules, f"{SEED}/{number}")
