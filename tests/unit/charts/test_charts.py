"""Charts: one drawing for pages, documents and notebooks."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from charts import (
    DARK,
    LIGHT,
    PALETTES,
    Bar,
    Cell,
    Day,
    Mark,
    Palette,
    Spec,
    Spot,
    Voiced,
    bars,
    curve,
    days,
    grid,
    spots,
    svg,
    voices,
)
from charts.curve import labelled

LEVELS = {"low": "низкий", "medium": "средний", "high": "высокий", "critical": "критический"}
MOMENT = datetime(2026, 11, 20, 6, tzinfo=UTC)
HOURS = [(MOMENT + timedelta(hours=n), n % 5) for n in range(48)]

HEARD = [Voiced(MOMENT + timedelta(hours=n), n % 5 + 1, n % 3) for n in range(48)]


def made(palette: Palette, width: int) -> dict[str, Spec]:
    """One of each."""
    week = [Day(f"{n} ноя", {"low": n, "critical": 1}) for n in range(1, 15)]
    cells = [Cell("Дороги", "Дороги и транспорт", 7), Cell("ЖКХ", "Жилищно-коммунальное хозяйство и энергетика", 2)]
    village = Spot(58.2, 31.4, "Ясноборск")
    return {
        "days": days(week, LEVELS, palette, width),
        "grid": grid(cells, palette, width),
        "bars": bars([Bar("критический", 3, "critical"), Bar("без уровня", 5)], palette, width),
        "curve": curve(HOURS, [Mark(MOMENT + timedelta(hours=20), "ответ")], "Europe/Moscow", palette, width),
        "voices": voices(HEARD, [Mark(MOMENT, "ответ")], "Europe/Moscow", palette, width),
        "spots": spots([Spot(58.21, 31.41, "Кирпичная, 9", 4, "high")], [village], palette, width),
    }


def empty(palette: Palette) -> dict[str, Spec]:
    """The same of nothing."""
    return {
        "days": days([], LEVELS, palette),
        "grid": grid([], palette),
        "bars": bars([], palette),
        "curve": curve([], [], "Europe/Moscow", palette),
        "voices": voices([], [], "Europe/Moscow", palette),
        "spots": spots([], [], palette),
    }


def brightness(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((brightness(one), brightness(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda each: each.name)
def test_words_and_figures_of_a_palette_can_be_read_on_its_paper(palette: Palette) -> None:
    assert contrast(palette.ink, palette.paper) >= 7
    assert contrast(palette.hush, palette.paper) >= 4.5
    assert contrast(palette.main, palette.paper) >= 3
    assert contrast(palette.paper, palette.ramp[1]) >= 4.5
    assert contrast(palette.ink, palette.ramp[0]) >= 4.5


@pytest.mark.parametrize(("scheme", "width"), [("light", 720), ("dark", 340)])
def test_a_chart_is_a_picture_of_its_width_without_styles_scripts_or_addresses(scheme: str, width: int) -> None:
    for name, spec in made(PALETTES[scheme], width).items():
        drawn = svg(spec)
        size = re.search(r'<svg [^>]*width="(\d+)"', drawn)
        assert size, name
        assert int(size[1]) <= width + 12, name
        assert PALETTES[scheme].paper in drawn, name
        assert not re.search(r"<script|<style|\sstyle=|href=", drawn), name


def test_a_chart_of_nothing_is_drawn_too() -> None:
    for name, spec in empty(LIGHT).items():
        assert svg(spec).startswith("<svg"), name


def test_the_same_values_give_the_same_chart_and_other_values_another() -> None:
    assert made(LIGHT, 720) == made(LIGHT, 720)
    assert made(LIGHT, 720)["days"] != made(DARK, 720)["days"]


def test_charts_speak_russian() -> None:
    for name, spec in made(LIGHT, 720).items():
        words = re.findall(r">([^<]+)</text>", svg(spec))
        assert words, name
        assert [word for word in words if re.search(r"[A-Za-z]", word)] == [], name


def test_moments_are_shown_by_the_local_clock() -> None:
    spec = curve([(MOMENT, 1)], [], "Asia/Vladivostok", LIGHT)
    assert "2026-11-20T16:00:00" in json.dumps(spec)


def test_nothing_is_fetched_by_a_chart() -> None:
    spec = days([Day("1 ноя", {"low": 1})], LEVELS, LIGHT)
    outside = {**spec, "data": {"url": "http://127.0.0.1:9/data.json"}}
    outside.pop("datasets", None)
    with pytest.raises(ValueError, match="not allowed"):
        svg(outside)


def test_words_of_near_marks_do_not_lie_upon_each_other() -> None:
    moments = [at for at, _ in HOURS]
    near = [Mark(MOMENT + timedelta(hours=20, minutes=n), said) for n, said in ((0, "ответ"), (30, "промежуточный"))]
    one, other = labelled(near, moments, 720)
    assert (one.line, other.line) == (0, 1)
    twice = labelled([*near, Mark(MOMENT + timedelta(hours=21), "ответ")], moments, 720)
    assert [each.said for each in twice] == ["ответ × 2", "промежуточный"]
    far = labelled([Mark(MOMENT, "ответ"), Mark(MOMENT + timedelta(hours=40), "ответ")], moments, 720)
    assert [(each.said, each.line) for each in far] == [("ответ", 0), ("ответ", 0)]
    (late,) = labelled([Mark(MOMENT + timedelta(hours=46), "промежуточный")], moments, 340)
    assert late.turned
    drawing = svg(curve(HOURS, near, "Europe/Moscow", LIGHT))
    heights = re.findall(r'translate\([\d.]+,([\d.]+)\)"[^>]*>(?:ответ|промежуточный)<', drawing)
    assert len(set(heights)) == 2, heights


def test_a_map_without_scripts_has_the_borders_of_the_territories() -> None:
    ring = [(31.2, 58.1), (31.6, 58.1), (31.6, 58.3), (31.2, 58.1)]
    spot = [Spot(58.21, 31.41, "Кирпичная, 9", 4, "high")]
    assert svg(spots(spot, [], LIGHT, borders=[ring])).count("mark-line") > svg(spots(spot, [], LIGHT)).count(
        "mark-line"
    )
