"""Recorded files: each bad line is refused by itself, the rest goes on."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from collectors import replay
from collectors.door import Door
from collectors.replay import Form, Reading
from core.errors import BadInput, Denied, Poison
from core.posts import Geo, Platform, PostKey, PostKind, Source, SourceKey

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROW = {"platform": "vk", "source": "selo", "id": 1, "date": "2026-11-01T10:00:00+03:00", "text": "Нет воды"}


def line(**changed) -> str:
    return json.dumps({key: value for key, value in (ROW | changed).items() if value != "-"}, ensure_ascii=False)


@pytest.fixture
def read(tmp_path: Path, door: Door):
    def reading(content: str | bytes, name: str = "wall.jsonl", **options) -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        all_ = list(replay.read(path, door=door, now=NOW, batch=10_000, **options))
        assert len(all_) == 1
        return all_[0]

    return reading


def test_a_row_becomes_a_post(read):
    row = line(
        id="17",
        type="reply",
        date=1767225600,
        views=10,
        likes=2,
        reposts=0,
        replies=3,
        reactions={"👍": 4},
        post_id=5,
        parents=[7, 9],
        author="u77",
        copy_of={"source": "novosti", "id": 3},
        edited="2026-01-02T00:00:00Z",
        seen="2026-01-03T00:00:00Z",
        attachments=[{"kind": "photo", "title": "двор"}],
        geo={"lat": 58.5, "lon": 31},
        poll={"question": "Вода есть?", "answers": [{"text": "нет", "votes": 5}, {"text": "да"}]},
        pinned=True,
        advert=True,
        colour="red",
    )
    post = read(row).posts[0]
    assert post.key == PostKey(Platform.VK, "selo", "17")
    assert (post.kind, post.thread, post.parent) == (PostKind.REPLY, "5", "9")
    assert post.published == datetime(2026, 1, 1, tzinfo=UTC)
    assert post.author
    assert "77" not in post.author
    assert not post.by_source
    assert post.origin == PostKey(Platform.VK, "novosti", "3")
    assert post.edited == datetime(2026, 1, 2, tzinfo=UTC)
    assert post.counters.figures() == (10, 2, 0, 3, (("👍", 4),))
    assert post.counters.at == post.seen == datetime(2026, 1, 3, tzinfo=UTC)
    assert post.attachments[0].title == "двор"
    assert post.geo == Geo(58.5, 31.0)
    assert post.poll.answers == (("нет", 5), ("да", None))
    assert post.pinned
    assert post.advert
    assert post.raw == {"colour": "red"}


@pytest.mark.parametrize(
    ("changed", "kind", "parent", "by_source"),
    [
        ({}, PostKind.POST, None, True),
        ({"author": 5}, PostKind.POST, None, False),
        ({"author": "page", "type": "comment", "post_id": 4}, PostKind.COMMENT, "4", True),
        ({"type": "comment", "post_id": 4}, PostKind.COMMENT, "4", False),
        ({"post_id": 4}, PostKind.COMMENT, "4", False),
        ({"post_id": 4, "parents": [6]}, PostKind.REPLY, "6", False),
        ({"type": "message", "parents": []}, PostKind.MESSAGE, None, False),
    ],
)
def test_kind_parent_and_author(read, changed, kind, parent, by_source):
    post = read(line(**changed)).posts[0]
    assert (post.kind, post.parent, post.by_source) == (kind, parent, by_source)


BAD = [
    ("{", "", "не JSON"),
    ("[1]", "", "объект"),
    ('"x"', "", "объект"),
    ("[" * 100_000, "", ""),
    (line(id="-"), "id", "нет обязательного"),
    (line(date="-"), "date", "нет обязательного"),
    (line(text="-"), "text", "нет обязательного"),
    (line(platform="-"), "platform", "нет обязательного"),
    (line(source="-"), "source", "нет обязательного"),
    (line(platform="facebook"), "platform", "неизвестная площадка"),
    (line(platform=["vk"]), "platform", "неизвестная площадка"),
    (line(type="story"), "type", "неизвестный вид"),
    (line(type={}), "type", "неизвестный вид"),
    (line(id=[1]), "id", "список"),
    (line(id=True), "id", "да/нет"),
    (line(id=1.5), "id", "дробное"),
    (line(id=""), "id", "пусто"),
    (line(id="9" * 5000), "id", "не похоже"),
    (line(text=5), "text", "число"),
    (line(text="я" * 1_000_001), "text", "длиннее"),
    (line(views="много"), "views", "строка"),
    (line(views=-1), "views", "не бывает"),
    (line(views=10**30), "views", "не бывает"),
    (line(likes=True), "likes", "да/нет"),
    (line(reactions=[1]), "reactions", "объект"),
    (line(reactions={"👍": "x"}), "reactions", "строка"),
    (line(date="вчера"), "date", "не читается"),
    (line(date="2026-11-01T10:00:00"), "date", "пояса"),
    (line(date="2026-11-01"), "date", "пояса"),
    (line(date="9999-12-31T23:59:59Z"), "date", "будущего"),
    (line(date="9999-12-31T23:59:59-12:00"), "date", "не бывает"),
    (line(date="2005-12-31T00:00:00Z"), "date", "раньше"),
    (line(date="2026-11-22T12:00:01Z"), "date", "будущего"),
    (line(date=10**15), "date", "не бывает"),
    (line(date=-5), "date", "раньше"),
    (line(date=None), "date", "дата"),
    (line(edited="x"), "edited", "не читается"),
    (line(deleted="x"), "deleted", "не читается"),
    (line(parents=5), "parents", "список"),
    (line(parents=[{}]), "parents", "объект"),
    (line(geo={"lat": 91, "lon": 0}), "geo.lat", "90"),
    (line(geo="58 31"), "geo", "объект"),
    (line(poll={"answers": 5}), "poll.answers", "список"),
    (line(attachments=[5]), "attachments", "объект"),
    (line(pinned="да"), "pinned", "true"),
    (line(copy_of={}), "copy_of.source", "пусто"),
    (line(url="javascript:alert(1)"), "url", "ссылка"),
    ('{"views": ' + "1" * 5000 + "}", "", "не JSON"),
]


@pytest.mark.parametrize(("bad", "field", "reason"), BAD, ids=range(len(BAD)))
def test_a_bad_line_is_refused_and_the_rest_goes_on(read, bad, field, reason):
    reading = read(f"{line(id=1)}\n{bad}\n{line(id=2)}\n")
    assert [post.key.message for post in reading.posts] == ["1", "2"]
    assert [(refusal.line, refusal.field) for refusal in reading.refused] == [(2, field)]
    assert reason in reading.refused[0].reason
    assert len(reading.refused[0].payload) <= 2000


def test_strict_raises_at_the_first_bad_line(read):
    with pytest.raises(Poison, match="строка 2, поле «views»") as caught:
        read(f"{line()}\n{line(views='x')}\n", strict=True)
    assert (caught.value.line, caught.value.field) == (2, "views")


def test_a_broken_byte_spoils_one_line_only(read):
    reading = read(
        line(id=1).encode() + b"\n" + line(id=2).encode().replace(b"\xd0", b"\xff", 1) + b"\n" + line(id=3).encode()
    )
    assert [post.key.message for post in reading.posts] == ["1", "3"]
    assert "UTF-8" in reading.refused[0].reason


def test_bom_empty_lines_nul_and_half_surrogates(read):
    reading = read(
        "\ufeff"
        + line(id=1, text="а\x00б \ud800").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        + "\r\n\r\n  \n"
    )
    assert reading.posts[0].text.startswith("аб")
    assert (
        read('{"platform":"vk","source":"s","id":1,"date":1767225600,"text":"\\ud800\\u0000x"}').posts[0].text
        == "\ufffdx"
    )
    assert not reading.refused
    assert reading.done == reading.total


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "result.json"])
def test_an_empty_file_gives_nothing(tmp_path, door, name):
    (tmp_path / name).write_bytes(b"")
    assert list(replay.read(tmp_path / name, door=door, now=NOW)) == []


def test_a_folder_and_a_missing_file_are_bad_inputs(tmp_path, door):
    with pytest.raises(BadInput, match="папка"):
        replay.read(tmp_path, door=door, now=NOW)
    with pytest.raises(BadInput, match="нет"):
        replay.read(tmp_path / "no.jsonl", door=door, now=NOW)


def test_a_zone_makes_naive_moments_aware(read):
    zone = timezone(timedelta(hours=3))
    assert read(line(date="2026-11-01T10:00:00"), zone=zone).posts[0].published == datetime(2026, 11, 1, 7, tzinfo=UTC)


def test_later_lines_are_later_observations_and_deletions(read):
    posts = read(f"{line()}\n{line(text='Дали воду', edited=1793600000)}\n{line(text='-', deleted=1793700000)}").posts
    assert [post.text for post in posts] == ["Нет воды", "Дали воду", ""]
    assert posts[2].deleted == datetime.fromtimestamp(1793700000, UTC)
    assert len({post.key for post in posts}) == 1


def test_a_shift_is_one_constant_and_ends_at_the_given_moment(read):
    rows = [
        line(id=1),
        line(id=2, date="2026-11-02T10:00:00+03:00", seen="2026-11-05T00:00:00Z"),
        line(id=3, date="9999-01-01T00:00:00Z"),
    ]
    plain, moved = read("\n".join(rows)), read("\n".join(rows), shift_to=NOW)
    deltas = {after.published - before.published for before, after in zip(plain.posts, moved.posts, strict=True)}
    assert len(deltas) == 1
    assert moved.posts[1].seen == NOW
    assert len(moved.refused) == 1


@pytest.mark.parametrize("form", ["jsonl", "csv", "desktop"])
@pytest.mark.parametrize("shift", [None, NOW])
def test_an_interrupted_reading_goes_on_without_loss(tmp_path, door, form, shift):
    path = tmp_path / {"jsonl": "w.jsonl", "csv": "w.csv", "desktop": "result.json"}[form]
    path.write_text({"jsonl": jsonl, "csv": table, "desktop": export}[form](57))
    whole = [
        post for reading in replay.read(path, door=door, now=NOW, batch=7, shift_to=shift) for post in reading.posts
    ]
    got, cursor = [], None
    while True:
        reading = next(replay.read(path, door=door, now=NOW, batch=7, after=cursor, shift_to=shift), None)
        if reading is None:
            break
        got, cursor = got + list(reading.posts), json.loads(json.dumps(reading.cursor))
    assert got == whole
    assert len({post.key for post in got}) == 57


def jsonl(rows: int) -> str:
    return "".join(line(id=n, text=f"вода {n}") + "\n" for n in range(rows))


def table(rows: int) -> str:
    return "id;date;text;platform;source\n" + "".join(f'{n};1767225600;"вода\n""{n}""";vk;selo\n' for n in range(rows))


