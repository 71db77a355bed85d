"""Who gets what. One row for each route; a column for each visitor; a thing of Ana's where an address names one.

`page` the page itself · `on` done, and on to the next page · `file` a file · `quiet` done, nothing to show ·
`again` the form once more, with what was missing · `taken` not possible as things stand ·
`door` sign-in over the untouched form · `pin` the PIN over the untouched form · `nothing` there is no such thing ·
`no` not this verb · `away` the neutral page
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from conftest import PIN
from goldseam.apart import access as apart
from goldseam.apart import actions as giving
from goldseam.people import actions
from goldseam.people.rules import Leaving
from goldseam.reminders import reads
from goldseam.road.plan.reads import slug_of
from goldseam.statements.access import Place
from goldseam.understanding.core.problem import LABEL as CORE_LABEL
from goldseam.understanding.core.wants import LABEL as WANTS_LABEL
from goldseam.understanding.cycle.subject import LABEL as CYCLE
from goldseam.understanding.story.piece import LABEL as STORY
from goldseam.vault import seam
from tests.house import House, a_side, give_a_side

VISITORS = ("nobody", "cleo", "ben", "closed", "ana")
"""Nobody signed in; Cleo, a stranger; Ben, the partner; Ana with her private half closed; Ana."""


def nothing_named(_people: House) -> object:
    return None


def as_it_is(_people: House) -> None:
    """Nothing comes before."""


def empty_form(_people: House) -> dict[str, str]:
    return {}


def always(**fields: str) -> Callable[[House], dict[str, str]]:
    return lambda _people: dict(fields)


@dataclass(frozen=True)
class Row:
    """`both`: the thing belongs to the two of them. `secret`: whoever knows the address may ask: it is the key.
    `houses`: the address names a page of the house, which is there for everybody, and nobody's thing."""

    get: str
    post: str
    thing: Callable[[House], object] = nothing_named
    sends: Callable[[House], dict[str, str]] = empty_form
    before: Callable[[House], None] = as_it_is
    both: bool = False
    secret: bool = False
    houses: bool = False


def anas_check_in(people: House) -> object:
    return people.check_ins["ana"]


def anas_slice(people: House) -> object:
    return people.slices["ana"]


def anas_moment(people: House) -> object:
    return people.moments["ana"]


def anas_shown_moment(people: House) -> object:
    return people.shown_moments["ana"]


def a_moment(_people: House) -> dict[str, str]:
    return {"sort": "both", "what": "We moved.", "year": "2019"}


def anas_sentence(people: House) -> object:
    return people.prepared["ana"]


def anas_look_back(people: House) -> object:
    return people.notes["ana"]


def a_talk_that(name: str) -> Callable[[House], object]:
    return lambda people: people.talks[name]


def one_act(**more: str) -> Callable[[House], dict[str, str]]:
    return lambda _people: {"act": str(seam.uuid()), **more}


def anas_kept_words(people: House) -> dict[str, str]:
    return {"act": str(people.kept_words)}


def bens_name(people: House) -> dict[str, str]:
    return {"version": str(people.unsigned), "passphrase": people.people["ben"].passphrase}


def a_talk(_people: House) -> dict[str, str]:
    return {"talk": str(seam.uuid()), "topic": "The evenings", "way": "two", "now": "1"}


def letters(people: House) -> dict[str, str]:
    return a_talk(people) | {"way": "letters"}


def an_agreed_time(people: House) -> object:
    return people.times["ana"]


def bens_suggestion(people: House) -> object:
    return people.times["ben"]


def a_calendar(people: House) -> object:
    return people.calendar


def the_sentence(people: House) -> object:
    return Place("understanding.wants").id_in(the_circle(people))


def the_agreement(people: House) -> object:
    return Place("understanding.repair").id_in(the_circle(people))


def the_circle(people: House) -> UUID:
    seat = people.people["ana"].me.person.seats.get(left_openly=False)
    return seat.pair.circle_id


