"""The stand-in answers as VK's public schema says (where ../shared has it): a test of the tests."""

import json
from functools import cache
from pathlib import Path

import pytest

from tests.peers.vk_boards import add_board, add_events, add_search

SCHEMA = Path(__file__).parents[5] / "shared" / "peers" / "vk" / "schema"
KINDS = {"integer": int, "string": str, "boolean": bool, "array": list, "object": dict, "number": (int, float)}
ANSWERS = {
    "wall.get": ("wall", "wall_get_response"),
    "wall.getById": ("wall", "wall_getById_response"),
    "wall.getComments": ("wall", "wall_getComments_response"),
    "board.getTopics": ("board", "board_getTopics_response"),
    "board.getComments": ("board", "board_getComments_response"),
    "newsfeed.search": ("newsfeed", "newsfeed_search_response"),
    "groups.getLongPollServer": ("groups", "groups_getLongPollServer_response"),
}
EXTRA = {"current_level_count"}


@cache
def definitions(path: str):
    return json.loads((SCHEMA / path).read_text(encoding="utf-8"))["definitions"]


def wrong(value, node, path="", depth=0):
    """What of a value is not as the schema says: the parts of JSON schema that VK uses."""
    if "$ref" in node:
        file, _, name = node["$ref"].removeprefix("../").partition("#/definitions/")
        yield from wrong(value, definitions(file)[name], path, depth + 1)
    for part in node.get("allOf", ()):
        yield from wrong(value, part, path, depth + 1)
    kind = node.get("type")
    kinds = [KINDS[each] for each in ([kind] if isinstance(kind, str) else kind or ()) if each in KINDS]
    if kinds and not any(isinstance(value, each) for each in kinds):
        yield f"{path}: {type(value).__name__}, not {kind}"
        return
    for name, each in node.get("properties", {}).items() if isinstance(value, dict) else ():
        if name in value:
            yield from wrong(value[name], each, f"{path}/{name}", depth + 1)
        elif each.get("required") is True:
            yield f"{path}: no {name}"
    if isinstance(value, list) and "items" in node:
        for place, each in enumerate(value):
            yield from wrong(each, node["items"], f"{path}/{place}", depth + 1)


@pytest.fixture
def answers(vk, wall):
    board = add_board(vk, wall)
    add_search(vk)
    add_events(vk)
    post = wall.publish("вода", is_pinned=1, marked_as_ads=1)
    comment = wall.comment(post, "к")
    wall.comment(post, "о", to=comment)
    topic = board.open("тема")
    board.write(topic, "к")
    owner = {"owner_id": str(wall.owner), "group_id": str(-wall.owner)}
    return {
        "wall.get": owner,
        "wall.getById": {"posts": f"{wall.owner}_{post}"},
        "wall.getComments": {**owner, "post_id": str(post), "thread_items_count": "10"},
        "board.getTopics": owner,
        "board.getComments": {**owner, "topic_id": str(topic)},
        "newsfeed.search": {"q": "вода"},
        "groups.getLongPollServer": owner,
    }


@pytest.mark.skipif(not SCHEMA.is_dir(), reason="../shared is not here: no schema to compare with")
@pytest.mark.parametrize("method", ANSWERS)
def test_the_stand_in_answers_as_the_schema_says(vk, answers, method):
    section, name = ANSWERS[method]
    status, body = vk.respond(method, {"access_token": "user-token", **answers[method]})
    assert status == 200
    node = definitions(f"{section}/responses.json")[name]
    assert list(wrong(json.loads(body), node)) == []


@pytest.mark.skipif(not SCHEMA.is_dir(), reason="../shared is not here: no schema to compare with")
def test_the_comparison_can_fail():
    node = definitions("wall/responses.json")["wall_get_response"]
    assert list(wrong({"response": {"count": "1", "items": [{"date": "x"}]}}, node)) != []
