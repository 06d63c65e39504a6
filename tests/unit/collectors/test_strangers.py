"""Inputs that a stranger made: nothing in them stops an import, and nothing of a person comes out of it."""

import asyncio
import json

import pytest

from collectors import replay, signs
from collectors.door import Door
from collectors.telegram.client.line import Line
from collectors.vk.mapping import Wall
from collectors.vk.mapping import to_post as vk_post
from core.errors import BadInput, Transient
from core.ports import Open
from core.posts import Platform
from core.privacy import Pseudonyms
from nlp.masks import mask
from tests.unit.collectors.conftest import NOW

ROW = {"platform": "vk", "source": "selo", "id": 1, "date": 1767225600, "text": "Нет воды"}
HALF = "\ud800"
NAME, PHONE, MAIL = "Заозёрский Евлампий", "8 921 555-44-33", "evlampy@example.org"
DOOR = Door(Pseudonyms(b"k" * 32), mask)


@pytest.fixture
def read(tmp_path):
    def reading(content: str | bytes, name: str = "wall.jsonl", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (found,) = replay.read(path, door=DOOR, now=NOW, **options)
        return found

    return reading


def line(**changed: object) -> str:
    return json.dumps(ROW | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"author": HALF},
        {"source": HALF},
        {"id": HALF},
        {"attachments": [{"kind": HALF, "title": HALF}]},
        {"copy_of": {"source": HALF, "id": HALF}},
        {"reactions": {HALF: 1}},
        {HALF: HALF},
        {"url": f"https://vk.com/{HALF}"},
        {"views": HALF, HALF: 5},
        {"date": HALF},
        {"platform": HALF},
        {"type": HALF},
    ],
    ids=range(12),
)
def test_half_a_surrogate_is_stored_like_all_else(read, changed):
    repr(read(line(**changed))).encode()
    found = read(line(**changed))
    for refusal in found.refused:
        (refusal.reason + refusal.field + refusal.payload).encode()
    assert len(found.posts) + len(found.refused) == 1


@pytest.mark.parametrize("field", ["date", "platform", "type", "id", "views", "edited", "url"])
@pytest.mark.parametrize("said", [NAME, PHONE, MAIL])
def test_a_refusal_quotes_nobody(read, field, said):
    assert said not in repr(read(line(**{field: [said] if field == "id" else said})))


@pytest.mark.parametrize("author", ["Иван\u00a0Петров", "я" * 5000, 1.5, True, "a\tb\n", 7])
def test_an_author_is_any_constant_sign(read, author):
    found = read(line(author=author))
    assert len(found.posts[0].author) == 26
    assert not read(line(author=[1])).posts


def test_reactions_and_attachments_are_signs_only(read):
    post = read(
        line(
            reactions={"👍🏽": 1, "❤️": 2, NAME: 3, "custom:17": 1, "custom:18": 1, "12345678": 4},
            attachments=[{"kind": "photo"}, {"kind": NAME}, {"kind": "a" * 90}, {}],
        )
    ).posts[0]
    assert post.counters.reactions == {"👍🏽": 1, "❤️": 2, "other": 7, "custom": 2}
    assert [each.kind for each in post.attachments] == ["photo", "other", "other", "other"]


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize("source", ["user777123", "id777123", "777123", NAME, "Евлампий", "https://vk.com/id777123"])
def test_the_origin_of_a_person_is_a_pseudonym(read, platform, source):
    origin = read(line(copy_of={"platform": platform, "source": source, "id": 3})).posts[0].origin
    assert origin.source.startswith("user-")
    assert "777123" not in origin.source


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://vk.com/wall-1_2?reply=3&from=evlampy", "https://vk.com/wall-1_2?reply=3"),
        ("https://m.vk.com/selo?w=wall-1_2_r5", "https://vk.com/wall-1_2?reply=5"),
        ("https://vk.com/evlampy", None),
        ("https://vk.com/wall777_5", None),
        ("https://ok.ru/profile/777", None),
        ("https://ok.ru/profile/777/statuses/5", None),
        ("https://ok.ru/group/5/topic/6?st=77", "https://ok.ru/group/5/topic/6"),
        ("https://t.me/novosti/5?comment=7&x=1", "https://t.me/novosti/5?comment=7"),
        ("https://t.me/evlampy", None),
        ("https://example.org/news/5?user=evlampy", "https://example.org/news/5"),
        ("https://example.org/users/evlampy", None),
        ("https://u:p@example.org/news/5", "https://example.org/news/5"),
    ],
)
def test_a_link_leads_to_a_post_and_tells_of_nobody(given, kept):
    assert signs.post_url(given) == kept


