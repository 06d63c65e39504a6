"""The life of a campaign: how it is planned, which state may follow which, what each demands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.campaigns.records import STATE_TITLES, Campaign, Notice, State, Task
from core.errors import BadInput, IllegalMove
from core.labels import Theme
from core.profile import Profile
from core.routing import blocks_of

NEXT: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.RUNNING, State.ENDED}),
    State.RUNNING: frozenset({State.ENDED}),
    State.ENDED: frozenset({State.RUNNING}),
}
LONGEST = timedelta(days=366)
USUAL = (
    ("Собрать у ответственного блока сведения: что сделано, что будет сделано, сроки", "block"),
    ("Подготовить памятку и ответы на частые вопросы", "head"),
    ("Разместить на официальных страницах и в чатах, внести ссылки", "head"),
    ("Проверить, какие вопросы остались у жителей", "head"),
)
"""Tasks that a campaign out of a notice begins with (by default; no decree sets them), and whose they are."""


def tasks_of(profile: Profile, block: str, starts: date) -> tuple[Task, ...]:
    """The usual tasks, due on the day of the beginning; positions only."""
    named = next((each.head for each in profile.blocks if each.code == block), "")
    positions = {"block": named, "head": profile.roles.get("head", "")}
    return tuple(Task(title, positions[whose], starts) for title, whose in USUAL)


def checked(campaign: Campaign, profile: Profile) -> Campaign:
    """A new campaign with the block of its theme. Raises BadInput that names the field."""
    wrong = {
        "поле «title»: пусто": not campaign.title.strip(),
        "поле «ends»: кончается раньше, чем начинается": campaign.ends < campaign.starts,
        "поле «ends»: дольше года": campaign.ends - campaign.starts > LONGEST,
        f"поле «code»: в профиле нет угрозы «{campaign.code}»": bool(campaign.code)
        and campaign.code not in {each.code for each in profile.campaigns},
        "поле «theme»: у кампании должна быть тема": campaign.theme is Theme.NONE,
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
    return replace(campaign, block=blocks_of(profile, campaign.theme)[0].code)


def planned(notice: Notice, profile: Profile, who: str, at: datetime, reason: str) -> Campaign:
    """The campaign that a notice asks for, with the usual tasks."""
    made = Campaign(
        0,
        notice.title,
        notice.theme,
        notice.starts,
        notice.ends,
        at,
        at,
        who,
        code=notice.code,
        reason=reason,
        incident_id=notice.incident_id,
        notice_id=notice.id,
    )
    found = checked(made, profile)
    return replace(found, tasks=tasks_of(profile, found.block, found.starts))


def move(campaign: Campaign, to: State, text: str, at: datetime) -> Campaign:
    """The campaign in another state; its end says what came of it. Raises IllegalMove."""
    may = NEXT[campaign.state]
    if to not in may:
        now, rest = STATE_TITLES[campaign.state], ", ".join(f"«{STATE_TITLES[each]}»" for each in sorted(may))
        raise IllegalMove(
            f"кампания {campaign.id}: из состояния «{now}» нельзя перейти в «{STATE_TITLES[to]}»; можно: {rest}"
        )
    if to is State.ENDED and not text.strip():
        left = f"; не сделано задач: {len(campaign.left)}" if campaign.left else ""
        raise IllegalMove(f"кампания {campaign.id}: чтобы завершить, напишите итог{left}")
    result = text.strip() if to is State.ENDED else campaign.result
    return replace(campaign, state=to, moved_at=at, result=result)


def lasted(campaign: Campaign, day: date) -> timedelta:
    """How long it has lasted on a day, that day included; nothing before it begins."""
    return max(min(campaign.ends, day) - campaign.starts + timedelta(days=1), timedelta(0))
