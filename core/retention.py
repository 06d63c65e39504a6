"""On what ground a source is read, and how long its posts are kept. Pure: it says what is due, and deletes nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import BadInput
from core.posts import Platform, Source

KEEP_DAYS = 365
LEAST_DAYS, MOST_DAYS = 1, 3650
LONGEST_BASIS = 500
PUBLIC = "общедоступная страница (149-ФЗ, ст. 7)"
BASIS: Mapping[Platform, str] = {
    Platform.VK: "общедоступная страница сообщества (149-ФЗ, ст. 7)",
    Platform.TELEGRAM: "общедоступный канал или чат, в котором открыто состоит учётная запись центра (149-ФЗ, ст. 7)",
    Platform.MAX: "чат или канал, администратор которого допустил бота центра",
    Platform.OK: "выгрузка из системы, к которой у центра есть доступ",
    Platform.FILE: "файл, переданный центру его владельцем",
}
"""What is written where a person gave no ground of his own; he may, and should where another one holds."""


def founded(source: Source) -> Source:
    """The source with its ground and its term in words that can be kept. Raises BadInput."""
    basis = " ".join(source.basis.replace("\x00", "").split()) or BASIS.get(source.key.platform, PUBLIC)
    if len(basis) > LONGEST_BASIS:
        raise BadInput(f"основание длиннее {LONGEST_BASIS} знаков")
    if not LEAST_DAYS <= days(source) <= MOST_DAYS:
        raise BadInput(f"срок хранения: от {LEAST_DAYS} до {MOST_DAYS} дней")
    return replace(source, basis=basis, keep_days=days(source))


def days(source: Source) -> int:
    """How long its posts are kept, in days from their publication."""
    return KEEP_DAYS if source.keep_days is None else source.keep_days


def cutoff(source: Source, now: datetime) -> datetime:
    """What was published before is due to be deleted."""
    return now - timedelta(days=days(source))