PERSONAL_TEXT = """
user login nick ник автор имя имя_автора commenter commenter_id author_title creator creator_id owner_name ownerName
display_name full_name username profileUrl avatar_url forwarded_from_id reply_to_peer_id from_user sender_title
actor_x email_work контактный_телефон userId пользователь
"""


@pytest.mark.parametrize("key", PERSONAL_TEXT.split())
def test_what_a_key_of_persons_holds_is_dropped(read, key):
    assert "Евлампий" not in repr(DOOR.raw(Platform.VK, {"x": {key: "Евлампий"}, "y": "Евлампий"}))
    assert "Евлампий" not in repr(DOOR.raw(Platform.VK, {key: {"title": "Евлампий", "n": 777123}}))
    assert "777123" not in repr(DOOR.raw(Platform.VK, {key: 777123}))
    assert "Евлампий" not in repr(read(line(**{key: "Евлампий"})).posts[0])


def test_of_unknown_keys_of_a_file_scalars_stay(read):
    extra = {"colour": "red", "n": 5, "yes": True, "long": "я" * 201, "nested": {"a": 1}, "call": PHONE}
    assert read(line(**extra)).posts[0].raw == {"colour": "red", "n": 5, "yes": True, "call": "[телефон]"}


@pytest.mark.parametrize(
    "bad",
    [
        '{"author": "Евлампий", ',
        '{"x": "\\u0415\\u0432лампий", "имя": ',
        f"{PHONE} id777123",
        f"{NAME} id777123",
        "{" * 900,
    ],
)
def test_what_is_no_json_is_kept_short_and_masked(read, bad):
    payload = read(bad + "\n").refused[0].payload
    assert len(payload) <= 200
    assert not any(secret in payload for secret in ("Евлампий", "777123", "555"))


TABLE = "id,date,text\n1,1767225600,вода\n{}3,1767225600,свет\n4,1767225600,газ\n"


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_line_ends_of_all_systems(read, end):
    found = read(TABLE.format("").replace("\n", end), "t.csv", platform=Platform.VK, source="s")
    assert [post.key.message for post in found.posts] == ["1", "3", "4"]
    assert not found.refused


@pytest.mark.parametrize("bad", ['2,1767225600,"вода\n', '2,1767225600,"вода\n' + '5,1767225600,"да"\n', '2,1,"a"b"\n'])
def test_an_open_quote_spoils_its_line_only(read, bad):
    found = read(TABLE.format(bad), "t.csv", platform=Platform.VK, source="s")
    assert {"1", "3", "4"} <= {post.key.message for post in found.posts}
    assert [refusal.line for refusal in found.refused] == [3]


def test_an_open_quote_before_many_lines(read):
    rows = "".join(f"{n},1767225600,вода\n" for n in range(10, 300))
    found = read(TABLE.format('2,1767225600,"вода\n') + rows, "t.csv", platform=Platform.VK, source="s")
    assert len(found.posts) == 293
    assert [refusal.line for refusal in found.refused] == [3]


@pytest.mark.parametrize("content", [b'"id,date\n' + b"x\n" * 99, bytes(range(256)) * 20, b"\xff\xfe\x00\x01\r\r\r"])
def test_garbage_for_a_table_is_a_bad_input(read, content):
    with pytest.raises(BadInput):
        read(content, "t.csv", platform=Platform.VK, source="s")


@pytest.mark.parametrize("count", [-1, 10**12 + 1, 10**40])
def test_an_impossible_count_of_vk_is_unknown(count):
    raw = {"id": 1, "date": 1790000000, "text": "", "views": {"count": count}, "likes": {"count": 3}}
    raw["reactions"] = {"items": [{"id": 0, "count": count}]}
    counters = vk_post(raw, Wall("selo", -1, NOW), DOOR).counters
    assert (counters.views, counters.likes, counters.reactions) == (None, 3, {})


def test_a_call_of_telegram_ends():
    class Endless:
        async def connect(self) -> None:
            await asyncio.sleep(3600)

    with asyncio.Runner() as runner:
        line = Line(Endless(), runner, Open(), deadline=0.05, patience=0, retries=0)
        with pytest.raises(Transient, match="нет связи"):
            line.run(line.client.connect())


@pytest.mark.parametrize("indent", [None, 1])
def test_an_export_of_all_chats_asks_for_one(read, indent):
    whole = {"about": "…", "chats": {"about": "…", "list": [{"type": "personal_chat", "id": 1, "messages": []}]}}
    with pytest.raises(BadInput, match="одного"):
        read(json.dumps(whole, indent=indent), "result.json")


def test_a_date_without_a_zone_names_the_option(read):
    assert "укажите --zone" in read(line(date="2026-11-01")).refused[0].reason
