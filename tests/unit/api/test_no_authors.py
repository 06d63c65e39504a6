"""Nobody is searched for, listed or exported by who he is (59-ФЗ, ст. 6): the description, every route, every column.

The posts of these tests have authors. Their pseudonyms are kept in one column of one table and leave it for nowhere.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api import create_app
from api.app import PREFIX
from api.services import Services, Streams
from core.accounts import Role
from core.campaigns import CampaignQuery
from core.cases import CaseQuery
from core.flags import FlagQuery
from core.incidents import IncidentQuery, Order
from core.measures import MeasureQuery
from core.scope import system
from runtime.cli import COMMANDS, loaded
from store.ledger import Store
from store.tables import metadata
from tests.unit.api.conftest import PROFILE
from tests.unit.api.life import live
from tests.unit.api.papers import PAPERS
from tests.unit.api.web.reading import enter

AUTHORS = ("a1" * 16, "b2" * 16)
PERSON = re.compile(r"author|sender|owner|nick|pseudonym|resident|person|writer|from_id|автор|житель|^user|_user|login")
ORDER = re.compile(r"^(sort|order|group|facet|aggregate|distinct)")
SCOPE = system(PROFILE.code)
UNMADE = ("/answer/", "/exchange/", "/registers/", "/pages/")
"""Of these nothing is made here: the tests of their own rooms read them."""
QUERIES = [FlagQuery, IncidentQuery, CampaignQuery, MeasureQuery, CaseQuery]
DESCRIBED = create_app(None).openapi()  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def authored(ledger: Store, given: Services) -> None:
    """Two residents write; their matter goes all the way, so that every table has rows."""
    live(ledger, given, *AUTHORS)


def names(node: Any) -> set[str]:
    """All names of properties and parameters in a description."""
    if isinstance(node, list):
        return set().union(*map(names, node))
    if not isinstance(node, dict):
        return set()
    own = set(node.get("properties", {})) | ({node["name"]} if "in" in node and "name" in node else set())
    return own.union(*map(names, node.values()))


def queries() -> Iterator[tuple[str, str]]:
    """Every query parameter of every route: path, name."""
    yield from (pair for method in ("get", "post", "put", "patch", "delete") for pair in asked_by(method))


def asked_by(method: str) -> Iterator[tuple[str, str]]:
    """The query parameters of one method."""
    for path, operations in DESCRIBED["paths"].items():
        for operation in (found for name, found in operations.items() if name == method):
            for each in operation.get("parameters", []):
                if each["in"] == "query":
                    yield path, each["name"]


def test_no_parameter_field_or_order_of_the_api_names_a_person() -> None:
    described = names(DESCRIBED)
    assert len(described) > 150
    assert {"decided_by", "place", "applicant"} <= described
    assert [name for name in sorted(described) if PERSON.search(name.lower())] == []
    # By danger or by the nearest term; there is no other order.
    assert [pair for pair in queries() if ORDER.search(pair[1].lower())] == [("/api/v1/incidents", "order")]
    assert {each.value for each in Order} == {"danger", "due"}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.__name__)
def test_no_query_of_the_rules_has_a_field_for_a_person(query: type[Any]) -> None:
    assert [each.name for each in fields(query) if PERSON.search(each.name)] == []


def commands(command: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of the program with its words."""
    if hasattr(command, "commands"):
        for name, each in command.commands.items():
            yield from commands(each, f"{before} {name}".strip())
    else:
        yield before, command


def test_no_command_takes_a_resident() -> None:
    """`mcu user` keeps those who sign in; they are officers, and no resident is one. `mcu forget` deletes what one
    wrote who demands it (152-ФЗ), by a post that he shows, and lists nothing."""
    found = {name: each for word in COMMANDS for name, each in commands(loaded(word), word)}
    assert {"posts export", "flags", "import"} <= set(found)
    words = {(name, option) for name, command in found.items() for each in command.params for option in each.opts}
    assert [pair for pair in words if PERSON.search(pair[1].lstrip("-")) and not pair[0].startswith("user ")] == [
        ("forget", "--author-of")
    ]
    exports = {name: {option for each in command.params for option in each.opts} for name, command in found.items()}
    assert exports["posts export"] == {"--source"}


@pytest.fixture
def reading(given: Services, api: TestClient) -> Callable[..., Any]:
    """Ask any reading route; the stream of events ends soon."""
    # A document of acts as its words: what is packed could hide a pseudonym.
    told = replace(given, papers=PAPERS, acts=lambda act: repr(act).encode(), streams=Streams(every=0.01, lasts=0.05))
    client = TestClient(create_app(told))
    client.headers.update(api.headers)
    return client.get


