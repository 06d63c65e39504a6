"""The ЦУР's reader over several municipalities of one database: who gave a key is seen, and nobody else."""

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from fastapi.testclient import TestClient

from api import create_app
from api.passwords import digest
from api.services import Services
from core.accounts import Key, Role
from core.incidents import IncidentQuery
from core.indicators import Figure, Inquiry
from core.journal import JournalQuery
from core.measures import Measure
from core.region import Neighbour, State
from core.risk import Level
from core.scope import Right, system
from runtime.region import Listed
from store.ledger import Store
from tests.conftest import NOW
from tests.region import Town, listed, served, towns
from tests.server import PostgresServer
from tests.shelf import ENGINES
from tests.unit.api.conftest import PROFILE
from tests.unit.api.test_access import as_, sign

URL = "/api/v1/region"
QUIET, BURNING, SILENT = "batetsky", "gubkin", "bogotol"


@pytest.fixture(params=ENGINES)
def three(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Town]]:
    """Two municipalities and one more that grants nothing, over one database; on PostgreSQL behind the wall."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "common.db")
        url = f"sqlite:///{tmp_path / 'common.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        _, url = server.guarded()
    with towns(url, (QUIET, BURNING, SILENT)) as found:
        quiet, burning, silent = found
        quiet.receive("яма на Заречной")
        burning.receive("опасно собаки у школы", "нет тепла на Кирпичной")
        silent.receive("опасно провод", "опасно лёд", "опасно мост")
        yield found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "region.toml"


@pytest.fixture
def centre(given: Services, ledger: Store, path: Path) -> Iterator[TestClient]:
    """The ЦУР's own installation, its own database; an observer is signed in."""
    with TestClient(create_app(replace(given, region=Listed(path))), follow_redirects=False) as made:
        made.headers["Accept"] = "application/json"
        yield as_(made, sign(ledger, "observer", Role.CRC))


def told(centre: TestClient, line: str = "", **headers: str) -> dict[str, dict[str, object]]:
    answer = centre.get(f"{URL}{line}", headers=headers)
    assert answer.status_code == 200, answer.text
    return {each["profile"]: each for each in answer.json()["municipalities"]}


def figures(town: Town) -> dict[str, int]:
    """What the municipality's own store counts, asked past the region."""
    with town.store.read() as work:
        board = work.views.daily.board(system(town.profile.code))
    return {str(level): board.matters.get(level, 0) + board.risks.get(level, 0) for level in Level}


def test_each_municipality_that_gave_a_key_is_seen_with_its_own_figures(
    three: list[Town], centre: TestClient, path: Path
) -> None:
    quiet, burning, _ = three
    listed(path, quiet.entry(quiet.grant()), burning.entry(burning.grant()))
    found = told(centre)
    assert list(found) == [BURNING, QUIET], "what burns most comes first"
    for town in (quiet, burning):
        own = found[town.profile.code]["summary"]
        assert own["title"] == town.profile.title
        assert {str(level): own["matters"].get(level, 0) + own["risks"].get(level, 0) for level in Level} == figures(
            town
        )
    assert (found[QUIET]["summary"]["posts"]["today"], found[BURNING]["summary"]["posts"]["today"]) == (1, 2)


def test_nothing_but_figures_is_told(three: list[Town]) -> None:
    burning = three[1]
    answer = requests.get(
        f"{burning.address}/api/v1/summary", headers={"Authorization": f"Bearer {burning.grant()}"}, timeout=10
    )
    assert answer.status_code == 200
    for word in ("собаки", "Кирпичной", "школы", "author", "text"):
        assert word not in answer.text


