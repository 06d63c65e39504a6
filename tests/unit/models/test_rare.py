"""Rules that stand in for learning: what fires them, and how they are shown."""

import numpy as np
import pytest

from core.labels import Subject, Theme
from models import rare

YES = [(rule.theme, text) for rule in rare.rules() for text in rule.yes]
NO = [(rule.theme, text) for rule in rare.rules() for text in rule.no]


def test_every_rare_theme_has_rules():
    rarest = {Theme.AGRICULTURE, Theme.TOURISM, Theme.TELECOM, Theme.INTERETHNIC, Theme.CRC}
    assert {rule.theme for rule in rare.rules()} == rarest


@pytest.mark.parametrize(("theme", "text"), YES)
def test_a_rule_fires_and_is_shown(shipped, theme, text):
    (said,) = shipped.assess([Subject(text)])
    assert theme in [hit.theme for hit in rare.hits(text)]
    assert theme in {guess.code for guess in said.themes}
    if said.theme is theme:
        assert [reason.weight for reason in said.why if reason.part == f"rule:{theme}"] == [rare.ADDEND]


@pytest.mark.parametrize(("theme", "text"), NO)
def test_a_rule_stays_silent(theme, text):
    assert theme not in [hit.theme for hit in rare.hits(text)]


def test_a_rule_is_one_addend_of_the_margin(shipped):
    subject = Subject("Отделение почты закрыто весь месяц")
    terms, addends = shipped.addends(subject)
    assert "rule:telecom" in terms
    np.testing.assert_allclose(addends.sum(axis=0), shipped.score([subject]).margins[0], atol=1e-4)


def test_a_rule_moves_the_theme_and_no_other_head(shipped, monkeypatch):
    subject = Subject("Отделение почты закрыто весь месяц, ребёнок упал на льду")
    (ruled,) = shipped.assess([subject])
    monkeypatch.setattr(rare, "hits", lambda text: iter(()))
    (plain,) = shipped.assess([subject])
    assert (ruled.signs, ruled.risk_score, ruled.neg_score) == (plain.signs, plain.risk_score, plain.neg_score)
    assert ruled.themes != plain.themes
