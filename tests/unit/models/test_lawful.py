"""The shipped model and the guard for lawful calls (59-ФЗ, art. 6), together."""

from datetime import timedelta

import profiles
from core.labels import Assessment, Sign, Subject
from core.risk import Level, Signals, weigh
from tests.unit.nlp.cases import cases

GREAT = Signals(views=20_000, likes=500, reposts=300, replies=400, gained=20_000, over=timedelta(hours=2), repeats=9)
PROFILE = profiles.read(profiles.path_of("standard"))
LAWFUL = [Subject(text) for text, answer in cases("appeals.txt", "|") if answer == "yes"]
UNLAWFUL = [Subject(text) for text, answer in cases("appeals.txt", "|") if answer == "no"]


def level(said: Assessment) -> Level:
    return weigh(said, GREAT, PROFILE).level


def test_no_call_to_complain_rises_above_medium_however_many_see_it(shipped):
    """None of the cases tells of danger to life, so none is let off, whatever the model sees."""
    assert len(LAWFUL) >= 60
    said = shipped.assess(LAWFUL)
    loud = [subject.text for subject, each in zip(LAWFUL, said, strict=True) if level(each).rank > Level.MEDIUM.rank]
    assert loud == []


def test_suffering_children_in_a_call_to_complain_are_no_exemption(shipped):
    (said,) = shipped.assess([Subject("Родители, пишите жалобу в Роспотребнадзор: детей в саду кормят тухлым мясом!")])
    assert said.has(Sign.VULNERABLE)
    assert level(said) is Level.MEDIUM


def test_other_texts_are_never_said_to_be_lawful_calls(shipped):
    assert len(UNLAWFUL) >= 40
    assert not any(said.lawful_call for said in shipped.assess(UNLAWFUL))
