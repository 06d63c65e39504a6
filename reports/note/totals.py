"""How much came, of what, where; what grew and why."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from core.cases import SYSTEM_TITLES
from core.labels import THEME_TITLES, Theme
from core.maps import Cluster, Located, Mapped, clusters, fitting
from core.papers import Picture, Section
from core.risk import LEVEL_TITLES, Level
from core.weekly import Change, Growth
from nlp import speech
from nlp.speech import counted, did
from reports.note.saying import TOP, Given, compared, days, headed, theme, told_last

MESSAGE, REST = "сообщение", "Прочие"
TONES = {Level.CRITICAL: "красный", Level.HIGH: "оранжевый", Level.MEDIUM: "жёлтый", Level.LOW: "зелёный"}
"""The colours of `charts.palette` in words."""
ZOOM, NEAR = 10, (560, 320)
"""What lies within a cell of the map at this zoom (about four kilometres) is one spot; pixels of the picture in which
its places must lie."""


def totals(given: Given) -> Section:
    """The whole against the period before and the mean of seven days."""
    facts, total = given.facts, given.facts.total
    came = f"{given.span} {did('поступить', total.now, MESSAGE)} {counted(total.now, MESSAGE)}"
    changed = _changed(given, total)
    mark = ":" if total.before else ";"
    lines = [f"{came}{mark} {changed}." if total.now or total.before else f"{given.span} сообщений не поступало."]
    if total.now and facts.at - given.period.since >= timedelta(days=1):
        mean = speech.number(total.now / given.elapsed, 1)
        day = "последний день" if facts.whole else "последний полный день"
        seven = f"среднем за\u00a07\u00a0предыдущих дней {speech.number(total.mean, 1)}"
        last = f"в\u00a0{day} — {total.last} при {seven}"
        lines.append(f"В среднем за день — {mean}; {last}.")
    if not facts.whole:
        lines.append("Период ещё не закончился: числа приведены на момент составления.")
    rows = [(headed(SYSTEM_TITLES[system]), told) for system, told in facts.systems]
    points = [{"day": f"{day:%d.%m}", "n": count} for day, count in facts.days]
    return Section(
        "totals",
        "Сообщения за период",
        tuple(lines),
        (compared("Откуда поступили сообщения", "Система", rows, given.period),) if rows else (),
        (Picture("days", f"Сообщения {days(given.period)}", {"points": points}),) if total.now else (),
    )


def _changed(given: Given, total: Change) -> str:
    """`рост на 25 % к прошлой неделе (32)`, `в 3 раза больше, чем на прошлой неделе (8)`, or why there is none."""
    if total.growth is None:
        return given.alone
    said = speech.growth(total.growth, total.now, total.before)
    against = f", {given.than}" if said.endswith("больше") else f" {given.then}"
    return f"{said}{against} ({speech.number(total.before)})"


def subjects(given: Given) -> Section:
    """The largest themes and territories, each beside its picture."""
    facts = given.facts
    named = _rows([(THEME_TITLES[code], told) for code, told in facts.themes if code is not Theme.NONE])
    themes = [*named, *((THEME_TITLES[code], told) for code, told in facts.themes if code is Theme.NONE)]
    places = _rows([(given.territory(code), told) for code, told in facts.territories])
    return Section(
        "subjects",
        "Главные темы и территории",
        tuple(_leaders(given)),
        tuple(
            compared(caption, head, rows, given.period)
            for caption, head, rows in (("Темы", "Тема", themes), ("Территории", "Территория", places))
            if rows
        ),
        tuple(_pictures(given)),
    )


def _rows(found: list[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """The first ones and all others in a row, so that the rows add up to the whole; one alone stands by its name."""
    shown, rest = found[:TOP], found[TOP:]
    if len(rest) < 2:
        return found
    told = [each for _, each in rest]
    sums = [sum(getattr(each, name) for each in told) for name in ("now", "before", "share", "last", "mean")]
    return [*shown, (REST, Change(*sums))]


def _leaders(given: Given) -> list[str]:
    facts = given.facts
    came = [(code, told) for code, told in facts.themes if told.now]
    if not came:
        return ["Сообщений за период нет."]
    named = [(code, told) for code, told in came if code is not Theme.NONE][:3]
    said = [f"{theme(code)} — {counted(told.now, MESSAGE)} ({speech.percent(told.share)})" for code, told in named]
    lines = [f"Больше всего сообщений по {'теме' if len(said) == 1 else 'темам'}: {'; '.join(said)}."] if said else []
    for told in (told for code, told in came if code is Theme.NONE):
        untold = f"{speech.number(told.now)} {speech.things(told.now, MESSAGE, 'gent')}"
        lines.append(f"У\u00a0{untold} тема не определена ({speech.percent(told.share)}).")
    known = [(code, told) for code, told in facts.territories if code and told.now]
    if known:
        code, told = known[0]
        where = f"{given.territory(code)} ({counted(told.now, MESSAGE)}, {speech.percent(told.share)})"
        lines.append(f"Территория с наибольшим числом сообщений — {where}.")
    unknown = next((told for code, told in facts.territories if not code and told.now), None)
    if unknown:
        lines.append(f"Без территории — {counted(unknown.now, MESSAGE)} ({speech.percent(unknown.share)}).")
    return lines


def _pictures(given: Given) -> list[Picture]:
    bars = [{"title": THEME_TITLES[code], "n": told.now} for code, told in told_last(given.facts.themes) if told.now]
    found = [Picture("bars", "Сообщения по темам", {"bars": bars})] if bars else []
    return [*found, *_maps(given.facts.mapped)] if given.facts.mapped else found


def _maps(mapped: Mapped) -> list[Picture]:
    """The whole district, then, where one spot of it holds several places, those places near at hand."""
    if not mapped.located:
        return []
    spots = clusters(mapped.located, ZOOM)
    unplaced = f"; без адреса — {mapped.unplaced_share}\u00a0%" if mapped.unplaced else ""
    found = [Picture("map", f"Карта вопросов за период{unplaced}; {_legend(_levels(spots))}", {"spots": _spots(spots)})]
    most = spots[0].found
    near = clusters(most, fitting(most, *NEAR))
    if len(near) > 1:
        told = f"Карта вопросов по адресам там, где их больше всего ({len(most)} из {len(mapped.located)})"
        named = [{**spot, "title": _called(each)} for spot, each in zip(_spots(near), near, strict=True)]
        found.append(Picture("streets", f"{told}; {_legend(_levels(near))}", {"spots": named}))
    return found


def _called(spot: Cluster[Located]) -> str:
    """The place with the most questions, and that others lie beside it."""
    return spot.names[0] + (" и рядом" if len(spot.names) > 1 else "")


def _spots(found: Sequence[Cluster[Located]]) -> list[dict[str, Any]]:
    return [
        {"lat": each.point.lat, "lon": each.point.lon, "n": len(each.found), "level": str(each.level)} for each in found
    ]


def _levels(found: Sequence[Cluster[Located]]) -> set[str]:
    return {str(each.level) for each in found}


def _legend(levels: set[str]) -> str:
    """What a spot says by its number and its colour."""
    told = ", ".join(f"{TONES[each]} — {LEVEL_TITLES[each]}" for each in reversed(Level) if each in levels)
    return f"число — вопросов, цвет — высший риск: {told}"


def growth(given: Given) -> Section:
    """What the profile's rule tells, with its probable causes."""
    rule = given.profile.reports
    said = (
        f"рост не менее чем на\u00a0{speech.percent(rule.growth)} и не менее чем на\u00a0{counted(rule.least, MESSAGE)}"
    )
    if given.facts.total.now and not given.facts.total.before:
        return Section("growth", "Рост и вероятные причины", (f"{headed(given.alone)}.",))
    if not given.facts.growths:
        return Section("growth", "Рост и вероятные причины", (f"Роста по правилу профиля ({said}) нет.",))
    lines = [f"Отмечены темы, по которым выполнено правило профиля: {said}."]
    for each in given.facts.growths:
        lines += _growth(given, each)
    return Section("growth", "Рост и вероятные причины", tuple(lines))


def _growth(given: Given, found: Growth) -> list[str]:
    told = found.change
    where = f", прежде всего — {given.territory(found.territory)}" if found.territory else ""
    against = f" против {speech.number(told.before)}, {speech.growth(told.growth, told.now, told.before)}"
    changed = against if told.before else f", {given.earlier} не\u00a0было ни\u00a0одного"
    lines = [f"{theme(found.theme)}: {counted(told.now, MESSAGE)}{changed}{where}."]
    if not found.causes:
        return [*lines, "Общей причины по текстам не видно: сообщения говорят о разном."]
    for cause in found.causes:
        words = ", ".join(cause.words)
        quotes = "; ".join(f"«{quote}»" for quote in cause.quotes)
        share = f"{cause.size} из\u00a0{found.of} {speech.things(found.of, 'текст', 'gent')}"
        lines.append(f"Вероятная причина ({share}; слова: {words})." + (f" Пишут: {quotes}." if quotes else ""))
    return lines