def test_who_gave_no_key_is_not_seen_however_it_is_named(three: list[Town], centre: TestClient, path: Path) -> None:
    quiet = three[0]
    listed(path, quiet.entry(quiet.grant()))
    for name in ("profile", "profiles", "municipality", "code", "who", "scope", "mcu.profile"):
        assert centre.get(URL, params={name: SILENT}).status_code == 422, "a parameter that nobody reads"
    for sent in (
        {"X-Profile": SILENT, "X-MCU-Profile": SILENT, "mcu.profile": SILENT},
        {"X-Forwarded-Host": three[2].address, "Forwarded": f"host={three[2].address}", "Host": SILENT},
        {"X-Original-URL": f"/api/v1/region?profile={SILENT}", "X-Forwarded-User": "system", "Cookie2": SILENT},
    ):
        assert set(told(centre, **sent)) == {QUIET}
    for path_ in (f"{URL}/{SILENT}", f"/{SILENT}{URL}", f"{URL}/../{SILENT}"):
        assert centre.get(path_).status_code in (404, 405)
    page = centre.get(f"/region?profile={SILENT}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert SILENT not in page.text.replace(f"profile={SILENT}", "").replace("«profile»", "")


def test_a_guessed_line_of_the_list_without_a_key_of_its_own_shows_nothing(
    three: list[Town], centre: TestClient, path: Path
) -> None:
    quiet, burning, silent = three
    key = quiet.grant()
    listed(path, silent.entry(key), burning.entry(digest(key)), quiet.entry(key))
    found = told(centre)
    assert {code: each["state"] for code, each in found.items()} == {
        QUIET: State.SEEN, BURNING: State.REFUSED, SILENT: State.REFUSED
    }  # fmt: skip
    assert found[SILENT]["summary"] is None


def test_a_key_of_one_is_none_of_another_nor_of_the_region(three: list[Town], centre: TestClient, path: Path) -> None:
    quiet, burning, _ = three
    key = quiet.grant()
    for address in (burning.address, three[2].address):
        answer = requests.get(f"{address}/api/v1/summary", headers={"Authorization": f"Bearer {key}"}, timeout=10)
        assert answer.status_code == 401
    listed(path, quiet.entry(key))
    centre.cookies.clear()
    assert centre.get(URL, headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_what_was_taken_back_is_gone_at_once_and_stands_in_the_own_journal(
    three: list[Town], centre: TestClient, path: Path
) -> None:
    quiet, burning, _ = three
    listed(path, quiet.entry(quiet.grant()), burning.entry(burning.grant()))
    assert told(centre)[QUIET]["state"] == State.SEEN
    quiet.revoke()
    found = told(centre)
    assert (found[QUIET]["state"], found[QUIET]["summary"]) == (State.REFUSED, None)
    assert "отозван" in str(found[QUIET]["said"])
    assert found[BURNING]["state"] == State.SEEN
    for town, done in ((quiet, ["key.revoke", "key.add"]), (burning, ["key.add"])):
        with town.store.read() as work:
            entries = work.journal.find(system(town.profile.code), JournalQuery(limit=50)).entries
        assert [each.action for each in entries if each.action.startswith("key.")] == done


def test_a_key_that_expired_shows_nothing(three: list[Town], centre: TestClient, path: Path) -> None:
    quiet = three[0]
    listed(path, quiet.entry(quiet.grant(expires=NOW)))
    assert told(centre)[QUIET]["state"] == State.REFUSED


def test_another_municipality_at_the_same_address_is_never_shown_under_the_name_of_the_first(
    three: list[Town], centre: TestClient, path: Path
) -> None:
    quiet, burning, _ = three
    mixed = Neighbour(QUIET, burning.address, key=burning.grant())
    listed(path, mixed, quiet.entry(quiet.grant()))
    region = Listed(path)
    path.write_text(f'[{QUIET}]\naddress = "{burning.address}"\nkey = "{mixed.key}"\n')
    (found,) = region.ask()
    assert (found.state, found.summary) == (State.STRANGE, None)


def test_a_key_of_one_block_tells_of_that_block_only_and_not_of_the_reports(three: list[Town]) -> None:
    burning = three[1]
    with burning.store.begin() as work:
        found = work.incidents.find(system(burning.profile.code), IncidentQuery()).incidents
        block = next(each.code for each in burning.profile.blocks if each.code not in {one.block for one in found})
        work.indicators.add_inquiry(
            system(burning.profile.code), Inquiry(0, "материалы", NOW.date(), NOW.date(), by="user:head")
        )
    keys = (burning.grant(), burning.grant(name="блок", blocks=frozenset({block})),
            burning.grant(Right.READ_INCIDENTS, name="без отчётов"))  # fmt: skip
    whole, own, bare = (
        requests.get(f"{burning.address}/api/v1/summary", headers={"Authorization": f"Bearer {key}"}, timeout=10).json()
        for key in keys
    )
    assert whole["asked"]["open"] == 1
    assert len(whole["indicators"]) == 9
    for each in (own, bare):
        assert (each["asked"], each["posts"], each["indicators"]) == (None, None, [])
    open_ = [sum(each["matters"].values()) + sum(each["risks"].values()) for each in (whole, bare, own)]
    assert open_ == [2, 2, 0]


def test_a_key_without_the_right_to_incidents_opens_no_summary(three: list[Town]) -> None:
    key = three[0].grant(Right.READ_REPORTS)
    answer = requests.get(f"{three[0].address}/api/v1/summary", headers={"Authorization": f"Bearer {key}"}, timeout=10)
    assert answer.status_code == 403


def test_only_the_observer_of_the_region_sees_the_region(centre: TestClient, ledger: Store) -> None:
    for role in (Role.HEAD, Role.ADMINISTRATOR, Role.COORDINATOR, Role.ANALYST):
        as_(centre, sign(ledger, role, role))
        assert centre.get(URL).status_code == 403, role
        assert centre.get("/region").status_code == 403, role


def test_a_machine_of_the_region_reads_it_by_a_key_of_the_region(
    three: list[Town], centre: TestClient, ledger: Store, path: Path
) -> None:
    quiet = three[0]
    listed(path, quiet.entry(quiet.grant()))
    with ledger.begin() as work:
        work.accounts.add_key(PROFILE.code, Key("витрина", digest("x" * 40), frozenset({Right.READ_REGION})))
    centre.cookies.clear()
    answer = centre.get(URL, headers={"Authorization": f"Bearer {'x' * 40}"})
    assert [each["state"] for each in answer.json()["municipalities"]] == [State.SEEN]


def test_the_list_holds_keys_for_its_owner_only(three: list[Town], centre: TestClient, path: Path) -> None:
    quiet = three[0]
    listed(path, quiet.entry(quiet.grant()))
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(tomllib.loads(path.read_text())[QUIET]) == {"address", "key"}
    path.chmod(0o644)
    answer = centre.get(URL)
    assert answer.status_code >= 500
    assert quiet.address not in answer.text


def test_the_page_links_each_figure_to_the_municipality_itself(
    three: list[Town], centre: TestClient, path: Path
) -> None:
    quiet, burning, _ = three
    listed(path, quiet.entry(quiet.grant()), burning.entry(burning.grant()))
    text = centre.get("/region", headers={"Accept": "text/html"}).text
    for town in (quiet, burning):
        assert f'href="{town.address}/incidents?level=critical"' in text
        assert f'href="{town.address}/reports/indicators"' in text
        assert town.profile.title in text
    assert text.index(burning.profile.title) < text.index(quiet.profile.title)
    assert "Bearer" not in text


def test_what_is_away_is_said_and_hides_nobody(three: list[Town], centre: TestClient, path: Path) -> None:
    quiet = three[0]
    gone = Neighbour("khislavichi", "http://127.0.0.1:9", key="x")
    listed(path, quiet.entry(quiet.grant()), gone)
    found = told(centre)
    assert (found[QUIET]["state"], found["khislavichi"]["state"]) == (State.SEEN, State.AWAY)
    text = centre.get("/region", headers={"Accept": "text/html"}).text
    assert "не отвечает" in text
    assert "1 муниципалитет из 2" in text


def test_nothing_that_a_neighbour_writes_changes_a_figure_of_another(three: list[Town]) -> None:
    quiet, burning, silent = three
    key = quiet.grant()

    def seen() -> object:
        # A service of its own each time: nothing that was counted before is remembered.
        with served(quiet.services()) as address:
            answer = requests.get(f"{address}/api/v1/summary", headers={"Authorization": f"Bearer {key}"}, timeout=10)
        return answer.json()

    before = seen()
    for town in (burning, silent):
        scope = system(town.profile.code)
        town.receive("опасно провод у школы", "яма на Заречной", "нет тепла на Кирпичной", "опасно лёд у дома")
        with town.store.begin() as work:
            work.indicators.add_inquiry(scope, Inquiry(0, "материалы", NOW.date(), NOW.date(), by="user:head"))
            work.indicators.put(scope, Figure("training", NOW.year, 0, plan=10.0, fact=3.0), NOW)
            work.measures.add(scope, Measure(0, "провод", town.profile.fallback, NOW, due=NOW.date()))
    assert seen() == before
