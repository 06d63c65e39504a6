"""The shipped model and the guard for lawful calls (59-ФЗ, art. 6), together, in every profile."""

from datetime import timedelta

import pytest

import profiles
from core.flags import Case, decide
from core.incidents import Nature, Seen, nature_of
from core.labels import Sign, Subject
from core.profile import Profile
from core.risk import Level, Signals
from tests.unit.nlp.cases import cases

GREAT = Signals(views=20_000, likes=500, reposts=300, replies=400, gained=20_000, over=timedelta(hours=2), repeats=9)
PROFILES = [profiles.read(profiles.path_of(name)) for name in profiles.names()]
STANDARD = profiles.read(profiles.path_of("standard"))
LAWFUL = [Subject(text) for text, answer in cases("appeals.txt", "|") if answer == "yes"]
UNLAWFUL = [Subject(text) for text, answer in cases("appeals.txt", "|") if answer == "no"]
LIFE = "Ребёнок провалился в открытый люк, жив! Люк так и стоит открытым, завтра кто-то погибнет. Пишите в прокуратуру!"


@pytest.fixture(scope="module")
def said(shipped):
    return shipped.assess(LAWFUL)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.code)
@pytest.mark.parametrize("spread", [Signals(), GREAT], ids=["unseen", "seen by all"])
def test_no_call_to_complain_rises_above_medium_or_makes_a_risk(said, profile: Profile, spread: Signals):
    """None of the cases tells of danger to life, so none is let off, whatever the model sees and however many see it:
    in the card's level, in its nature, and in a storm too."""
    assert len(LAWFUL) >= 100
    loud = []
    for subject, each in zip(LAWFUL, said, strict=True):
        scored = decide(Case(1, 1, 1, False, each, spread, "", subject.text), profile)
        natures = {nature_of(Seen(scored.risk.level, each, storm)) for storm in (False, True)}
        if scored.risk.level.rank > Level.MEDIUM.rank or natures != {Nature.MATTER}:
            loud.append((subject.text, scored.risk.level, natures))
    assert loud == []


def test_the_guard_is_what_holds_them_down(said):
    """Without it some would be high: so the test above can fail."""
    bare = [each for each in said if each.risk_score > 2]
    assert bare
    assert all(each.lawful_call for each in said)


def test_suffering_children_in_a_call_to_complain_are_no_exemption(shipped):
    (said,) = shipped.assess([Subject("Родители, пишите жалобу в Роспотребнадзор: детей в саду кормят тухлым мясом!")])
    assert said.has(Sign.VULNERABLE)
    assert decide(Case(1, 1, 1, False, said, GREAT), STANDARD).risk.level is Level.MEDIUM


def test_real_danger_to_life_is_seen_through_the_call_beside_it(shipped):
    (said,) = shipped.assess([Subject(LIFE)])
    assert said.lawful_call
    assert decide(Case(1, 1, 1, False, said, GREAT), STANDARD).risk.level.rank >= Level.HIGH.rank


def test_other_texts_are_never_said_to_be_lawful_calls(shipped):
    assert len(UNLAWFUL) >= 50
    assert not any(said.lawful_call for said in shipped.assess(UNLAWFUL))