def wording_of(name: str, **more: str) -> Callable[[House], dict[str, str]]:
    return lambda people: {"version": str(people.wordings[name]), **more}


def from_bens_wording(people: House) -> dict[str, str]:
    return {"from": str(people.wordings["ben"]), "words": "A quiet evening a week."}


def in_a_week(_people: House) -> dict[str, str]:
    return {"at": (seam.now() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")}


def eight_weeks(_people: House) -> dict[str, str]:
    return {"start": seam.now().date().isoformat(), "weeks": "8", "sittings": "2"}


def anas_device(people: House) -> object:
    return people.people["ana"].keyring.session_id


def anas_draft(people: House) -> dict[str, str]:
    draft = apart.draft_of(people.people["ana"].anew(), STORY)
    return {"based_on": f"{draft.id}:{draft.version}", "number": "2"} if draft else {}


def ana_gives_her_story(people: House) -> None:
    giving.give(people.people["ana"].anew(), STORY, {"stress": "The move."})


def anas_half(people: House) -> dict[str, str]:
    draft = apart.draft_of(people.people["ana"].anew(), CYCLE)
    return {"based_on": f"{draft.id}:{draft.version}", "number": "2"} if draft else {}


def ana_gives_her_half(people: House) -> None:
    giving.give(people.people["ana"].anew(), CYCLE, {"start": {"picked": ["cry"]}})


def anas_draft_about(label: str) -> Callable[[House], dict[str, str]]:
    """What she writes for a second time, as its form would send it."""

    def sends(people: House) -> dict[str, str]:
        draft = apart.draft_of(people.people["ana"].anew(), label)
        return {"based_on": f"{draft.id}:{draft.version}", "number": "2"} if draft else {}

    return sends


def ana_gives(label: str, **answers: str) -> Callable[[House], None]:
    return lambda people: giving.give(people.people["ana"].anew(), label, answers)


def a_time_to_try(_people: House) -> dict[str, str]:
    day = (seam.now() + timedelta(days=56)).date().isoformat()
    return {"try": "A walk on Sundays", "leave": "", "review": day}


def anas_plan(people: House) -> object:
    return people.plans["ana"]


def a_plan_for_two(_people: House) -> dict[str, str]:
    day = (seam.now() + timedelta(days=28)).date().isoformat()
    return {"stress": "Night shifts", "one": "Ana: the mornings", "other": "Ben: the bins", "again": day}


def something_to_try(_people: House) -> dict[str, str]:
    first = seam.now() + timedelta(days=2)
    last = first + timedelta(days=27)
    return {"what": "Ten minutes with tea", "start": first.date().isoformat(), "until": last.date().isoformat()}


def the_houses_paper(people: House) -> object:
    return people.paper


def anas_answers(people: House) -> object:
    return people.answers["ana"]


def anas_mailbox(people: House) -> object:
    return reads.places_of(people.people["ana"].me.person.pk)[0].id


def anas_passkey(people: House) -> object:
    return people.passkeys["ana"]


def anas_passphrase(people: House, **more: str) -> dict[str, str]:
    return {"passphrase": people.people["ana"].passphrase, **more}


def anas_name_and_passphrase(people: House) -> dict[str, str]:
    return anas_passphrase(people, name="ana")


def anas_passphrase_first(people: House) -> dict[str, str]:
    return anas_passphrase(people, step="begin")


def anas_new_passphrase(people: House) -> dict[str, str]:
    return anas_passphrase(people, new_passphrase="nine quiet walnut trees")


def anas_new_pin(people: House) -> dict[str, str]:
    return anas_passphrase(people, pin="314159", seconds="300")


def ana_means_it(people: House) -> dict[str, str]:
    return anas_passphrase(people, sure="on")


def anas_sheet(people: House) -> dict[str, str]:
    sheet = " ".join(people.people["ana"].sheet)
    return {"name": "ana", "sheet": sheet, "passphrase": "nine quiet walnut trees"}


def with_cleos_words(people: House) -> dict[str, str]:
    return {"words": people.words, "shown_name": "Ana", "agree": "on"}


def anas_seat(people: House) -> dict[str, str]:
    return {"seat": str(people.people["ana"].me.person.seats.get().pk)}


def ana_leaves_quietly(people: House) -> None:
    actions.leave(people.people["ana"].anew(), Leaving.QUIETLY)


def anas_side(people: House) -> dict[str, str]:
    shown, mark, number = a_side(people.people["ana"], "good-respect")
    return {"show": " ".join(shown), "mark": mark, "number": str(number), "do": "give"}


def ana_gives_anew(people: House) -> None:
    give_a_side(people.people["ana"])


TABLE: dict[str, Row] = {
    "help": Row("page page page page page", "no no no no no"),
    "exit": Row("away away away away away", "no no no no no"),
    "away": Row("page page page page page", "no no no no no"),
    "offline": Row("page page page page page", "no no no no no"),
    "service-worker": Row("page page page page page", "no no no no no"),
    "manifest": Row("page page page page page", "no no no no no"),
    "livez": Row("page page page page page", "no no no no no"),
    "readyz": Row("page page page page page", "no no no no no"),
    "enter": Row("page on on on on", "on on on on on", sends=anas_name_and_passphrase),
    "enter-code": Row("on on on on on", "page page page page page"),
    "enter-back": Row("page page page page page", "page page page page page", sends=anas_sheet),
    "enter-passkey": Row("no no no no no", "page page page page page"),
    "enter-passkey-options": Row("no no no no no", "page page page page page"),
    "out": Row("no no no no no", "on on on on on"),
    "new": Row(
        "page on on on on",
        "on on on on on",
        sends=always(name="dora", passphrase="nine quiet walnut trees", adult="on"),
    ),
    "new-sheet": Row("door page page pin page", "door page page pin page"),
    "pin": Row("door page page page page", "door on on on on", sends=always(pin=PIN)),
    "pin-stay": Row("no no no no no", "quiet quiet quiet quiet quiet"),
    "pin-close": Row("no no no no no", "door on on on on"),
    "pin-change": Row("door page page page page", "door page page on on", sends=anas_new_pin),
    "account": Row("door page page pin page", "no no no no no"),
    "devices-end": Row("no no no no no", "door on on pin on"),
    "device-end": Row("no no no no no", "door nothing nothing pin on", thing=anas_device),
    "passphrase": Row("door page page pin page", "door page page pin page", sends=anas_new_passphrase),
    "someone": Row("door page page page page", "door page page page page", sends=anas_new_passphrase),
    "check": Row("door page page pin page", "door page page pin page"),
    "mail": Row("door page page pin page", "door on on pin on", sends=always(mark="none")),
    "reminders": Row("door page page pin page", "no no no no no"),
    "reminders-times": Row("no no no no no", "door on on pin on", sends=always(first="07:30", zone="Europe/Lisbon")),
    "reminders-kinds": Row("no no no no no", "door on on pin on"),
    "reminders-mail": Row("no no no no no", "door on on pin on", sends=always(mail="somewhere@example.org")),
    "reminders-browser": Row("no no no no no", "door page page pin page"),
    "reminders-away": Row("no no no no no", "door nothing nothing pin on", thing=anas_mailbox),
    "reminders-try": Row("no no no no no", "door on on pin on"),
    "reminders-off": Row("no no no no no", "door on on pin on"),
    "codes": Row("door page page pin page", "door page page pin page", sends=anas_passphrase_first),
    "passkeys": Row("door page page pin page", "door page page pin page", sends=anas_passphrase_first),
    "passkey-remove": Row("no no no no no", "door on on pin on", thing=anas_passkey),
    "invite": Row("door page page pin page", "door page on pin on", sends=always(shown_name="Ana", agree="on")),
    "invite-cancel": Row("no no no no no", "door on on pin on"),
    "invite-beside": Row("door on page pin page", "door on again pin again"),
    "invite-let-in": Row("no no no no no", "door on on on on"),
    "invite-send-away": Row("no no no no no", "door on on on on"),
    "live": Row("door page page page page", "no no no no no"),
    "join": Row("page page page page page", "page page taken taken taken", sends=with_cleos_words),
    "join-yes": Row("door on page page page", "door nothing taken taken taken", sends=with_cleos_words),
    "compare": Row("door page page page page", "door page page page page"),
    "pause": Row("door page page page page", "door on on on on"),
    "part": Row("door page page page page", "door on on on on", sends=always(how="quietly")),
    "part-back": Row("no no no no no", "door nothing nothing on on", sends=anas_seat, before=ana_leaves_quietly),
    "try": Row("page page page page page", "page page page page page", sends=always(go="1", closeness="70")),
    "me": Row("door page page pin page", "no no no no no"),
    "own-slider": Row("door page page pin page", "door on on pin on", sends=always(name="Sleep")),
    "checkin": Row("door page page page page", "door on on page on", sends=always(closeness="70", line="Better.")),
    "checkin-one": Row("door nothing nothing pin page", "no no no no no", thing=anas_check_in),
    "checkin-change": Row(
        "door nothing nothing pin page",
        "door nothing nothing pin on",
        thing=anas_check_in,
        sends=always(closeness="70", line="Better."),
    ),
    "checkin-erase": Row("door nothing nothing pin page", "door nothing nothing pin on", thing=anas_check_in),
    "checkin-show": Row(
        "no no no no no", "door nothing nothing pin on", thing=anas_check_in, sends=always(parts="closeness", sure="1")
    ),
    "shown-back": Row("no no no no no", "door nothing nothing on on", thing=anas_slice),
    "times": Row("door page page page page", "no no no no no"),
    "time-suggest": Row("door page page page page", "door again on on on", sends=in_a_week),
    "time": Row("door nothing page page page", "no no no no no", thing=an_agreed_time, both=True),
    "time-rather": Row(
        "door nothing page page page", "door nothing on on on", thing=bens_suggestion, sends=in_a_week, both=True
    ),
    "time-answer": Row(
        "no no no no no", "door nothing again on on", thing=bens_suggestion, sends=always(deed="accept"), both=True
    ),
    "time-file": Row("door nothing file file file", "no no no no no", thing=an_agreed_time, both=True),
    "words": Row("door nothing page page page", "no no no no no", thing=the_sentence, both=True),
    "words-write": Row(
        "door nothing page page page", "door nothing on on on", thing=the_sentence, sends=from_bens_wording, both=True
    ),
    "words-remark": Row(
        "no no no no no",
        "door nothing on on on",
        thing=the_sentence,
        sends=wording_of("ben", remark="Shorter."),
        both=True,
    ),
    "words-sign": Row(
        "no no no no no", "door nothing on on on", thing=the_sentence, sends=wording_of("ben"), both=True
    ),
    "words-unsign": Row(
        "no no no no no", "door nothing on on on", thing=the_sentence, sends=wording_of("ana"), both=True
    ),
    "words-end": Row("no no no no no", "door nothing on on on", thing=the_agreement, both=True),
    "words-erase": Row(
        "no no no no no", "door nothing again on on", thing=the_sentence, sends=wording_of("ana"), both=True
    ),
    "calendar": Row("door page page pin page", "door page page pin page", sends=always(do="make")),
    "calendar-feed": Row("file file file file file", "no no no no no", thing=a_calendar, secret=True),
    "look": Row("door page page page page", "no no no no no"),
    "look-sitting": Row(
        "door page page page page",
        "door on on page on",
        thing=lambda _people: "one",
        sends=always(**{"good-laugh": "70", "line_good": "The lake."}),
        houses=True,
    ),
    "look-told": Row("door page page pin page", "no no no no no", thing=lambda _people: "one", houses=True),
    "look-words": Row(
        "no no no no no",
        "door on on pin on",
        thing=lambda _people: "one",
        sends=always(topic="good", both="1"),
        houses=True,
    ),
    "look-erase": Row("door page page pin page", "door on on pin on", thing=lambda _people: "one", houses=True),
    "where": Row("door page page pin page", "door on on pin on", sends=always(standing="part")),
    "ways": Row("page page page page page", "no no no no no"),
    "way": Row("page page page page page", "no no no no no", thing=lambda _people: "2", houses=True),
    "way-weigh": Row(
        "door page page pin page",
        "door on on pin on",
        sends=always(piece="see", version="0", **{"from-me": "Patience."}),
    ),
    "way-list": Row("door page page pin page", "door on on pin on", sends=always(version="1", done_home="home-keys")),
    "map": Row("door page page page page", "no no no no no"),
    "map-give": Row("door page on pin on", "door again again pin on", sends=anas_side),
    "map-look": Row("no no no no no", "door page page pin page"),
    "map-back": Row("no no no no no", "door again again pin on", before=ana_gives_anew),
    "map-talk": Row("door page page page page", "no no no no no"),
    "map-one": Row("door nothing page page page", "no no no no no", thing=lambda _people: "1", both=True),
    "map-remove": Row("door nothing page pin page", "door nothing on pin on", thing=lambda _people: "1", both=True),
    "core": Row("door page page page page", "no no no no no"),
    "core-write": Row("door page page pin page", "door on on pin on", sends=always(sentence="We go quiet.", do="keep")),
    "core-give": Row("door on on pin page", "door again again pin on", sends=anas_draft_about(CORE_LABEL)),
    "core-look": Row("no no no no no", "door page page pin page"),
    "core-back": Row("no no no no no", "door again again pin on", before=ana_gives(CORE_LABEL, sentence="Quiet.")),
    "core-remove": Row("door nothing page pin page", "door nothing on pin on", thing=lambda _people: "1", both=True),
    "core-shape": Row("door page page page page", "door again on on on", sends=always(sentence="We go quiet.")),
    "wants": Row("door page page page page", "no no no no no"),
    "wants-write": Row("door page page pin page", "door on on pin on", sends=always(day="We eat.", do="keep")),
    "wants-give": Row("door on on pin page", "door again again pin on", sends=anas_draft_about(WANTS_LABEL)),
    "wants-look": Row("no no no no no", "door page page pin page"),
    "wants-back": Row("no no no no no", "door again again pin on", before=ana_gives(WANTS_LABEL, day="Tea.")),
    "wants-remove": Row("door nothing page pin page", "door nothing on pin on", thing=lambda _people: "1", both=True),
    "wants-shape": Row("door page page page page", "door again on on on", sends=always(words="We eat together.")),
    "period": Row("door page page page page", "no no no no no"),
    "period-write": Row("door page page page page", "door again on on on", sends=a_time_to_try),
    "period-end": Row("no no no no no", "door on on on on"),
    "line": Row("door page page pin page", "no no no no no"),
    "line-new": Row("door page page pin page", "door on on pin on", sends=a_moment),
    "line-one": Row("door nothing nothing pin page", "no no no no no", thing=anas_moment),
    "line-change": Row(
        "door nothing nothing pin page",
        "door nothing nothing pin on",
        thing=anas_moment,
        sends=lambda people: {**a_moment(people), "version": "1"},
    ),
    "line-erase": Row("door nothing nothing pin page", "door nothing nothing pin on", thing=anas_moment),
    "line-show": Row(
        "door nothing nothing pin page",
        "door nothing nothing pin on",
        thing=anas_moment,
        sends=always(what="For you.", sure="1"),
    ),
    "line-back": Row("no no no no no", "door nothing nothing on on", thing=anas_shown_moment),
    "us-line": Row("door page page page page", "no no no no no"),
    "story": Row("door page page page page", "no no no no no"),
    "story-write": Row("door page page pin page", "door on on pin on", sends=always(stress="The move.", do="keep")),
    "story-give": Row("door on on pin page", "door again again pin on", sends=anas_draft),
    "story-look": Row("no no no no no", "door page page pin page"),
    "story-back": Row("no no no no no", "door again again pin on", before=ana_gives_her_story),
    "story-remove": Row("door nothing page pin page", "door nothing on pin on", thing=lambda _people: "1", both=True),
    "cycle": Row("door page page page page", "no no no no no"),
    "cycle-write": Row("door page page pin page", "door on on pin on", sends=always(start="near", do="keep")),
    "cycle-give": Row("door on on pin page", "door again again pin on", sends=anas_half),
    "cycle-look": Row("no no no no no", "door page page pin page"),
    "cycle-back": Row("no no no no no", "door again again pin on", before=ana_gives_her_half),
    "cycle-remove": Row("door nothing page pin page", "door nothing on pin on", thing=lambda _people: "1", both=True),
    "outside": Row("door page page page page", "no no no no no"),
    "outside-write": Row("door page page page page", "door again on on on", sends=a_plan_for_two),
    "outside-mine": Row("door page page pin page", "no no no no no"),
    "outside-new": Row("door page page pin page", "door on on pin on", sends=always(does="Short words.")),
    "outside-one": Row(
        "door nothing nothing pin page",
        "door nothing nothing pin on",
        thing=anas_plan,
        sends=always(does="Short words.", drawn="1"),
    ),
    "outside-erase": Row("door nothing nothing pin page", "door nothing nothing pin on", thing=anas_plan),
    "outside-bring": Row(
        "door nothing nothing pin page", "door nothing nothing pin on", thing=anas_plan, sends=a_plan_for_two
    ),
    "insights": Row("door page page pin page", "no no no no no"),
    "road": Row("door page page pin page", "no no no no no"),
    "road-make": Row("door page page pin page", "door on on pin on", sends=eight_weeks),
    "road-undo": Row("no no no no no", "door on on pin on"),
    "road-rules": Row("door page page page page", "no no no no no"),
    "road-step": Row(
        "door page page pin page", "no no no no no", thing=lambda _people: slug_of("understanding.where"), houses=True
    ),
    "road-choose": Row(
        "no no no no no",
        "door on on pin on",
        thing=lambda _people: slug_of("understanding.where"),
        sends=always(deed="later"),
        houses=True,
    ),
    "road-back": Row("door page page pin page", "door on on pin on"),
    "road-end": Row("door page page pin page", "door on on pin on"),
    "road-changed": Row("door page page pin page", "no no no no no"),
    "road-look-back": Row("door on on pin on", "door on on pin on"),
    "insights-both": Row("door page page page page", "no no no no no"),
    "insights-try": Row("door page page page page", "door again on on on", sends=something_to_try),
    "road-both": Row("door page page page page", "no no no no no"),
    "road-both-days": Row("no no no no no", "door again on on on", sends=eight_weeks),
    "road-both-undo": Row(
        "no no no no no", "door nothing on on on", thing=lambda people: people.chosen_for_both, both=True
    ),
    "road-both-step": Row(
        "door nothing page page page",
        "no no no no no",
        thing=lambda _people: slug_of("understanding.wants-talk"),
        both=True,
    ),
    "road-both-choose": Row(
        "no no no no no",
        "door again on on on",
        thing=lambda _people: slug_of("understanding.wants-talk"),
        sends=always(deed="later"),
        houses=True,
    ),
    "questions": Row("door page page pin page", "no no no no no"),
    "questions-ask": Row(
        "door page page pin page",
        "door on on pin on",
        thing=the_houses_paper,
        sends=always(form_id="00000000-0000-4000-8000-000000000008", page="1", q0="c1", do="on"),
        houses=True,
    ),
    "questions-told": Row("door nothing nothing pin page", "no no no no no", thing=anas_answers),
    "questions-file": Row("door nothing nothing pin file", "no no no no no", thing=anas_answers),
    "questions-erase": Row("door nothing nothing pin page", "door nothing nothing pin on", thing=anas_answers),
    "today": Row("page page page page page", "no no no no no"),
    "us": Row("door page page page page", "no no no no no"),
    "talk": Row("page page page page page", "no no no no no"),
    "talk-paper": Row("page page page page page", "no no no no no"),
    **{
        name: Row("door page page page page", "door again on on on", sends=a_talk)
        for name in ("talk-new", "talk-weekly", "talk-daily")
    },
    "talk-letters": Row("door page page page page", "door again on on on", sends=letters),
    "talk-prepare": Row("door page page pin page", "door on on pin on", sends=always(free="A line.")),
    "talk-prepared": Row(
        "door nothing nothing pin page",
        "door nothing nothing pin on",
        thing=anas_sentence,
        sends=always(free="A line.", version="1"),
    ),
    "talk-notes": Row("door page page pin page", "no no no no no"),
    "talk-note": Row(
        "door nothing nothing pin page",
        "door nothing nothing pin on",
        thing=anas_look_back,
        sends=always(note="Better.", based_on="1"),
    ),
    "talk-note-erase": Row("door nothing nothing pin page", "door on on pin on", thing=anas_look_back),
    "talk-mine": Row(
        "door nothing page page page",
        "door nothing page page page",
        thing=a_talk_that("kept"),
        sends=always(note="Better.", heard="70"),
        both=True,
    ),
    "talk-ground": Row(
        "no no no no no",
        "door nothing on on on",
        thing=a_talk_that("open"),
        sends=always(words="The evenings are hard."),
        both=True,
    ),
    "talk-words": Row("door nothing page page page", "no no no no no", thing=a_talk_that("kept"), both=True),
    "talk-words-back": Row(
        "no no no no no", "door nothing again on on", thing=a_talk_that("kept"), sends=anas_kept_words, both=True
    ),
    "talk-room": Row("door nothing page page page", "no no no no no", thing=a_talk_that("open"), both=True),
    "talk-act": Row(
        "no no no no no",
        "door nothing on on on",
        thing=a_talk_that("open"),
        sends=one_act(deed="say", free="I get loud."),
        both=True,
    ),
    "talk-calm": Row(
        "no no no no no",
        "door nothing on on on",
        thing=a_talk_that("open"),
        sends=always(go="minute", stirred="40"),
        both=True,
    ),
    "talk-offer": Row("no no no no no", "door on again on on", thing=a_talk_that("asked"), both=True),
    "talk-draft": Row(
        "no no no no no",
        "door nothing quiet quiet quiet",
        thing=a_talk_that("open"),
        sends=always(draft="say-1", free="I get"),
        both=True,
    ),
    "talk-hand": Row("no no no no no", "door nothing on on on", thing=a_talk_that("one"), both=True),
    "talk-here": Row("door nothing page page page", "no no no no no", thing=a_talk_that("one"), both=True),
    "talk-here-act": Row(
        "no no no no no",
        "door nothing on on on",
        thing=a_talk_that("one"),
        sends=one_act(deed="say", free="I get loud."),
        both=True,
    ),
    "talk-sign": Row(
        "door nothing page page page", "door nothing again on on", thing=a_talk_that("one"), sends=bens_name, both=True
    ),
    "take": Row("door page page pin page", "door file file pin file"),
    "take-in": Row("door page page pin page", "door again again pin again"),
    "taken-in": Row("door page page pin page", "no no no no no"),
    "erase": Row("door page page pin page", "door again again pin away", sends=ana_means_it),
}
