"""No name, phone or account number of a private person comes through the door, wherever a payload has it."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors import persons, replay
from collectors.door import Door, storable
from collectors.telegram.mapping import Chat
from collectors.telegram.mapping import to_post as telegram_post
from collectors.vk.mapping import Wall, to_comment
from collectors.vk.mapping import to_post as vk_post
from core.posts import Platform
from core.privacy import Pseudonyms
from tests.unit.collectors.conftest import NOW, mask

DOOR = Door(Pseudonyms(b"k" * 32), mask)
NAME, SURNAME, NICK = "Евлампий", "Заозёрский", "evlampy_z"
ACCOUNT, OTHER = 424_242_424, 515_151_515
PHONE = "+7 921 555-44-33"
SECRETS = (NAME, SURNAME, NICK, str(ACCOUNT), str(OTHER), "921 555", "9215554433")

PLANTED = st.sampled_from(
    [
        {"first_name": NAME, "last_name": SURNAME, "id": ACCOUNT, "screen_name": NICK},
        {"from_name": f"{NAME} {SURNAME}", "user_id": ACCOUNT},
        {"post_author": f"{NAME} {SURNAME}", "note": f"написал {NAME} {SURNAME}"},
        {"username": NICK, "peer": {"_": "PeerUser", "user_id": ACCOUNT}},
        {"phone_number": PHONE, "vcard": f"TEL:{PHONE}", "first_name": NAME},
        {"title": f"Звоните {PHONE}"},
        {"caption": f"автор [id{ACCOUNT}|{NAME} {SURNAME}]", "link": f"https://vk.com/id{ACCOUNT}"},
        {"likes": [ACCOUNT, OTHER], "viewers": [OTHER]},
        {"reply_to_user": ACCOUNT, "signer_id": OTHER, "owner_id": ACCOUNT},
        {"profiles": [{"id": ACCOUNT, "first_name": NAME}], "photo_200": f"https://x/{ACCOUNT}.jpg"},
        {"from": f"{NAME} {SURNAME}", "from_id": f"user{ACCOUNT}", "saved_from": NAME},
        {"url": f"tg://user?id={ACCOUNT}", "user_ids": [ACCOUNT], "copy": ACCOUNT},
        {f"{ACCOUNT}": 1, "uid": ACCOUNT},
        {"members": [f"{NAME} {SURNAME}"], "action": f"пригласил {NAME} {SURNAME}"},
    ]
)
EXTRA = st.recursive(
    PLANTED,
    lambda inner: st.dictionaries(
        st.sampled_from(["a", "items", "geo", "media", "extra"]), inner | st.lists(inner), max_size=3
    ),
    max_leaves=6,
)
TEXTS = st.sampled_from(
    [
        f"Спасибо, [id{ACCOUNT}|{NAME} {SURNAME}]!",
        f"[id{ACCOUNT}:bp-1_5|{NAME}], да",
        f"@id{ACCOUNT} ({NAME} {SURNAME}) ответьте",
        f"см. https://vk.com/id{ACCOUNT} и vk.com/wall{ACCOUNT}_17?reply=3",
        f"https://m.vk.com/feed?w=wall{ACCOUNT}_17",
        f"[https://vk.com/id{ACCOUNT}|{NAME}]",
        f"tg://user?id={ACCOUNT}",
        "Нет воды",
    ]
)


def clean(shown: str) -> bool:
    return not any(secret in shown for secret in SECRETS)


@given(extra=EXTRA, text=TEXTS)
@settings(max_examples=150, deadline=None)
def test_nothing_of_a_person_is_in_a_post_of_vk(extra, text):
    wall = Wall("selo", -1, NOW)
    raw = extra | {
        "id": 1,
        "date": 1790000000,
        "text": text,
        "from_id": ACCOUNT,
        "copy_history": [{"id": 2, "owner_id": OTHER, "text": text}],
    }
    assert clean(repr(vk_post(raw, wall, DOOR)))
    assert clean(repr(to_comment(raw | {"reply_to_user": OTHER}, 5, wall, DOOR)))


@given(extra=EXTRA)
@settings(max_examples=150, deadline=None)
def test_nothing_of_a_person_is_in_a_post_of_telegram(extra):
    entity = {"_": "MessageEntityMentionName", "offset": 8, "length": len(NAME), "user_id": ACCOUNT}
    raw = {
        "_": "Message",
        "id": 1,
        "date": datetime(2026, 11, 1, tzinfo=UTC),
        "message": f"Спасибо {NAME}!",
        "entities": [entity],
        "from_id": {"_": "PeerUser", "user_id": OTHER},
        "fwd_from": {"from_name": f"{NAME} {SURNAME}", "from_id": {"_": "PeerUser", "user_id": ACCOUNT}},
        "extra": extra,
    }
    assert clean(repr(telegram_post([raw], Chat("novosti", 500, NOW), DOOR)))


@given(extra=EXTRA, text=TEXTS, broken=st.booleans())
@settings(max_examples=100, deadline=None)
def test_nothing_of_a_person_is_in_what_a_file_gives(extra, text, broken):
    row = {"platform": "vk", "source": "s", "id": 1, "date": 1790000000, "text": text, "author": f"id{ACCOUNT}"}
    own = {key: value for key, value in extra.items() if key not in ("title", "likes", "geo", "url")}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.jsonl"
        path.write_text(json.dumps(own | row | {"views": "x" if broken else 1}, ensure_ascii=False))
        readings = list(replay.read(path, door=DOOR, now=NOW))
    assert clean(repr(readings))
    assert len(readings[0].refused) == broken


@given(extra=EXTRA, cut=st.integers(1, 200))
@settings(max_examples=100, deadline=None)
def test_a_broken_line_names_nobody_by_a_key_of_persons(extra, cut):
    told = {key: value for key, value in extra.items() if persons.named(key) and isinstance(value, str)}
    line = json.dumps(told | {"user_id": ACCOUNT}, ensure_ascii=False)[:-cut]
    assert clean(DOOR.scrap(line))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("[club123|Администрация], здравствуйте", "@Администрация, здравствуйте"),
        ("[public5|Наш край] и [id7|Анна]", "@Наш край и @житель"),
        ("Пишите на t.me/novosti и vk.com/novosti", "Пишите на @житель и vk.com/novosti"),
        ("https://vk.com/wall-123_45", "https://vk.com/wall-123_45"),
        ("дом 5, тел. 8 921 555 44 33", "дом 5, тел. 8 921 555 44 33"),
        ("[важно] covid19 и [ссылка](https://ya.ru)", "[важно] covid19 и [ссылка](https://ya.ru)"),
        ("кнопка @idea и *id", "кнопка @житель и *id"),
        ("", ""),
    ],
)
def test_words_are_kept_but_for_mentions(written, kept):
    assert DOOR.text(written) == kept


def test_one_person_is_one_pseudonym_on_a_platform():
    assert DOOR.author(Platform.VK, 5) == DOOR.author(Platform.VK, "id5")
    assert DOOR.author(Platform.TELEGRAM, 5) == DOOR.author(Platform.TELEGRAM, "user5")
    assert DOOR.author(Platform.VK, 5) != DOOR.author(Platform.TELEGRAM, 5)


def test_raw_keeps_communities_counts_and_nesting():
    raw = {"from_id": -5, "likes": {"count": 3}, "form_id": 1, "date": 1790000000, "text": "x", "rate": float("nan")}
    kept = DOOR.raw(Platform.VK, raw)
    assert kept == {"from_id": -5, "likes": {"count": 3}, "form_id": 1, "date": 1790000000, "rate": None}


def test_raw_is_json_whatever_stands_in_it():
    deep: dict[str, object] = {}
    for _ in range(500):
        deep = {"a": [deep]}
    raw = {"deep": deep, "bytes": b"x", "at": NOW, "odd\x00key\ud800": "v\x00\udfff", "set": {1}, "big": 10**30}
    shown = json.dumps(DOOR.raw(Platform.VK, raw), allow_nan=False, ensure_ascii=False)
    assert "\x00" not in shown
    io.BytesIO().write(shown.encode())


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_storable_text_can_be_stored(text):
    stored = storable(text)
    assert "\x00" not in stored.encode().decode()
    assert storable(stored) == stored
