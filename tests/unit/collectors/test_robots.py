"""robots.txt: the rules of RFC 9309, and a visitor that keeps to them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from collectors.public import Limits, Public
from collectors.robots import KEPT, Robots, read
from core.errors import Denied, Transient
from tests.peers.pages import Pages, Reply

EXAMPLE = """
# words before any group: Disallow: /
Disallow: /lost
User-agent: *
Disallow: /private
Allow: /private/open  # longer
Disallow: /*.pdf$
Disallow: /search?*q=
Crawl-delay: 5

User-Agent: OtherBot
User-Agent: Third/2.0
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("", True),
        ("/lost", True),
        ("/private", False),
        ("/privateer", False),
        ("/private/open/x", True),
        ("/file.pdf", False),
        ("/file.pdf?x=1", True),
        ("/search?a=1&q=2", False),
        ("/search", True),
    ],
)
def test_the_longest_rule_that_fits_decides(path: str, allowed: bool) -> None:
    assert read(EXAMPLE).allow(f"https://site.example{path}") is allowed


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("<html>404</html>", "/x", True),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /\nUser-agent: mcu-monitor\nAllow: /", "/x", True),
        ("User-agent: *\nAllow: /\nUser-agent: MCU-Monitor/1.0\nDisallow: /x", "/x", False),
        ("User-agent: mcu-monitor\nDisallow: /a\nUser-agent: b\nAllow: /\nUser-agent: mcu-monitor\nDisallow: /x", "/x", 0),  # noqa: E501
        ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),
        ("User-agent: *\nDisallow: /новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", False),
        ("User-agent: *\nDisallow: /%D0%BD", "/н", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("user-agent:*\ndisallow:/x", "/x", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-b-c", False),
    ],
)  # fmt: skip
def test_files_as_sites_write_them(text: str, path: str, allowed: bool) -> None:
    assert read(text).allow(f"https://site.example{path}") is bool(allowed)


class Clock:
    """Moves when it is told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def now(self) -> float:
        return self.at


@pytest.fixture
def site() -> Iterator[Pages]:
    made = Pages(
        lambda path, headers: Reply(302, headers={"Location": "/shut"}) if path == "/hop" else Reply(body=b"x")
    )
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visitor(site: Pages, clock: Clock) -> Public:
    return Public("сайт", internal=True, limits=Limits(gap=0, timeout=3), robots=Robots(clock.now))


def test_a_page_that_is_kept_from_programs_is_denied_before_it_is_asked_for(site: Pages, visitor: Public) -> None:
    site.robots = Reply(body=b"User-agent: *\nDisallow: /shut")
    with pytest.raises(Denied, match=r"не разрешает программам читать эту страницу \(robots.txt\)"):
        visitor.get(f"{site.url}/shut", "page")
    assert site.asked == []
    assert visitor.get(f"{site.url}/open", "page").body == b"x"
    with pytest.raises(Denied, match="robots"):
        visitor.get(f"{site.url}/hop", "page")
    assert [path for path, _ in site.asked] == ["/open", "/hop"]


def test_a_file_is_asked_for_once_a_day(site: Pages, visitor: Public, clock: Clock) -> None:
    visitor.get(f"{site.url}/shut", "page")
    site.robots = Reply(body=b"User-agent: *\nDisallow: /shut")
    visitor.get(f"{site.url}/shut", "page")
    clock.at += KEPT + timedelta(seconds=1).total_seconds()
    with pytest.raises(Denied):
        visitor.get(f"{site.url}/shut", "page")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_the_file_forbids_nothing(site: Pages, visitor: Public, status: int) -> None:
    site.robots = Reply(status)
    assert visitor.get(f"{site.url}/shut", "page").body == b"x"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_say_is_asked_later(site: Pages, visitor: Public, status: int) -> None:
    site.robots = Reply(status)
    with pytest.raises(Transient):
        visitor.get(f"{site.url}/shut", "page")
    assert site.asked == []
    site.robots = Reply(404)
    assert visitor.get(f"{site.url}/shut", "page").body == b"x"


def test_the_file_of_the_own_network_is_not_asked_for_either(site: Pages) -> None:
    with pytest.raises(Denied, match="MCU_SITE_INTERNAL"):
        Public("сайт", limits=Limits(gap=0), robots=Robots()).get(f"{site.url}/open", "page")
    assert site.asked == []
