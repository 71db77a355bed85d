"""What every whole-house test needs: all addresses and tables, browsers for the cast, canaries in private fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from conftest import PIN, Cast, arrive, cookies_into
from goldseam.apart import actions as apart
from goldseam.growth import actions as growth
from goldseam.growth.rules import Answers
from goldseam.people import account_actions, actions, factors
from goldseam.people.rules import RULE_VERSION, Leaving
from goldseam.practice import Topic
from goldseam.questionnaires import actions as questions
from goldseam.questionnaires.tests.papers import a_house_paper
from goldseam.reminders import choosing
from goldseam.road.insights.both.trying import LABEL as BY_CHANCE
from goldseam.road.plan import access as road_access
from goldseam.road.plan import actions as roads
from goldseam.road.plan.choosing import Deed as Deeds
from goldseam.site import health_pages
from goldseam.statements import actions as statements
from goldseam.times import actions as times
from goldseam.times.rules import Deed
from goldseam.understanding.core.period import LABEL as REPAIR
from goldseam.understanding.core.problem import LABEL as CORE
from goldseam.understanding.core.wants import LABEL as WANTS
from goldseam.understanding.cycle.subject import LABEL as CYCLE
from goldseam.understanding.intake import actions as intake
from goldseam.understanding.intake.rules import Answers as Looked
from goldseam.understanding.map import access as maps
from goldseam.understanding.map import actions as map_deeds
from goldseam.understanding.map import rules as map_rules
from goldseam.understanding.outside import actions as outside
from goldseam.understanding.outside.rules import Plan
from goldseam.understanding.story.piece import LABEL as STORY
from goldseam.understanding.timeline import actions as line
from goldseam.understanding.timeline.rules import Moment, Sort, When
from goldseam.understanding.ways import actions as ways
from goldseam.understanding.ways.rules import Piece, Standing, Ticked
from goldseam.vault import invites, seam, sessions
from tests import house_talks

TOKEN = re.compile(rb'(?<=csrfmiddlewaretoken" value=")[A-Za-z0-9]+|(?<=data-stay-token=")[A-Za-z0-9]+')
AN_HOUR = 3600


# -- every address ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver. `parameters` are the names that its address takes."""

    name: str
    pattern: str
    parameters: tuple[str, ...]

    def address(self, thing: object = None) -> str:
        """Every parameter of ours is the id of one thing."""
        return "/" + re.sub(r"<[^>]+>", str(thing), self.pattern)


def routes() -> list[Route]:
    """Each pattern that the resolver knows, in its order."""
    return list(_patterns("", get_resolver().url_patterns))


