"""Answers of an incident on its page."""

import pytest
from fastapi.testclient import TestClient

from store.ledger import Store
from tests.unit.api.web.desk import MATTER, send, shown, stands
from tests.unit.api.web.reading import Seen


@pytest.fixture
def start(grouped_posts: str) -> str:
    return grouped_posts


def test_an_answer_that_was_given_to_many_posts_stands_there_once(monitor: TestClient, ledger: Store) -> None:
    same, other = "Свет дадут 1 декабря, сообщает РЭС.", "Столб заменят 5 декабря, сообщает РЭС."
    for number in range(3):
        form = {"text": same, "platforms": ["vk", "ok"][number % 2], "links": f"https://vk.com/wall-1_{number}"}
        send(monitor, ledger, MATTER, "answers", final="yes", **form)
    send(monitor, ledger, MATTER, "answers", text=other, final="yes")
    send(monitor, ledger, MATTER, "answers", text=same, final="no")
    told = shown(monitor, MATTER).text
    assert told.count(f">{same}</p>") == 2  # for good, and on the way
    assert told.count(f">{other}</p>") == 1
    assert "ответ на 3 сообщения" in told
    assert "ответ на 1 сообщение" not in told
    assert [f'href="https://vk.com/wall-1_{number}"' in told for number in range(3)] == [True] * 3
    assert 'id="answers">Ответы <span class="count">3</span>' in told
    words = Seen(told).text
    assert "ВКонтакте Одноклассники" in words
    (last,) = [each.id for each in stands(ledger, MATTER).answers if each.links == ("https://vk.com/wall-1_2",)]
    assert f'action="/incidents/{MATTER}/answers/{last}/links"' in told
