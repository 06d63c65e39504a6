"""The door's short way through a payload is the long one, only faster."""

from datetime import UTC, datetime
from math import nan

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collectors import persons
from collectors.door import Door
from collectors.walk import Harder, Walk, Walks, lean
from core.posts import Platform
from core.privacy import Pseudonyms
from nlp.masks import mask

DOOR = Door(Pseudonyms(b"k" * 32), mask)
SURNAME, ACCOUNT = "Заозёрский", 424_242_424
KEYS = st.sampled_from(
    [
        *(
            "_",
            "id",
            "count",
            "date",
            "items",
            "peer_id",
            "title",
            "media",
            "likes",
            "likes[]",
            "reactions",
            "file_name",
        ),
        *("replyToPeerId", "автор_id", "участники", "user_id", "from_id", "owner_id", "to_id", "liked", "post_author"),
        *("first_name", "profiles", "photo", "photo_200", "message", "access_hash", "hash", SURNAME, str(ACCOUNT), ""),
    ]
) | st.sampled_from(sorted(persons.NAMES | persons.DROPPED | persons.ACCOUNTS))
WORDS = st.sampled_from(
    [
        *("", "User", "PeerUser", "user5", "id424242424", "-5", "channel7", "Нет воды", "a", "\x00", "\ud800"),
        *(SURNAME, f"написал {SURNAME}", f"вот {ACCOUNT} и", "+7 921 555-44-33", "[id1|Иван Иванов]", "ж" * 70),
    ]
)
NUMBERS = st.sampled_from([0, 1, -5, 9_999, 10_000, ACCOUNT, -ACCOUNT, 10**20, 10**21, 424_242_4240])
OTHERS = st.sampled_from([None, True, False, 0.5, nan, b"x", (ACCOUNT, "б"), datetime(2026, 1, 1, tzinfo=UTC)])
LEAVES = WORDS | NUMBERS | OTHERS
PAYLOADS = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)),
    max_size=5,
)


def nested(levels: int) -> dict[str, object]:
    """An object within an object within …"""
    found: dict[str, object] = {"id": 1, "user_id": ACCOUNT}
    for _ in range(levels):
        found = {"items": [found]}
    return found


@given(payload=PAYLOADS, spare=st.booleans())
@example(payload={"from_id": {"_": "PeerUser", "user_id": ACCOUNT}, "title": f"от {ACCOUNT}"}, spare=True)
@example(payload={"from_id": ACCOUNT, "count": ACCOUNT}, spare=False)
@example(payload={"first_name": None, "id": ACCOUNT, "photo": {"first_name": None, "id": ACCOUNT}}, spare=True)
@example(payload={"author": {"id": ACCOUNT, "x": "Заозёрский"}}, spare=False)
@example(payload={"author": SURNAME, "media": {SURNAME: [SURNAME]}}, spare=False)
@example(payload=nested(11), spare=False)
@example(payload=nested(12), spare=False)
@example(payload=nested(13), spare=False)
@settings(max_examples=400, deadline=None)
def test_both_ways_keep_the_same(payload, spare):
    plain = DOOR.plainly(Platform.VK, lean(payload) if spare else payload)
    assert repr(DOOR.raw(Platform.VK, payload, spare=spare)) == repr(plain)


def walked(payload: dict[str, object]) -> dict[str, object]:
    def said(platform: object, key: str, value: str, known: persons.Known) -> str:
        return value

    return Walk(Walks(str, lambda platform, account: "псевдоним", said), Platform.VK, spare=False).through(payload)


def test_the_short_way_is_taken_where_nobody_is_named_but_by_the_keys_of_accounts():
    message = {"id": 7, "from_id": {"user_id": ACCOUNT, "_": "PeerUser"}, "media": [{"n": 0.5}], "message": SURNAME}
    kept = {"id": 7, "from_id": {"user_id": "псевдоним", "_": "PeerUser"}, "media": [{"n": 0.5}]}
    assert walked(message) == kept


@pytest.mark.parametrize(
    "payload",
    [
        {"from_id": ACCOUNT, "title": f"№ {ACCOUNT}"},
        {"from_id": ACCOUNT, "count": ACCOUNT},
        {"post_author": SURNAME, "media": {"title": SURNAME}},
        {"post_author": SURNAME, SURNAME: 1},
        {"media": {"first_name": SURNAME}},
        {"author": {"id": ACCOUNT}},
    ],
)
def test_a_person_who_may_stand_elsewhere_too_is_looked_for_the_long_way(payload):
    with pytest.raises(Harder):
        walked(payload)
