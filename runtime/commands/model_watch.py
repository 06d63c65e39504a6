"""`mcu model compare` and `mcu model drift`: how a challenger differs, and whether the town's talk has moved on."""

import json as jsons
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

import typer

from core import usecases
from core.errors import NotFound
from core.labels import THEME_TITLES, Theme
from core.learning.drift import ALL, MEASURE_TITLES, Alarm, Cell
from core.learning.shadow import TURN_TITLES, Comparison
from core.reasons import said as spoken
from nlp.masks import mask
from runtime import flow
from runtime.commands.house import opened
from runtime.console import console, lines, table

EXCERPT = 120
NOTHING_COUNTED = "Сдвиги считать ещё не по чему: за последнюю полную неделю нет оценённых текстов."
NOTHING_MOVED = "Сдвигов нет: тексты такие же, как в прошлые недели, или недель пока мало (нужны две прежние)."


def compare(
    version: Annotated[str, typer.Argument()],
    json: Annotated[bool, typer.Option("--json", help="Итог одним объектом JSON.")] = False,
) -> None:
    """Сравнить модель в тени с действующей: что она показала бы ещё, чего не показала бы, что раньше."""
    with opened() as house:
        shadow = next((each for each in house.shelf.state().shades if each.version == version), None)
        if shadow is None:
            raise NotFound(f"модель «{version}» в тени не работала")
        with house.store.read() as work:
            found = usecases.comparison(work, house.scope, house.profile, shadow, house.whereabouts)
    if json:
        sys.stdout.write(jsons.dumps(to_row(found), ensure_ascii=False, indent=1) + "\n")
        return
    _show(found)


def to_row(found: Comparison) -> dict[str, object]:
    """The comparison as JSON, texts masked."""
    return {
        "posts": found.posts,
        "cards": {"champion": found.one, "challenger": found.other},
        "turns": {str(turn): count for turn, count in found.turns},
        "agree": {"themes": found.themes, "kinds": found.kinds, "levels": found.levels},
        "moved": [[str(one), str(other), count] for one, other, count in found.moved],
        "shown": [
            {
                "turn": str(each.turn),
                "post": str(each.pair.key),
                "text": mask(each.pair.case.text),
                "champion": [str(each.one.case.assessment.theme), each.one.risk.score],
                "challenger": [str(each.other.case.assessment.theme), each.other.risk.score],
                "won_seconds": each.won.total_seconds(),
            }
            for each in found.shown
        ],
    }


def _show(found: Comparison) -> None:
    if not found.posts:
        console().print("Общих публикаций пока нет: модель в тени ещё ничего не оценила.", markup=False)
        return
    share = [f"{100 * (value or 0):.1f} %" for value in (found.themes, found.kinds, found.levels)]
    console().print(
        f"Публикаций: {found.posts}; карточек у действующей {found.one}, у новой {found.other}; "
        f"совпали темы {share[0]}, виды {share[1]}, уровни риска {share[2]}",
        markup=False,
    )
    table("Иначе решено", ("Новая модель", "Публикаций"), [(TURN_TITLES[turn], count) for turn, count in found.turns])
    rows = [
        (
            TURN_TITLES[each.turn] + (f" на {spoken(each.won)}" if each.won else ""),
            f"{THEME_TITLES[each.one.case.assessment.theme]} → {THEME_TITLES[each.other.case.assessment.theme]}",
            f"{each.one.risk.score} → {each.other.risk.score}",
            " ".join(mask(each.pair.case.text).split())[:EXCERPT],
        )
        for each in found.shown
    ]
    if rows:
        table("Публикации", ("Как", "Тема", "Риск", "Текст"), rows)


def drift(
    json: Annotated[bool, typer.Option("--json", help="Строками JSON: все показатели по неделям.")] = False,
) -> None:
    """Показать, изменились ли тексты по источникам и темам; последнюю неделю посчитать, если она не посчитана."""
    with opened() as house:
        flow.watch_drift(house)
        with house.store.read() as work:
            cells = usecases.drifted(work, house.scope, house.clock.now())
            ids = [post for cell in cells for alarm in cell.alarms for post in alarm.posts]
            texts = {each.post_id: mask(each.text) for each in work.labels.some(house.scope, list(dict.fromkeys(ids)))}
    if json:
        lines({**asdict(cell), "week": cell.week.isoformat()} for cell in cells)
        return
    rows = [_line(cell, alarm, texts) for cell in cells for alarm in cell.alarms]
    if not rows:
        console().print(NOTHING_MOVED if cells else NOTHING_COUNTED, markup=False)
        return
    table("Сдвиги", ("Неделя", "Источник", "Тема", "Что", "Было → стало", "Тексты"), rows)


def _line(cell: Cell, alarm: Alarm, texts: Mapping[int, str]) -> tuple[object, ...]:
    moved = " | ".join(" ".join(texts[post].split())[:EXCERPT] for post in alarm.posts if post in texts)
    what = f"{alarm.was:.2f} → {alarm.now:.2f}"
    return cell.week, cell.source or "все", _theme(cell), MEASURE_TITLES[alarm.measure], what, moved


def _theme(cell: Cell) -> str:
    return "все" if cell.theme == ALL else THEME_TITLES[Theme(cell.theme)]
