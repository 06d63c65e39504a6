"""Each refusal of VK, each odd answer and each broken line has one fate, through the real vk_api."""

from datetime import timedelta

import pytest

from collectors.vk import walls
from collectors.vk.client import VkClient
from collectors.vk.collector import VkCollector
from core.errors import Denied, McuError, Poison, Transient
from tests.peers.vk import CUT, TORN
from tests.unit.collectors.vk.kept import FLOODS, Kept, client_of

CODES = [
    *((code, Transient) for code in (1, 6, 9, 10, 29)),
    *((code, Denied) for code in (5, 7, 14, 15, 17, 18, 19, 27, 28, 30, 203, 212)),
    *((code, Poison) for code in (3, 8, 100, 113, 9999)),
]


@pytest.mark.parametrize(("code", "fate"), CODES)
@pytest.mark.parametrize("method", ["wall.get", "wall.getById", "groups.getById"])
def test_each_error_code_has_its_fate(client, vk, wall, code, fate, method):
    if method == "groups.getById" and code in (100, 113):
        fate = Denied  # there is no such community
    call = {
        "wall.get": lambda: walls.page(client, wall.owner),
        "wall.getById": lambda: list(walls.posts(client, wall.owner, [1])),
        "groups.getById": lambda: walls.group(client, "selo"),
    }[method]
    vk.fail(method, code, times=FLOODS + 1)
    with pytest.raises(McuError, match="ВКонтакте") as caught:
        call()
    assert isinstance(caught.value, fate)
    assert vk.called(method) == (FLOODS + 1 if code == 6 else 1), "only a flood is waited out, and not for ever"


def test_a_request_that_vk_does_not_understand_stops_the_source(kept, vk, wall):
    vk.fail("wall.get", 100)
    with pytest.raises(Denied, match="неверный параметр"):
        kept.read()


def test_the_daily_limit_waits_long(client, vk, wall):
    vk.fail("wall.get", 29)
    with pytest.raises(Transient) as caught:
        walls.page(client, wall.owner)
    assert caught.value.wait >= timedelta(hours=1)


@pytest.mark.parametrize(("code", "fate"), [(6, Transient), (15, Denied), (27, Denied)])
def test_errors_of_comments(client, vk, wall, code, fate):
    post = wall.publish("а")
    vk.fail("wall.getComments", code, times=FLOODS + 1)
    with pytest.raises(fate):
        list(walls.comments(client, wall.owner, post))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b""),
        (503, b"<html>"),
        (404, b""),
        (429, b""),
        (200, b"<html>blocked</html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"error": "x"}'),
        (200, b""),
        (200, b'{"response": null}'),
        (200, b'{"response": {"count": 3}}'),
        (200, b'{"response": {"count": 1, "ite'),
        (CUT, b""),
        (TORN, b'{"response": '),
    ],
)
def test_odd_answers_pass(client, vk, wall, status, body):
    vk.answer("wall.get", status, body, times=5)
    with pytest.raises(Transient):
        walls.page(client, wall.owner)
    assert vk.called("wall.get") <= 2


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_does_not_take_the_token_along(client, vk, wall, status):
    vk.answer("wall.get", status, b"")
    with pytest.raises(Transient):
        walls.page(client, wall.owner)
    assert [name for name, _ in vk.calls] == ["wall.get"]


def test_a_proxy_of_the_environment_is_not_used(vk, wall, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = VkClient("token", url=vk.url, rate=1000, timeout=2, retries=0)
    assert walls.page(client, wall.owner).total == 0


def test_one_bad_gateway_is_overcome(client, vk, wall):
    wall.publish("а")
    vk.answer("wall.get", 502, b"")
    assert len(walls.page(client, wall.owner).items) == 1


def test_nobody_there_is_transient():
    client = VkClient("token", url="http://127.0.0.1:9", rate=1000, timeout=0.5, retries=1, backoff=0)
    with pytest.raises(Transient, match="нет связи"):
        walls.page(client, -1)


def test_an_unknown_community_is_denied(kept, client, door, clock):
    stranger = Kept(VkCollector(client=client, door=door, clock=clock), "nobody")
    with pytest.raises(Denied, match="nobody"):
        stranger.read()


def test_calls_are_spread_before_they_are_made(vk):
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    wall = vk.wall("x")
    client = VkClient("token", url=vk.url, rate=3, clock=lambda: now[0], sleep=sleep)
    for _ in range(7):
        walls.page(client, wall.owner)
    assert now[0] == pytest.approx(2.0)
    assert len(slept) == 6


def test_the_token_travels_in_the_body_and_the_version_is_named(client, wall, vk):
    walls.page(client, wall.owner)
    assert vk.calls[0][1]["access_token"] == "token"
    assert vk.calls[0][1]["v"] == "5.199"


def test_a_captcha_stops_the_source_whatever_it_brings_along(client, vk, wall):
    vk.fail("wall.get", 14, captcha_sid="1", captcha_img="https://example.org/captcha")
    with pytest.raises(Denied, match="код с картинки"):
        walls.page(client, wall.owner)
    assert vk.called("wall.get") == 1, "nobody waits for a person"


def test_error_6_without_end_has_an_end(vk, wall):
    vk.fail("wall.get", 6, times=1000)
    slept = []
    with pytest.raises(Transient, match="слишком много запросов"):
        walls.page(client_of(vk.url, floods=4, sleep=slept.append), wall.owner)
    assert vk.called("wall.get") == 5
    assert sum(slept) < 30
