"""The message of a notice for the alert chat, in a format of its own (decree 000, Порядок, п. 3). No residents' words.

It is made of the record alone: sent again, it is the same.
"""

from core.campaigns.records import Notice, NoticeKind
from core.labels import THEME_TITLES
from core.reasons import say

HEADS = {
    NoticeKind.SEASON: "сезонная угроза",
    NoticeKind.STORM: "всплеск сообщений",
    NoticeKind.GROWTH: "тема растёт",
}


def message(notice: Notice) -> str:
    """Some lines: number, theme, reasons, days, what to do."""
    theme = "" if notice.title == THEME_TITLES[notice.theme] else f" ({THEME_TITLES[notice.theme]})"
    lines = [
        f"НУЖНА ИНФОРМАЦИОННАЯ КАМПАНИЯ № К-{notice.id}: {HEADS[notice.kind]}",
        f"Тема: {notice.title}{theme}",
        *(f"Почему: {say(reason)}" for reason in notice.reasons),
        f"Когда: {notice.starts:%d.%m.%Y} — {notice.ends:%d.%m.%Y}",
        *([f"Инцидент № {notice.incident_id}"] if notice.incident_id else []),
        "Решение — за сотрудником МЦУ: начать кампанию или отклонить с причиной.",
    ]
    return "\n".join(lines)