def addresses(api: TestClient) -> list[str]:
    """Every reading route, on things that are there: the cards, posts, incidents and campaigns of these residents."""
    flags = api.get(f"{PREFIX}/flags").json()["flags"]
    incidents = api.get(f"{PREFIX}/incidents").json()["incidents"]
    campaigns = api.get(f"{PREFIX}/campaigns").json()["campaigns"]
    things = {
        "{flag_id}": [str(each["id"]) for each in flags],
        "{platform}/{source}/{message}": [f"vk/wall/{number}" for number in (50, 51, 52)],
        "{incident_id}": [str(each["id"]) for each in incidents],
        "{campaign_id}": [str(each["id"]) for each in campaigns],
        "{token}": ["x"],
        "{report_id}/file.{kind}": ["1/file.docx", "1/file.pdf"],
        "rating/file.{kind}": ["rating/file.xlsx"],
        "indicators/file.{kind}": ["indicators/file.csv"],
    }
    assert min(map(len, things.values())) >= 1
    found = []
    for path, operations in DESCRIBED["paths"].items():
        if "get" in operations:
            filled = [path]
            for name, values in things.items():
                if name in path:
                    filled = [path.replace(name, value) for value in values]
            # Others by the number that the first of anything has.
            found += [re.sub(r"{\w+}", "1", each) for each in filled]
    return found


def test_no_route_gives_a_pseudonym(api: TestClient, reading: Callable[..., Any]) -> None:
    asked = addresses(api)
    assert len(asked) >= 20
    for address in asked:
        answer = reading(address, params={"after": 0} if address.endswith("/events") else {})
        found = answer.status_code == 200 or any(part in address for part in UNMADE)
        assert found, (address, answer.text)
        assert not any(author in answer.text for author in AUTHORS), address


def test_asking_for_an_author_under_any_name_is_refused(api: TestClient, reading: Callable[..., Any]) -> None:
    wanted = dict.fromkeys(("author", "author_id", "user", "sender", "from_id"), AUTHORS[0])
    wanted |= dict.fromkeys(("sort", "order_by", "group_by", "facet"), "author")
    for path in ("/flags", "/incidents", "/proposals", "/campaigns", "/campaigns/notices", "/sources"):
        assert reading(PREFIX + path).status_code == 200
        for name, value in wanted.items():
            asked = reading(PREFIX + path, params={name: value})
            assert asked.status_code == 422, (path, name)
            assert asked.json()["detail"] == f"параметр не понят: «{name}»"


NOTHING = "Сообщений за эти дни нет."


def test_no_filter_finds_by_a_pseudonym(reading: Callable[..., Any]) -> None:
    finding = [pair for pair in asked_by("get") if pair[1] not in {"limit", "after"}]
    assert len(finding) >= 20
    for path, name in finding:
        answer = reading(path, params={name: AUTHORS[0]})
        if path.endswith("/paper"):
            assert answer.status_code == 422 or NOTHING in answer.text, (path, name, answer.text)
            continue
        lists = [each for each in answer.json().values() if isinstance(each, list)] if answer.status_code != 422 else []
        assert not any(lists), (path, name, answer.text)


def test_no_page_shows_a_pseudonym(browser: TestClient, person: Callable[..., str], ledger: Store) -> None:
    person(Role.HEAD)
    assert enter(browser).status_code == 303
    with ledger.read() as work:
        cards = [flag.id for flag in work.flags.find(SCOPE, FlagQuery()).flags if flag.post.author]
    assert len(cards) == 3
    pages = ["/queue?status=all", "/sources", *(f"/cards/{number}" for number in cards)]
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        assert not any(author in answer.text for author in AUTHORS), page


def test_a_pseudonym_stands_in_one_column_of_one_table(ledger: Store) -> None:
    """What alerts, notices, links and journals are made of knows no author either."""
    with ledger.read() as work:
        connection = work.posts._connection  # all tables, as no query of ours reads them
        held = {
            (name, column)
            for name, table in metadata.tables.items()
            for row in connection.execute(select(table)).mappings()
            for column, value in row.items()
            if any(author in str(value) for author in AUTHORS)
        }
        filled = {
            name for name, table in metadata.tables.items() if connection.execute(select(table)).first() is not None
        }
    assert held == {("posts", "author")}
    assert {"incidents", "steps", "answers", "journal", "notices", "campaigns", "tasks", "search"} <= filled
