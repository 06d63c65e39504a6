"""The demo's installation out of the recording: places, posts, a month of the centre's work, what the systems hold,
what it keeps."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import profiles
from collectors.gazetteer import read as read_places
from runtime import outlines
from runtime.commands.gazetteer import enrol
from runtime.demo import duties, exchanged
from runtime.demo.recording import moved_lines
from runtime.demo.reliving import relive
from runtime.flow import ASSESSING, WEIGHING, FileOrder, Progress, Taken, assess_some, import_file, waiting, weigh_some
from runtime.wiring import House

PLACES = "gazetteer.csv"
TITLES = {
    "vk:yasnobor_adm": "Администрация Ясноборского округа",
    "vk:podslushano_yasnoborsk": "Подслушано в Ясноборске",
    "vk:mamy_yasnobor": "Мамы Ясноборья",
    "telegram:kirpichka": "Кирпичка: чат улицы",
    "telegram:sela": "Наши сёла",
}
"""What the recorded sources are called."""


def fill(house: House, progress: Progress, shift: timedelta | None = None) -> Taken:
    """Import the district's places and all recorded sources, assess them, and live the month again.

    Dates move by whole days (`shift`), so that "this morning" in a text stays a morning, and with them the days that
    texts name; where none is told, so that the recording ends within the last 24 hours.
    """
    shutil.copyfile(profiles.DEMO / outlines.FILE, house.settings.home / outlines.FILE)
    for reading in read_places(profiles.DEMO / PLACES):
        enrol(house, reading)
    moved = timedelta(days=(house.clock.now() - profiles.DEMO_ENDS).days) if shift is None else shift
    total = _taken(house, moved, progress)
    with house.store.begin() as work:
        for source in work.sources.list(house.scope):
            work.sources.save(house.scope, replace(source, title=TITLES.get(str(source.key), source.title)))
    _assess(house, progress)
    relive(house, moved, progress)
    exchanged.load(house, moved)
    duties.keep(house, moved)
    return total


def _taken(house: House, shift: timedelta, progress: Progress) -> Taken:
    """Moments move as they are read; what the texts say of days is moved before."""
    total: Taken | None = None
    with TemporaryDirectory() as folder:
        for path in sorted(profiles.DEMO.glob("*.jsonl")):
            copy = Path(folder) / path.name
            copy.write_text("".join(f"{line}\n" for line in moved_lines(path, shift)), "utf-8")
            taken = import_file(house, FileOrder(copy, shift=shift), progress)
            total = taken if total is None else _sum(total, taken)
    if total is None:
        raise FileNotFoundError(profiles.DEMO)
    return total


def _sum(one: Taken, two: Taken) -> Taken:
    return replace(one, change=one.change + two.change, posts=one.posts + two.posts, refused=one.refused + two.refused)


def _assess(house: House, progress: Progress) -> None:
    """All but the grouping, which comes post by post."""
    total, assessed, weighed = waiting(house), 0, 0
    while done := assess_some(house):
        assessed += done
        progress(ASSESSING, assessed, total)
    while done := weigh_some(house):
        weighed += done
        progress(WEIGHING, weighed, max(weighed, total))
