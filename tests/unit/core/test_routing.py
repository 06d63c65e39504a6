"""A matter goes to its block and recipient, and the reason is said."""

from dataclasses import replace

import profiles
from core.exchange.placing import Placing
from core.flags import Case, decide
from core.labels import Place, Theme
from core.profile import AutoRule, Profile, Territory, fill, unknown_fields
from core.reasons import say
from core.risk import Signals
from core.routing import Matter, Past, Whereabouts, dry_run, route
from tests.made import said

PROFILE = profiles.read(profiles.path_of("yasnobor"))
BATETSKY = profiles.read(profiles.path_of("batetsky"))
NEKRASOVSKY = profiles.read(profiles.path_of("nekrasovsky"))
DOGS = AutoRule("dogs", "Бродячие собаки", "safety", words=("бродяч собак", "стая собак"), without=("приют",))


def codes(profile: Profile, matter: Matter, **given: object) -> list[str]:
    return [reason.code for reason in route(profile, matter, **given).reasons]  # type: ignore[arg-type]


def test_by_theme_then_by_the_fallback() -> None:
    assert route(PROFILE, Matter(Theme.ROADS)).block == "roads"
    assert codes(PROFILE, Matter(Theme.ROADS)) == ["route_theme"]
    gubkin = profiles.read(profiles.path_of("gubkin"))
    assert (route(gubkin, Matter(Theme.TOURISM)).block, codes(gubkin, Matter(Theme.TOURISM))) == (
        "housing",
        ["route_fallback"],
    )


def test_a_word_tells_apart_the_blocks_of_one_theme_and_the_others_are_named() -> None:
    plain, named = Matter(Theme.AUTHORITIES), Matter(Theme.AUTHORITIES, text="Очередь в ЗАГСе с утра")
    assert route(NEKRASOVSKY, plain).block == "services"
    assert (route(NEKRASOVSKY, named).block, route(NEKRASOVSKY, named).also) == ("registry", ("services", "archive"))
    assert codes(NEKRASOVSKY, named) == ["route_word"]


def test_a_topic_tells_them_apart_before_a_word() -> None:
    blocks = tuple(replace(block, topics=frozenset({"12.3"} if block.code == "archive" else ())) for block in
                   NEKRASOVSKY.blocks)  # fmt: skip
    matter = Matter(Theme.AUTHORITIES, topic="12.3", text="ЗАГС")
    assert route(replace(NEKRASOVSKY, blocks=blocks), matter).block == "archive"


def test_the_position_of_the_territory_receives_it_where_it_sits_in_the_block() -> None:
    found = route(BATETSKY, Matter(Theme.ROADS, territory="moikinsky"))
    assert found.recipient == "Глава Мойкинского территориального отдела"
    assert [reason.code for reason in found.reasons] == ["route_theme", "route_territory"]
    assert route(BATETSKY, Matter(Theme.SOCIAL, territory="moikinsky")).recipient == ""


def test_the_first_rule_that_fits_decides_and_no_other_is_asked() -> None:
    later = replace(DOGS, code="later", block="general")
    bitten = Matter(Theme.LANDSCAPING, text="Опять бродячие собаки у школы")
    found = route(PROFILE, bitten, rules=(DOGS, later))
    assert (found.block, found.rule) == ("safety", "dogs")
    assert say(found.reasons[0]) == "направлено автоправилом «Бродячие собаки»"
    spared = replace(bitten, text="Бродячие собаки из приюта")
    assert route(PROFILE, spared, rules=(DOGS,)).block == "improvement"


def test_every_condition_of_a_rule_counts() -> None:
    rule = AutoRule("r", "П", "safety", themes=frozenset({Theme.ROADS}), territories=frozenset({"losemkha"}),
                    levels=frozenset({"high"}), places=("лесная",), topics=frozenset({"1.1"}))  # fmt: skip
    fits = Matter(Theme.ROADS, "1.1", "улица Лесная", "losemkha", "", "high")
    wrong = [{"theme": Theme.WASTE}, {"topic": "1.2"}, {"place": "Мира"}, {"territory": ""}, {"level": "low"}]
    assert route(PROFILE, fits, rules=(rule,)).rule == "r"
    assert [route(PROFILE, replace(fits, **change), rules=(rule,)).rule for change in wrong] == [""] * 5


def test_a_dry_run_counts_and_compares_with_people_only() -> None:
    dogs = Matter(Theme.SAFETY, text="стая собак")
    past = [Past(1, dogs, "safety", True), Past(2, dogs, "improvement", True), Past(3, dogs, "improvement", False),
            Past(4, Matter(Theme.ROADS, text="яма"), "roads", True)]  # fmt: skip
    found = dry_run((DOGS,), past)
    assert str(found) == "направили бы 3 из 4, расходится с людьми в 1"
    assert [(each.id, each.ours, each.theirs) for each in found.differs] == [(2, "safety", "improvement")]
    assert "сверить не с чем" in str(dry_run((DOGS,), past[2:3]))


VILLAGES = (
    Territory("upper", "Верхние Колодежи", ("В. Колодежи",)),
    Territory("lower", "Колодежи"),
    Territory("moika", "Мойкинский отдел", ("деревня Мойка",)),
)


def test_a_place_lies_in_the_territory_of_its_longest_name() -> None:
    where = Whereabouts(VILLAGES)
    assert where.of(["улица Мира, д. Верхние Колодежи"]) == "upper"
    assert where.of(["колодежи"]) == "lower"
    assert where.of(["на мойке"]) == ""
    assert where.of([]) == ""


def test_a_street_lies_where_the_gazetteer_says() -> None:
    where = Whereabouts(VILLAGES, parents={"Садовая": ("деревня Мойка", "Батецкий район")}.get)  # type: ignore[arg-type]
    assert where.of(["Садовая"]) == "moika"


def test_a_case_gets_its_territory_and_a_hot_place_is_said() -> None:
    spoken = said(Theme.HOUSING, places=(Place("Лосемха", 0, 7, 0.9),))
    case = Case(1, 1, 1, False, spoken, Signals(repeats=2), place="лосемха")
    found = decide(case, PROFILE)
    assert found.territory == "losemkha"
    assert "горячая точка: то же место и та же тема 3-й раз за 30 дней" in map(say, found.reasons)
    cold = decide(replace(case, signals=Signals(repeats=1)), PROFILE)
    assert "hot_place" not in {reason.code for reason in cold.reasons}


def test_a_template_is_filled_and_what_is_missing_stays() -> None:
    text = "Дом {{place}}, № {{ number }}, до {{until}}"
    assert fill(text, {"place": "Мира, 5", "number": "17"}) == ("Дом Мира, 5, № 17, до {{until}}", ["until"])


def test_unknown_and_broken_fields_of_a_template_are_found() -> None:
    assert unknown_fields("{{place}} {{author}}") == ["author"]
    assert unknown_fields("{{place} и") == ["{{"]
    assert all(unknown_fields(each.text) == [] for name in profiles.names() for each in
               profiles.read(profiles.path_of(name)).templates)  # fmt: skip


def test_a_records_street_lies_where_the_gazetteer_says() -> None:
    profile = replace(PROFILE, territories=(Territory("north", "Ясноборск"),))
    where = Whereabouts(profile.territories, parents=lambda place: ["Ясноборск"] if "Кирпичная" in place else [])
    assert Placing(profile).territory("улица Кирпичная, 9") == ""
    assert Placing(profile, where).territory("улица Кирпичная, 9") == "north"
