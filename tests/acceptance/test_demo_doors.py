"""By the sign-ins that the demo prints every page of it is seen."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from api import create_app
from runtime import services
from runtime.commands import demo
from runtime.founding import init
from runtime.settings import Settings
from runtime.wiring import open_house
from tests.unit.api.web.reading import enter


def test_by_the_printed_sign_ins_every_page_is_seen(tmp_path: Path, installed: dict[str, str]) -> None:
    settings = Settings(home=tmp_path, **installed)  # type: ignore[arg-type]  # texts
    init(settings, demo.PROFILE)
    house = open_house(settings)
    try:
        seen: dict[str, set[str]] = {}
        for line in demo.sign_ins(house):
            said = re.match(r"Вход: логин (\S+), пароль (\S+) — ", line)
            assert said, line
            client = TestClient(create_app(services.make(house)), base_url="http://testserver")
            enter(client, said[1], said[2])
            page = client.get("/profile")
            links = set(re.findall(r'<a href="(/[a-z/]+)"', page.text.partition("</nav>")[0]))
            seen[said[1]] = {link for link in links if client.get(link).status_code == 200}
            assert seen[said[1]] == links, said[1]
        assert {"/queue", "/incidents", "/map", "/search"} <= seen["monitor"]
        assert {"/journal", "/users", "/model", "/marking"} <= seen["admin"]
        assert seen["monitor"] | seen["admin"] == seen["admin"] | {"/intake"}
    finally:
        house.store.close()
