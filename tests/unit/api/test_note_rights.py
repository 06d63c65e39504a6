"""No note is poorer for want of a right: it is made whole, or refused by the right's name, whichever it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import PREFIX
from api.services import Services
from core import usecases
from core.accounts import KEY_RIGHTS
from core.campaigns import Campaign
from core.labels import Theme
from core.pages import Page
from core.posts import Platform, SourceKey
from core.registers import Entry, Kind
from core.scope import RIGHT_TITLES, Right, system
from core.usecases.weekly import TOLD_OF
from nlp.fingerprints import StoredCopies
from nlp.lemmas import lemmas
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.papers import PAPERS

SCOPE = system(PROFILE.code)
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
Keys = Callable[..., str]
NEEDED = (Right.WORK_REPORTS, *TOLD_OF)


@pytest.fixture
def given(given: Services, ledger: Store) -> Services:
    """A centre whose note has something to say of every right."""
    usecases.group(ledger, SCOPE, PROFILE, StoredCopies(), given.mask, NOW)
    vote = Entry(Kind.VOTE, "Каток", FIRST, NOW, NOW, "open", {"question": "До какого часа?", "ends": "2026-11-22"})
    with ledger.begin() as work:
        work.campaigns.add(SCOPE, Campaign(0, "Тонкий лёд", Theme.SAFETY, FIRST, LAST, NOW, NOW))
        usecases.enter(work, SCOPE, vote, NOW)
        usecases.keep_page(work, SCOPE, PROFILE, Page(SourceKey(Platform.VK, "wall"), "Администрация"), NOW)
    return replace(given, papers=PAPERS, telling=lambda text: frozenset(lemmas(text)))


def made(browser: TestClient, key: Keys, name: str, *rights: Right) -> Any:
    browser.headers["Authorization"] = f"Bearer {key(*rights, name=name)}"
    return browser.post(f"{PREFIX}/reports", json={"week": "2026-W47"})


@pytest.mark.parametrize("right", Right, ids=str)
def test_without_a_right_the_note_is_the_same_or_is_refused_by_its_name(
    browser: TestClient, key: Keys, right: Right
) -> None:
    whole = made(browser, key, "whole", *KEY_RIGHTS).json()
    said = str(whole["sections"])
    assert "Тонкий лёд" in said
    assert "Каток" in said
    assert "Администрация" in said
    answer = made(browser, key, "less", *(KEY_RIGHTS - {right}))
    if right in NEEDED:
        assert answer.status_code == 403
        assert RIGHT_TITLES[right] in answer.text
    else:
        assert answer.json()["sections"] == whole["sections"]
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_REPORTS, name='reader')}"
    assert browser.get(f"{PREFIX}/reports/{whole['id']}").json()["sections"] == whole["sections"]


def test_the_rights_that_are_asked_for_suffice_and_all_that_are_missing_are_named(
    browser: TestClient, key: Keys
) -> None:
    whole = made(browser, key, "whole", *KEY_RIGHTS).json()
    assert made(browser, key, "least", *NEEDED).json()["sections"] == whole["sections"]
    refused = made(browser, key, "none", Right.WORK_REPORTS, Right.READ_REPORTS, Right.READ_INCIDENTS).text
    assert "нет прав «просмотр календаря и кампаний», «просмотр реестров и аудита госпабликов»" in refused
