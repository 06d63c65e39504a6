"""Telegram Desktop's export of one chat (result.json): streamed message by message, made a recorded row each."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from collectors import signs
from collectors.mentions import RESIDENT, TELEPHONE
from collectors.replay.fields import Row, called
from collectors.replay.lines import LONGEST_LINE, Found
from collectors.replay.reading import Place
from core.errors import BadInput, Poison

CHANNELS = frozenset(("public_channel", "private_channel"))
GROUPS = frozenset(("public_supergroup", "private_supergroup", "private_group"))

_PIECE = 2**20
_GAP = re.compile(r"[ \t\r\n,]*")
_START = re.compile(rb'"messages"\s*:\s*\[')
_CHATS = re.compile(rb'"chats"\s*:\s*\{')
_FIELD = re.compile(rb'"(type|id)"\s*:\s*(?:"([^"]*)"|(-?\d+))')
_MEDIA = {
    "video_file": "video",
    "video_message": "video",
    "voice_message": "audio",
    "audio_file": "audio",
    "animation": "video",
    "sticker": "sticker",
}
_VEILED = {"mention_name": RESIDENT, "phone": TELEPHONE}
"""Entities that are a person's; names by `@` are told apart at the door."""
_TAKEN_TEXT = """
    id type date date_unixtime edited edited_unixtime text text_entities from from_id reply_to_message_id reactions
    poll location_information photo file file_name media_type thumbnail forwarded_from
"""
_TAKEN = frozenset(_TAKEN_TEXT.split())


@dataclass(frozen=True, slots=True)
class Chat:
    """Head of an export: kind of chat and its number; `begins` is the byte of its first message."""

    type: str
    number: str
    begins: int


def chat(file: BinaryIO) -> Chat:
    """Read the head. Raises BadInput for private talks and for what is no export of one chat."""
    file.seek(0)
    head = file.read(_PIECE)
    start = _START.search(head)
    if _CHATS.search(head[: start.start()] if start else head):
        raise BadInput(
            "это выгрузка всех чатов Telegram: откройте нужный чат и выгрузите его одного («Экспорт истории чата»)"
        )
    if start is None:
        raise BadInput("это не выгрузка одного чата из Telegram Desktop (result.json): нет списка messages")
    named = {key.decode(): (text or number).decode() for key, text, number in _FIELD.findall(head[: start.start()])}
    if named.get("type") not in CHANNELS | GROUPS:
        raise BadInput("личная переписка не принимается: нужна выгрузка канала или группы")
    return Chat(named.get("type", ""), named.get("id", ""), start.end())


def rows(file: BinaryIO, start: Place, *, growing: bool = False) -> Iterator[Found]:
    """Recorded rows from a place on; service messages are None. `growing` changes nothing: an export is whole."""
    about = chat(file)
    begin = start if start.byte > about.begins else Place(0, about.begins)
    for place, found in _messages(file, begin):
        yield place, _rowed(found, about) if isinstance(found, dict) else found


def _rowed(message: Row, about: Chat) -> Row | Poison | None:
    try:
        return row(message, about)
    except Poison as error:
        return error


def _messages(file: BinaryIO, place: Place) -> Iterator[Found]:
    """Objects of the list, cut from pieces of the file: each is looked for from `at` in `text`."""
    file.seek(place.byte)
    bytes_to_text = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    decoder, text, at, ended = json.JSONDecoder(), "", 0, False
    while True:
        begin = _GAP.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text.startswith("]", begin):
            return
        found, end = _decoded(decoder, text, begin)
        if end:
            place = Place(place.line + 1, place.byte + len(text[at:end].encode("utf-8", "surrogateescape")))
            at = end
            yield place, found if isinstance(found, dict) else Poison("ожидался объект JSON", line=place.line)
        elif ended or len(text) - at > LONGEST_LINE:
            yield place, Poison("файл оборван или испорчен: дальше он не читается", line=place.line + 1)
            return
        else:
            piece = file.read(max(_PIECE, len(text) - at))
            text, at, ended = text[at:] + bytes_to_text.decode(piece, not piece), 0, not piece


def _decoded(decoder: json.JSONDecoder, text: str, begin: int) -> tuple[object, int]:
    """The JSON value at a place of the text and the place behind it; 0 where it is not whole."""
    try:
        return decoder.raw_decode(text, begin)
    except (ValueError, RecursionError):
        return None, 0


def row(message: Row, about: Chat) -> Row | None:
    """An exported message as a recorded row, names left out; None for a service message."""
    if message.get("type", "message") != "message":
        return None
    answered = message.get("reply_to_message_id")
    made: dict[str, object] = {key: value for key, value in message.items() if key not in _TAKEN}
    made |= {
        "platform": "telegram",
        "source": about.number,
        "type": "post" if about.type in CHANNELS else "message",
        "post_id": answered,
        "parents": [answered] if answered else [],
        "author": _author(message, about),
        "reactions": _reactions(message.get("reactions")),
        "attachments": _attachments(message),
        "poll": _poll(message.get("poll")),
        "geo": _geo(message.get("location_information")),
    }
    made |= {name: message[name] for name in ("id",) if name in message}
    made |= {name: _text(message[name]) for name in ("text",) if name in message}
    for name in ("date", "edited"):
        moment = message.get(f"{name}_unixtime", message.get(name))
        if moment is not None:
            made[name] = moment
    return made


def _author(message: Row, about: Chat) -> object:
    author = message.get("from_id")
    return "page" if author == f"channel{about.number}" or (author is None and about.type in CHANNELS) else author


def _text(text: object) -> object:
    """A string, or a list of strings and entities: an entity that names a person becomes a mention of nobody."""
    if not isinstance(text, list):
        return text
    return "".join(_part(part) for part in text)


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping) or not isinstance(part.get("text"), str):
        raise Poison(f"ожидались строки и их разметка, здесь {called(part)}", field="text")
    return _VEILED.get(str(part.get("type")), str(part["text"]))


def _reactions(reactions: object) -> object:
    if not isinstance(reactions, list):
        return reactions
    counted: dict[str, object] = {}
    for reaction in reactions:
        if isinstance(reaction, Mapping):
            name = signs.reaction(str(reaction.get("emoji") or reaction.get("type") or "?"))
            before, count = counted.get(name), reaction.get("count")
            counted[name] = before + count if isinstance(before, int) and isinstance(count, int) else count
    return counted


def _attachments(message: Row) -> list[Row]:
    found: list[Row] = [{"kind": "photo"}] if "photo" in message else []
    if "file" in message or "media_type" in message:
        kind = _MEDIA.get(str(message.get("media_type", "")), "doc")
        found.append({"kind": kind, "title": message.get("file_name") if kind == "doc" else ""})
    return found


def _poll(poll: object) -> object:
    if not isinstance(poll, Mapping) or not isinstance(poll.get("answers"), list):
        return poll
    answers = [
        {"text": answer.get("text"), "votes": answer.get("voters")} if isinstance(answer, Mapping) else answer
        for answer in poll["answers"]
    ]
    return {"question": poll.get("question"), "answers": answers}


def _geo(point: object) -> object:
    return {"lat": point.get("latitude"), "lon": point.get("longitude")} if isinstance(point, Mapping) else None
