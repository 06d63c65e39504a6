"""The application of a phone, packing, and the token that is another string each time."""

import json
import re

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.veils import unveil, veil
from api.web.files import FOLDER
from tests.unit.api.web.reading import field


def test_the_manifest_is_complete_and_open_to_all(browser: TestClient) -> None:
    answer = browser.get("/manifest.webmanifest")
    told = json.loads(answer.text)
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (told["start_url"], told["display"], told["lang"]) == ("/queue", "standalone", "ru")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    for icon in told["icons"]:
        assert browser.get(icon["src"]).headers["content-type"] == "image/png"
    assert '<link rel="manifest" href="/manifest.webmanifest">' in browser.get("/login").text


def test_the_worker_keeps_files_that_there_are_and_nothing_but_the_shell(browser: TestClient) -> None:
    answer = browser.get("/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    shell = re.search(r"const SHELL = (\[.*?\]);", answer.text)
    assert shell
    files = json.loads(shell[1])
    assert all(address.startswith("/assets/") for address in files)
    assert [address for address in files if browser.get(address).status_code != 200] == []


def test_the_page_without_a_connection_needs_no_script_and_no_data() -> None:
    text = (FOLDER / "offline.html").read_text(encoding="utf-8")
    assert "Нет связи" in text
    assert "<script" not in text
    assert "style=" not in text


def test_pages_are_packed_and_events_are_not(monitor: TestClient) -> None:
    packed = monitor.get("/queue", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-security-policy" in packed.headers
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "Cookie" in packed.headers["vary"]
    assert "content-encoding" not in monitor.get("/queue", headers={"Accept-Encoding": "identity"}).headers


@given(st.text(min_size=0, max_size=80))
def test_a_veiled_token_is_another_string_each_time_and_comes_back(token: str) -> None:
    assert unveil(veil(token)) == token
    if len(token) > 8:
        assert veil(token) != veil(token)


@given(st.text(max_size=120))
def test_what_is_no_veiled_token_never_breaks_the_check(given_: str) -> None:
    assert isinstance(unveil(given_), str)
    assert isinstance(unveil("~" + given_), str)


def test_no_two_pages_show_the_same_token(monitor: TestClient) -> None:
    assert field(monitor.get("/queue"), "csrf") != field(monitor.get("/queue"), "csrf")