def export(rows: int, **chat) -> str:
    messages = [
        {"id": n, "type": "message", "date_unixtime": "1767225600", "text": f"вода {n}"} for n in range(1, rows + 1)
    ]
    return json.dumps(
        {"name": "Село", "type": "public_channel", "id": 55} | chat | {"messages": messages},
        indent=1,
        ensure_ascii=False,
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_tables_in_all_usual_dresses(read, separator, encoding):
    cells = [
        ["id", "Date", "text", "views", "parents", "type", "post_id"],
        ["5", "01.11.2026 10:00", "Нет воды", "12", "3 4", "", "2"],
    ]
    content = "\r\n".join(separator.join(row) for row in cells).encode(encoding)
    zone = timezone(timedelta(hours=3))
    post = read(content, "t.csv", platform=Platform.OK, source="selo", zone=zone).posts[0]
    assert post.key == PostKey(Platform.OK, "selo", "5")
    assert (post.text, post.counters.views, post.parent, post.kind) == ("Нет воды", 12, "4", PostKind.REPLY)
    assert post.published == datetime(2026, 11, 1, 7, tzinfo=UTC)


def test_a_table_without_a_needed_column(read):
    with pytest.raises(BadInput, match="date, platform, source"):
        read("id,text\n1,x\n", "t.csv")


@pytest.mark.parametrize(
    ("cells", "field"),
    [("1,x", ""), ("1,1767225600,x,много", "views"), ("1,1767225600,x,1,2", ""), (",1767225600,x,1", "id")],
)
def test_a_bad_row_of_a_table(read, cells, field):
    reading = read(f"id,date,text,views\n{cells}\n2,1767225600,вода,3\n", "t.csv", platform=Platform.VK, source="s")
    assert [post.key.message for post in reading.posts] == ["2"]
    assert [(refusal.line, refusal.field) for refusal in reading.refused] == [(2, field)]


def test_a_broken_byte_in_a_table(read):
    content = "id,date,text\n1,1767225600,вода\n".encode() + b"2,1767225600,\xff\xfe\n" + "3,1767225600,свет\n".encode()
    reading = read(content, "t.csv", platform=Platform.VK, source="s")
    assert [post.key.message for post in reading.posts] == ["1", "3"]
    assert [(refusal.line, refusal.field) for refusal in reading.refused] == [(3, "text")]


MESSAGES = [
    {
        "id": 1,
        "type": "service",
        "date_unixtime": "1767225600",
        "actor": "Иван Петров",
        "action": "create_channel",
        "text": "",
    },
    {
        "id": 2,
        "type": "message",
        "date": "2026-01-01T03:00:00",
        "date_unixtime": "1767225600",
        "edited_unixtime": "1767225700",
        "from": "Иван Петров",
        "from_id": "user123456789",
        "text": [
            "Спросите ",
            {"type": "mention_name", "text": "Ивана", "user_id": 123456789},
            {"type": "bold", "text": "!"},
        ],
        "forwarded_from": "Иван Петров",
        "reply_to_message_id": 9,
        "reactions": [
            {
                "type": "emoji",
                "count": 3,
                "emoji": "👍",
                "recent": [{"from": "Иван Петров", "from_id": "user123456789"}],
            }
        ],
        "photo": "photos/1.jpg",
        "location_information": {"latitude": 58.0, "longitude": 31.0},
    },
    {
        "id": 3,
        "type": "message",
        "date_unixtime": "1767225600",
        "from": "Чат",
        "from_id": "channel55",
        "text": "Админ",
        "poll": {
            "question": "Да?",
            "closed": False,
            "total_voters": 2,
            "answers": [{"text": "да", "voters": 2, "chosen": False}],
        },
    },
    {"id": 4, "type": "message", "date_unixtime": "1767225600", "text": 5},
]


def test_an_export_of_telegram_desktop(read):
    content = json.dumps(
        {"name": "Чат", "type": "public_supergroup", "id": 55, "messages": MESSAGES}, ensure_ascii=False
    )
    reading = read(content, "result.json")
    first, admin = reading.posts
    assert first.key == PostKey(Platform.TELEGRAM, "55", "2")
    assert first.kind is PostKind.MESSAGE
    assert (first.text, first.parent, first.by_source) == ("Спросите @житель!", "9", False)
    assert first.counters.reactions == {"👍": 3}
    assert first.attachments[0].kind == "photo"
    assert first.edited
    assert first.geo == Geo(58.0, 31.0)
    assert admin.by_source
    assert admin.author is None
    assert admin.poll.answers == (("да", 2),)
    assert [(refusal.line, refusal.field) for refusal in reading.refused] == [(4, "text")]
    assert "Петров" not in repr(reading)
    assert "123456789" not in repr(reading)


def test_private_talks_are_not_taken(read):
    with pytest.raises(BadInput, match="личная переписка"):
        read(export(1, type="personal_chat"), "result.json")


def test_a_torn_export_is_read_as_far_as_it_goes(read):
    reading = read(export(20)[:-60], "result.json")
    assert len(reading.posts) == 19
    assert "оборван" in reading.refused[0].reason


def test_an_author_is_one_person_in_export_and_row(read, door):
    by_row = read(line(platform="telegram", author="user5")).posts[0].author
    assert by_row == door.author(Platform.TELEGRAM, 5)


def test_an_exchange_file_that_grows_is_read_on(tmp_path, door, clock):
    path, collector = tmp_path / "exchange.jsonl", replay.FileCollector(door=door, clock=clock)
    source = Source(SourceKey(Platform.FILE, str(path)))
    path.write_text(jsonl(3) + line(id="half")[:20])
    first = list(collector.batches(source))
    path.write_text(jsonl(3) + line(id="half") + "\n")
    second = list(collector.batches(Source(source.key, cursor=first[-1].cursor)))
    third = list(collector.batches(Source(source.key, cursor=second[-1].cursor)))
    assert [post.key.message for batch in first for post in batch.posts] == ["0", "1", "2"]
    assert [post.key.message for batch in second for post in batch.posts] == ["half"]
    assert third == []
    assert not first[0].refused
    path.write_text(line(id="new") + "\n" + jsonl(9))
    assert len(next(collector.batches(Source(source.key, cursor=second[-1].cursor))).posts) == 10


def test_a_new_export_in_place_of_the_old_is_read_anew(tmp_path, door, clock):
    path, collector = tmp_path / "result.json", replay.FileCollector(door=door, clock=clock)
    source = Source(SourceKey(Platform.FILE, str(path)))
    path.write_text(export(200))
    cursor = list(collector.batches(source))[-1].cursor
    path.write_text(export(300).replace("вода 150", "вода есть"))
    again = list(collector.batches(Source(source.key, cursor=cursor)))
    assert sum(len(batch.posts) for batch in again) == 300
    assert not any(batch.refused for batch in again)


def test_an_exchange_file_out_of_reach_is_denied(tmp_path, door, clock):
    collector = replay.FileCollector(door=door, clock=clock, root=tmp_path / "in")
    for path in ("/etc/passwd", tmp_path / "in/../x", tmp_path / "in/none"):
        with pytest.raises(Denied):
            list(collector.batches(Source(SourceKey(Platform.FILE, str(path)))))


def test_posts_are_grouped_by_their_sources(read):
    reading = read(f"{line()}\n{line(source='gorod')}\n{line(id=2)}")
    assert {str(key): len(posts) for key, posts in reading.by_source().items()} == {"vk:selo": 2, "vk:gorod": 1}
    assert Form(reading.cursor["form"]) is Form.JSONL


@pytest.mark.parametrize(("language", "posts"), [("json", {5, 1}), ("csv", {2})])
def test_the_examples_of_the_document_are_true(read, language, posts):
    document = (Path(__file__).parents[3] / "docs/ru/форматы.md").read_text()
    blocks = [block.split("```")[0] for block in document.split(f"```{language}\n")[1:]]
    readings = [read(block, f"example.{language}l" if language == "json" else "example.csv") for block in blocks]
    assert {len(reading.posts) for reading in readings} == posts
    assert not any(reading.refused for reading in readings)
