"""What the API gives of the calendar of threats."""

from datetime import date
from typing import Self

from pydantic import Field

import profiles.titles
from api.answers import Out
from core.campaigns import Entry, Learnt
from core.labels import Theme
from core.usecases.noticing import Seasons


class TopicOut(Out):
    """A topic of the official classifier."""

    code: str = Field(examples=["housing-09"])
    title: str = Field(examples=["Начало или завершение отопительного сезона"])


class LearntOut(Out):
    """What the stored history says of a theme. Without two years nothing is: `weeks` and `times` are empty."""

    theme: Theme
    enough: bool = Field(description="Хватает ли истории: нужны два года, по 26 недель каждый.")
    years: int = Field(description="Сколько лет засчитано.")
    posts: int = Field(description="Сколько публикаций темы за ними стоит.")
    weeks: list[int] = Field(description="Недели года, в которые тема растёт.", examples=[[39, 40, 41]])
    times: list[float] = Field(description="Во сколько раз каждая из 52 недель выше средней недели своего года.")


class SeasonOut(Out):
    """A threat with its present or next season."""

    code: str = Field(examples=["flood"])
    title: str = Field(examples=["Паводок"])
    theme: Theme
    topics: list[TopicOut]
    weeks: list[int] = Field(description="Сезон по профилю, недели ISO: с какой по какую.", examples=[[12, 19]])
    starts: date = Field(description="Начало по профилю.")
    ends: date
    rises: date | None = Field(description="С какой недели тема растёт по истории; пусто — этого не видно.")
    begins: date = Field(description="Более раннее из двух начал.")
    remind: date = Field(description="День напоминания.")
    now: bool
    learnt: LearntOut

    @classmethod
    def shown(cls, entry: Entry, day: date) -> Self:
        """From an entry of the calendar."""
        threat, titles = entry.threat, profiles.titles.topics()
        return cls(
            code=threat.code,
            title=threat.title,
            theme=threat.theme,
            topics=[TopicOut(code=code, title=titles.get(code, "")) for code in threat.topics],
            weeks=list(threat.weeks),
            starts=entry.season.starts,
            ends=entry.season.ends,
            rises=entry.rises,
            begins=entry.begins,
            remind=entry.remind,
            now=entry.now(day),
            learnt=LearntOut.of(entry.learnt),
        )


class CalendarOut(Out):
    """The threats of the year, that which begins first at the head, and all themes that have posts."""

    day: date
    since: date | None = Field(description="Первый день истории; пусто — её нет.")
    seasons: list[SeasonOut]
    themes: list[LearntOut]

    @classmethod
    def shown(cls, found: Seasons) -> Self:
        """From the use case."""
        themes: list[Learnt] = sorted(found.learnt.values(), key=lambda learnt: learnt.theme)
        return cls(
            day=found.day,
            since=found.since,
            seasons=[SeasonOut.shown(entry, found.day) for entry in found.entries],
            themes=[LearntOut.of(each) for each in themes],
        )
