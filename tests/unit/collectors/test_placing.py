"""Links of placed answers are opened, and nothing of the own network is."""

import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from collectors.placing import LIMITS, Placed
from core.answers.placing import Standing
from tests.peers.pages import Pages, Reply

QUICK = replace(LIMITS, timeout=0.5, whole=1, largest=100_000, gap=0)
PAGE = "<html><head><title>Ответ администрации</title></head><body>Яму засыпали.</body></html>".encode()
VK_GONE = "<html><head><title>Запись удалена | ВКонтакте</title></head></html>".encode()
TALK = "<html><head><title>Новости</title></head><body>Запись удалена, пишут жители</body></html>".encode()


@pytest.fixture
def site() -> Iterator[Pages]:
    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        found = {
            "/here": Reply(body=PAGE),
            "/": Reply(body=PAGE),
            "/vk-gone": Reply(body=VK_GONE),
            "/talk": Reply(body=TALK),
            "/410": Reply(410),
            "/login": Reply(401),
            "/busy": Reply(429, headers={"Retry-After": "60"}),
            "/broken": Reply(503),
            "/moved": Reply(301, headers={"Location": "/here"}),
            "/home": Reply(302, headers={"Location": "/"}),
            "/round": Reply(302, headers={"Location": "/round"}),
            "/large": Reply(body=b"x" * 200_000),
            "/slow": Reply(body=PAGE, stall=1.5),
            "/out": Reply(302, headers={"Location": f"http://127.0.0.1:{other}/secret"}),
            "/file": Reply(302, headers={"Location": "file:///etc/passwd"}),
        }
        return found.get(path, Reply(404))

    # Nobody listens there: the refusal must not tell that.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        other = free.getsockname()[1]
        made = Pages(answer)
        yield made
        made.close()


@pytest.mark.parametrize(
    ("path", "standing", "reason"),
    [
        ("/here", Standing.PLACED, ""),
        ("/moved", Standing.PLACED, ""),
        ("/talk", Standing.PLACED, ""),
        ("/large", Standing.PLACED, ""),
        ("/", Standing.PLACED, ""),
        ("/vk-gone", Standing.GONE, ""),
        ("/410", Standing.GONE, ""),
        ("/404", Standing.GONE, ""),
        ("/login", Standing.UNKNOWN, "требует входа"),
        ("/busy", Standing.UNKNOWN, "обращаться реже"),
        ("/broken", Standing.UNKNOWN, "не отвечает"),
        ("/home", Standing.UNKNOWN, "главную страницу"),
        ("/round", Standing.UNKNOWN, "перенаправляет"),
        ("/slow", Standing.UNKNOWN, "нет связи"),
        ("/out", Standing.UNKNOWN, "внутренней сети"),
        ("/file", Standing.UNKNOWN, "http и https"),
    ],
)
def test_what_stands_behind_a_link(site: Pages, path: str, standing: Standing, reason: str) -> None:
    seen = Placed([site.url], QUICK)(site.url + path)
    assert (seen.standing, reason in seen.reason) == (standing, True)
    assert bool(seen.reason) is (standing is Standing.UNKNOWN)


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:{port}/here",
        "http://localhost:{port}/here",
        "http://0.0.0.0:{port}/here",
        "http://[::ffff:127.0.0.1]:{port}/here",
        "http://2130706433:{port}/here",
        "http://user@127.0.0.1:{port}/here",
        "ftp://127.0.0.1:{port}/here",
        "javascript:alert(1)",
        "http://[",
        "http://",
    ],
)
def test_nothing_of_the_own_network_is_asked_and_no_link_breaks_the_control(site: Pages, link: str) -> None:
    seen = Placed(limits=QUICK)(link.format(port=site.url.rpartition(":")[2]))
    assert seen.standing is Standing.UNKNOWN
    assert seen.reason
    assert site.asked == []


def test_a_named_address_lets_in_no_other_port(site: Pages) -> None:
    seen = Placed([site.url[:-1]], QUICK)(f"{site.url}/here")
    assert (seen.standing, site.asked) == (Standing.UNKNOWN, [])


def test_a_dead_server_is_no_gone_publication(site: Pages) -> None:
    site.close()
    assert Placed([site.url], QUICK)(f"{site.url}/here").standing is Standing.UNKNOWN
