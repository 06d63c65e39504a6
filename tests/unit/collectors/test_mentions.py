"""Names of private accounts do not stay in the words of a post; those of sources and bots do."""

from datetime import UTC, datetime

import pytest

from collectors.door import Door
from collectors.mentions import veiled
from collectors.replay.desktop import Chat as Export
from collectors.replay.desktop import row
from collectors.telegram.mapping import Chat, to_post
from core.privacy import Pseudonyms
from tests.unit.collectors.conftest import mask

AT = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ссылка на @izolda_tarantaykina и t.me/izolda_tarantaykina", "ссылка на @житель и @житель"),
        ("пишите: https://t.me/Izolda_T?start=1, (@izolda)", "пишите: @житель, (@житель)"),
        ("izolda.t.me или tg://resolve?domain=izolda", "@житель или @житель"),
        ("@izolda.tarantaykina.", "@житель."),
        ("звоните t.me/+79215554433", "звоните [телефон]"),
        ("наш канал @selo_news и https://t.me/selo_news", "наш канал @selo_news и https://t.me/selo_news"),
        ("бот @priyomnaya_bot, t.me/priyomnaya_bot", "бот @priyomnaya_bot, t.me/priyomnaya_bot"),
        ("пост t.me/chuzhoy_kanal/15 и t.me/s/chuzhoy_kanal", "пост t.me/chuzhoy_kanal/15 и t.me/s/chuzhoy_kanal"),
        ("чат t.me/+AbCdEf и t.me/joinchat/AbC", "чат t.me/+AbCdEf и t.me/joinchat/AbC"),
        ("почта glava@selo.ru, дом 5@6", "почта glava@selo.ru, дом 5@6"),
        ("сайт https://best.me/novosti", "сайт https://best.me/novosti"),
        ("@club5 (Село) пишет", "@club5 (Село) пишет"),
        ("[club5|@selo_life] пишет", "[club5|@selo_life] пишет"),
    ],
)
def test_a_name_of_a_private_account_becomes_a_resident(written: str, kept: str) -> None:
    assert veiled(written, {"selo_news"}.__contains__) == kept


def test_an_export_of_telegram_desktop_keeps_no_marked_name_or_phone() -> None:
    parts = ["Звоните ", {"type": "phone", "text": "+7 921 555-44-33"}, " или ", {"type": "mention", "text": "@izolda"}]
    made = row({"id": 1, "type": "message", "date_unixtime": "1", "text": parts}, Export("public_channel", "5", 0))
    assert made
    assert Door(Pseudonyms(b"k" * 32), mask).text(str(made["text"])) == "Звоните [телефон] или @житель"


def test_a_message_of_telegram_keeps_no_marked_phone_and_the_name_of_its_own_channel() -> None:
    text = "Тел. 89215554433, @selo_news, @izolda"
    marked = {"_": "MessageEntityPhone", "offset": 5, "length": 11}
    raw = {"_": "Message", "id": 1, "date": AT, "message": text, "entities": [marked]}
    door = Door(Pseudonyms(b"k" * 32), mask, {"selo_news"}.__contains__)
    assert to_post([raw], Chat("selo_news", 5, AT), door).text == "Тел. [телефон], @selo_news, @житель"