def _patterns(start: str, patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
    for one in patterns:
        here = start + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(here, one.url_patterns)
        else:
            yield Route(one.name or here, here, tuple(one.pattern.converters))


def our_models() -> list[type[models.Model]]:
    """Every table of ours and of those who keep something of a person's for us."""
    return [model for model in apps.get_models() if is_ours(model) or model._meta.app_label in ("account", "mfa")]


def is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("goldseam.")


def ids_on_the_disk(most: int | None = None) -> list[UUID]:
    """The ids of all rows, or of the first few of each table."""
    tables = [model for model in our_models() if isinstance(model._meta.pk, models.UUIDField)]
    return [
        key for table in tables for key in table._default_manager.order_by("pk").values_list("pk", flat=True)[:most]
    ]


# -- browsers -----------------------------------------------------------------------------------------------------


def browser_of(who: Cast, *, is_open: bool = True) -> Client:
    """A browser that holds both cookies of this person's sign-in, with the private half open or closed."""
    if not is_open:
        who = signed_in_again(who)
        sessions.close_back(who.keyring)
    return cookies_into(nobody(), who)


def nobody() -> Client:
    """A browser without cookies."""
    return Client(raise_request_exception=False)


def signed_in_again(who: Cast) -> Cast:
    """The same person on one more device."""
    keyring, cookie = sessions.begin(who.keyring, stay=False, label="computer")
    return Cast(who.me.with_keyring(keyring), who.passphrase, who.sheet, cookie)


class Visit:
    """Asks without a trace: cookies, rate limits and the database are afterwards as they were before."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cookies = client.cookies.output(header="", sep="; ")

    def really(self, address: str, data: dict[str, Any]) -> Any:
        """Sends a form, and what it does stays done."""
        self.client.cookies = SimpleCookie(self.cookies)
        return self.client.post(address, data)

    def __call__(self, method: str, address: str, data: dict[str, Any] | None = None, **more: Any) -> list[Any]:
        """The answer, and what a deed's redirects lead to before it is undone."""
        cache.clear()
        mark = transaction.savepoint()
        try:
            return list(self._answers(method, address, data, more))
        finally:
            transaction.savepoint_rollback(mark)
            transaction.get_connection().run_on_commit.clear()
            self.client.cookies = SimpleCookie(self.cookies)

    def _answers(self, method: str, address: str, data: dict[str, Any] | None, more: dict[str, Any]) -> Iterator[Any]:
        ask = getattr(self.client, method.lower())
        answer = ask(address, data, **more) if method in ("GET", "HEAD", "POST") else ask(address, **more)
        yield answer
        for _ in range(3 if method == "POST" else 0):
            onward = answer.headers.get("Location", "")
            if not onward.startswith("/"):
                return
            answer = self.client.get(onward)
            yield answer


def words_of(answer: HttpResponse) -> bytes:
    """The body, without the tokens that are new in every page."""
    content = answer.getvalue() if getattr(answer, "streaming", False) else answer.content
    return TOKEN.sub(b"", content)


# -- five people, and a canary in each private field --------------------------------------------------------------


@dataclass(frozen=True)
class Canary:
    """Words that stand in one private field of one person. `seen_by` may see them, `must_see` has to."""

    id: str
    words: str
    owner: str
    seen_by: frozenset[str]
    must_see: frozenset[str]


@dataclass
class House:
    """Ana with Ben, Dara with Eli (who left with a word), and Cleo, who is on her own and has invited somebody."""

    people: dict[str, Cast] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    check_ins: dict[str, UUID] = field(default_factory=dict)
    slices: dict[str, UUID] = field(default_factory=dict)
    moments: dict[str, UUID] = field(default_factory=dict)
    shown_moments: dict[str, UUID] = field(default_factory=dict)
    words: str = ""
    times: dict[str, UUID] = field(default_factory=dict)
    wordings: dict[str, UUID] = field(default_factory=dict)
    calendar: str = ""
    plans: dict[str, UUID] = field(default_factory=dict)
    paper: UUID | None = None
    answers: dict[str, UUID | None] = field(default_factory=dict)
    chosen_for_both: UUID | None = None
    passkeys: dict[str, object] = field(default_factory=dict)
    talks: dict[str, UUID] = field(default_factory=dict)
    kept_words: UUID | None = None
    unsigned: UUID | None = None
    prepared: dict[str, UUID] = field(default_factory=dict)
    notes: dict[str, UUID] = field(default_factory=dict)

    def plant(self, what: str, owner: str, *others: str, must_see: tuple[str, ...] | None = None) -> str:
        """New words for one field: letters and digits only, so that no way of writing them down changes them."""
        number = len(self.canaries)
        words = f"kestrel{number:03d}{owner}{what.replace('-', '')}q7x"
        seen_by = frozenset({owner, *others})
        needed = frozenset({owner}) if must_see is None else frozenset(must_see)
        self.canaries.append(Canary(f"{owner}-{what}", words, owner, seen_by, needed))
        return words


PARTNER = {"ana": "ben", "ben": "ana", "dara": "eli", "eli": "dara"}
FIVE = ("ana", "ben", "cleo", "dara", "eli")


def settle() -> House:
    """The five, through the verbs that their pages call."""
    house = House()
    health_pages.warm.set()
    for name in FIVE:
        house.people[name] = come_in(name)
    for one, other in (("ana", "ben"), ("dara", "eli")):
        pair_up(house, one, other)
    house.words = " ".join(actions.invite(house.people["cleo"].anew(), own_name=house.plant("name", "cleo")))
    for name in FIVE:
        keep_things(house, name)
        look_at_things(house, name)
        weigh_things(house, name)
        answer_questions(house, name)
        draw_a_line(house, name)
        plan_against(house, name)
        walk_a_road(house, name)
        tell_the_account(house, name)
    open_a_map(house)
    say_what_comes_back(house)
    try_for_a_time(house)
    try_by_chance(house)
    tell_the_story(house)
    draw_the_loop(house)
    agree_on_times(house)
    shape_words(house)
    choose_for_both(house)
    house_talks.talk(house)
    word = house.plant("word", "eli", "dara", must_see=("dara",))
    actions.leave(house.people["eli"].anew(), Leaving.WITH_A_WORD, word=word)
    return house


def come_in(name: str) -> Cast:
    who = arrive(name)
    sessions.set_pin(who.keyring, who.cookie, PIN, AN_HOUR)
    return who


def pair_up(house: House, one: str, other: str) -> None:
    """As `bring_together`, with shown names that can be found again."""
    inviter, joiner = house.people[one], house.people[other]
    words = " ".join(actions.invite(inviter.anew(), own_name=shown_name(house, one)))
    actions.join(joiner.anew(), invites.keys_of(words), own_name=shown_name(house, other), agreed_to=RULE_VERSION)
    actions.let_in(inviter.anew())


def shown_name(house: House, who: str) -> str:
    return house.plant("name", who, PARTNER[who], must_see=(PARTNER[who],))


def keep_things(house: House, name: str) -> None:
    """A slider's own name, a check-in for oneself, and one of which the partner may read the line."""
    me = house.people[name].anew()
    growth.name_own_slider(me, house.plant("slider", name))
    values = {"closeness": 40, "tension": 61, "own": 55}
    alone = Answers(values, own_name=house.plant("ownname", name), line=house.plant("line", name))
    house.check_ins[name] = growth.keep_check_in(me, alone)
    if name not in PARTNER:
        return
    shown = growth.keep_check_in(me, Answers(values, line=house.plant("shownline", name, PARTNER[name])))
    house.slices[name] = growth.show_to_partner(me, shown, ("line",))


def look_at_things(house: House, name: str) -> None:
    """A look at what holds, with words of two devices; nobody else's before it is given."""
    me = house.people[name].anew()
    intake.keep(me, "one", Looked({"good-laugh": 30}, {Topic.GOOD: house.plant("look", name)}))
    intake.keep(me, "one", Looked({"good-care": 80}, {Topic.GOOD: house.plant("lookbeside", name)}))


def weigh_things(house: House, name: str) -> None:
    """Where somebody stands, what they weigh, and their list: nobody else's, ever."""
    me = house.people[name].anew()
    ways.stand(me, Standing.UNSURE)
    ways.keep_piece(me, "speaks", Piece({"parting": house.plant("weighing", name)}), 0)
    ways.keep_list(me, Ticked(frozenset({"home-post"}), {"law": house.plant("listnote", name)}), 0)


def answer_questions(house: House, name: str) -> None:
    """Answers to a questionnaire that this house has for everybody: nobody else's, ever."""
    paper = a_house_paper()
    said = {0: "c1", 1: house.plant("questions", name)}
    house.paper = paper.id
    house.answers[name] = questions.keep(house.people[name].anew(), paper, said, {}, seam.uuid(), done=True)


def open_a_map(house: House) -> None:
    """Ana and Ben look at what is good, and give it but for one line: that line is as if nobody had answered it."""
    for name in ("ana", "ben"):
        words = {Topic.GOOD: house.plant("given", name, PARTNER[name], must_see=(name, PARTNER[name]))}
        intake.keep(house.people[name].anew(), "one", Looked({"good-laugh": 30, "good-respect": 90}, words))
        give_a_side(house.people[name], "good-respect")
    map_deeds.look(house.people["ana"].anew())


def give_a_side(who: Cast, *kept: str) -> None:
    """Everything that somebody answered, but for what stays with them."""
    map_deeds.give(who.anew(), *a_side(who, *kept))


def a_side(who: Cast, *kept: str) -> tuple[list[str], str, int]:
    """What would be given, the mark of it, and the number of the map."""
    me = who.anew()
    side = maps.own_side(me)
    shown = [part for part in map_rules.parts_of(side) if part not in kept]
    return shown, map_rules.mark_of(map_rules.given(side, shown)), len(maps.summaries(me)) + 1


def say_what_comes_back(house: House) -> None:
    """Ana and Ben read what each said and wished, and signed one sentence; Ana and Cleo write on, for themselves."""
    for what, label, part in (("core", CORE, "sentence"), ("wish", WANTS, "day")):
        for name in ("ana", "ben"):
            words = house.plant(what, name, PARTNER[name], must_see=(name, PARTNER[name]))
            apart.give(house.people[name].anew(), label, {part: words})
        apart.look(house.people["ana"].anew(), label)
        for name in ("ana", "cleo"):
            apart.keep_draft(house.people[name].anew(), label, {part: house.plant(f"{what}draft", name)}, None)
    both_sign(house, CORE, {"sentence": house.plant("onesentence", "ana", "ben", must_see=("ana", "ben"))})


def try_for_a_time(house: House) -> None:
    """Ana and Ben try something for eight weeks."""
    day = (seam.now() + timedelta(weeks=8)).date().isoformat()
    words = house.plant("period", "ana", "ben", must_see=("ana", "ben"))
    both_sign(house, REPAIR, {"try": words, "leave": "", "review": day})


def try_by_chance(house: House) -> None:
    """Ana and Ben let chance suggest something small to them, from tomorrow on."""
    words = house.plant("bychance", "ana", "ben", must_see=("ana", "ben"))
    first, last = ((seam.now() + timedelta(days=days)).date().isoformat() for days in (1, 28))
    both_sign(house, BY_CHANCE, {"what": words, "start": first, "until": last})


def both_sign(house: House, label: str, parts: dict[str, str]) -> None:
    version = statements.write(house.people["ana"].anew(), label, parts)
    for name in ("ana", "ben"):
        statements.sign(house.people[name].anew(), version)


def tell_the_story(house: House) -> None:
    """Ana and Ben each told it, and both read both; Ana and Cleo write on, for themselves."""
    for name in ("ana", "ben"):
        words = house.plant("story", name, PARTNER[name], must_see=(name, PARTNER[name]))
        apart.give(house.people[name].anew(), STORY, {"beneath": words})
    apart.look(house.people["ana"].anew(), STORY)
    for name in ("ana", "cleo"):
        apart.keep_draft(house.people[name].anew(), STORY, {"pattern": house.plant("storydraft", name)}, None)


def draw_the_loop(house: House) -> None:
    """Ana and Ben each built a half, and both see the loop; Ana and Cleo build on, for themselves."""
    for name in ("ana", "ben"):
        words = house.plant("half", name, PARTNER[name], must_see=(name, PARTNER[name]))
        half = {"start": {"picked": ["press"]}, "beneath": {"picked": ["sad"], "words": words}}
        apart.give(house.people[name].anew(), CYCLE, half)
    apart.look(house.people["ana"].anew(), CYCLE)
    for name in ("ana", "cleo"):
        half = {"longing": {"picked": ["rest"], "words": house.plant("halfdraft", name)}}
        apart.keep_draft(house.people[name].anew(), CYCLE, half, None)


def plan_against(house: House, name: str) -> None:
    """A plan against one stress, for oneself."""
    plan = Plan(about="work", stress=house.plant("stress", name), i_do=house.plant("ownplan", name))
    house.plans[name] = outside.keep_plan(house.people[name].anew(), plan)


def walk_a_road(house: House, name: str) -> None:
    """A road that ended, with a reason in words of one's own, and another one that goes on."""
    who, wish = house.people[name], roads.Wish(seam.now().date(), 8, 2)
    roads.make(who.anew(), wish)
    roads.end(who.anew(), ["hard"], house.plant("stopped", name))
    roads.make(who.anew(), wish)


def choose_for_both(house: House) -> None:
    """Ana and Ben said yes to the same weeks, and put one thing off."""
    for name in ("ana", "ben"):
        roads.ask_for(house.people[name].anew(), seam.now().date(), 8)
    roads.choose_for_both(house.people["ana"].anew(), "understanding.wants-talk", Deeds.LATER)
    newest = road_access.both(house.people["ana"].anew()).chosen.newest
    house.chosen_for_both = newest.id if newest else None


def draw_a_line(house: House, name: str) -> None:
    """A break for oneself, and a good time of which the partner may read other words than one's own."""
    me = house.people[name].anew()
    broke = Moment(When(2021, 3), Sort.BREAK, house.plant("moment", name), house.plant("felt", name))
    house.moments[name] = line.keep_moment(me, broke)
    if name not in PARTNER:
        return
    good = line.keep_moment(me, Moment(When(2019), Sort.GOOD, house.plant("rawmoment", name)))
    words = house.plant("shownmoment", name, PARTNER[name])
    house.shown_moments[name] = line.show_moment(me, good, words, "")


def agree_on_times(house: House) -> None:
    """One time that Ana and Ben agreed to, one that Ben still suggests, one from before Eli left; Ben's calendar."""
    for days, (name, see) in enumerate({"ana": ("ana", "ben"), "ben": ("ana", "ben"), "eli": ()}.items(), start=2):
        what = house.plant("time", name, PARTNER[name], must_see=see)
        wish = times.Wish(what, (seam.now() + timedelta(days=days)).replace(microsecond=0), 20)
        house.times[name] = times.suggest(house.people[name].anew(), wish)
    times.answer(house.people["ben"].anew(), house.times["ana"], Deed.ACCEPT)
    house.calendar = times.make_feed(house.people["ben"].anew())


def shape_words(house: House) -> None:
    """Ana wrote what both want and signed it, Ben says it otherwise and asks for something; and Eli, before he left."""
    for name, see in {"ana": ("ana", "ben"), "ben": ("ana", "ben"), "eli": ()}.items():
        words = {"words": house.plant("wording", name, PARTNER[name], must_see=see)}
        before = [house.wordings["ana"]] if name == "ben" else []
        house.wordings[name] = statements.write(house.people[name].anew(), WANTS, words, before)
    statements.sign(house.people["ana"].anew(), house.wordings["ana"])
    asked = house.plant("remark", "ben", "ana", must_see=("ana", "ben"))
    statements.remark(house.people["ben"].anew(), house.wordings["ben"], asked)


def tell_the_account(house: House, name: str) -> None:
    """Addresses for mail and for reminders, and a passkey with a name of its own, as allauth keeps one."""
    me = house.people[name].anew()
    account_actions.keep_mail(me, "mine", f"{house.plant('mail', name)}@example.org")
    choosing.ring_mailbox(me, f"{house.plant('ringing', name)}@example.org")
    data = {"name": "", "credential": a_passkey(f"passkey of {name}")}
    Authenticator.objects.create(user=me.person, type=Authenticator.Type.WEBAUTHN, data=data)
    house.passkeys[name] = factors.passkeys_of(house.people[name].me)[0].name


def a_passkey(credential_id: str) -> dict[str, Any]:
    """What a browser hands over when a passkey was made, on a device that attests nothing."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    known = AttestedCredentialData.create(bytes(16), credential_id.encode(), public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, known)
    asked = CollectedClientData.create(CollectedClientData.TYPE.CREATE, bytes(32), "http://localhost")
    response = {
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", told, {}))),
        "clientDataJSON": websafe_encode(bytes(asked)),
    }
    name = websafe_encode(credential_id.encode())
    return {"type": "public-key", "id": name, "rawId": name, "clientExtensionResults": {}, "response": response}
