"""A small invented set of labelled texts, enough to train a tiny model in a second."""

import json
from pathlib import Path

TOPICS = {
    "roads": ["яма на дороге", "светофор сломан", "разметка стёрлась", "асфальт провалился", "гололёд на дороге"],
    "housing": ["нет горячей воды", "лифт стоит", "крыша течёт", "батареи холодные", "подъезд грязный"],
    "waste": ["мусор не вывозят", "контейнеры полные", "свалка за домом", "баки сломаны", "площадка завалена отходами"],
    "culture": ["концерт прошёл отлично", "праздник в парке", "музей открыл выставку", "спектакль понравился", "афиша"],
}
WHERE = ["на улице Садовой 5", "у школы № 3", "в нашем дворе", "на проспекте Мира", "в деревне Ручьи"]
PLACE = ["улице Садовой 5", "школы № 3", "", "проспекте Мира", "деревне Ручьи"]
POSTS = {"roads": "Отчёт о ремонте дороги", "culture": "Приглашаем на концерт в парке"}


def rows() -> list[dict[str, object]]:
    """A hundred texts: complaints of three themes and praise of a fourth."""
    return [
        _row(f"{theme}-{at}-{turn}", f"{what.capitalize()} {WHERE[turn]}{'!' * (turn % 3)}", theme, turn)
        for theme, phrases in TOPICS.items()
        for at, what in enumerate(phrases)
        for turn in range(len(WHERE))
    ]


def thread() -> list[dict[str, object]]:
    """Short comments that only the post above explains."""
    return [
        {**_row(f"t-{theme}-{turn}", f"Очень ждём {turn}, спасибо", theme, 2), "context": post}
        for theme, post in POSTS.items()
        for turn in range(10)
    ]


def _row(name: str, text: str, theme: str, turn: int) -> dict[str, object]:
    bad = theme != "culture"
    return {
        "id": name, "source": "made", "text": text, "theme": theme, "theme2": "",
        "kind": "problem" if bad else "thanks", "solvable": int(bad), "neg": turn % 3 if bad else 0,
        "risk": (turn + 1) % 3 if bad else 0, "flags": ["repeat"] if bad and turn == 2 else [],
        "places": [PLACE[turn]] if PLACE[turn] and not name.startswith("t-") else [],
    }  # fmt: skip


def write(folder: Path) -> list[Path]:
    """Both files, as `mcu train` takes them."""
    files = {folder / "made.jsonl": rows(), folder / "thread_made.jsonl": thread()}
    for path, made in files.items():
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in made), encoding="utf-8")
    return list(files)
