"""`mcu source propose`: searches of VK by the profile's own names and places."""

from typing import Annotated

import typer

from collectors.vk.words import refuse_persons
from core import searches, usecases
from core.errors import Denied
from core.posts import Source
from core.reasons import plural
from runtime.commands.house import opened
from runtime.console import console, lines, table


def propose(
    add: Annotated[bool, typer.Option("--add", help="Сразу добавить те, которых ещё нет.")] = False,
    radius: Annotated[int, typer.Option(min=1, max=100, help="Километров вокруг населённого пункта.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False,
) -> None:
    """Предложить поиски ВКонтакте по названиям профиля и местам справочника. Имена людей не предлагаются."""
    with opened() as house:
        with house.store.read() as work:
            known = {each.key for each in work.sources.list(house.scope)}
            entries = work.places.entries(house.scope)
        found = searches.proposed(house.profile, entries, _lawful, radius)
        fresh = [each for each in found if each.key not in known]
        if add:
            with house.store.begin() as work:
                for each in fresh:
                    usecases.add_source(work, house.scope, Source(each.key, each.title), house.clock.now())
    rows = [(each.key, each.title, "есть" if each.key in known else "добавлен" if add else "нет") for each in found]
    if json:
        lines({"source": str(key), "title": title, "state": state} for key, title, state in rows)
        return
    table("Поиски по профилю", ("Источник", "Название", "В списке"), rows)
    if fresh and not add:
        told = plural(len(fresh), "поиск", "поиска", "поисков")
        console().print(
            f"Добавить {told}: mcu source propose --add. Каждый поиск тратит суточный предел newsfeed.search."
        )


def _lawful(words: str) -> bool:
    try:
        refuse_persons(words)
    except Denied:
        return False
    return True
