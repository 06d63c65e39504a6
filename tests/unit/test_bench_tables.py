"""Figures come into the document by the command alone, each in its own place."""

from bench import tables
from bench.tables import BENCHES, Bench, kept, listed, shown

ONE = Bench("one", "shows", "bench.one", 10)


def test_all_benches_together_end_within_half_an_hour() -> None:
    assert sum(each.limit for each in BENCHES) <= 1800


def test_each_bench_is_a_module_that_is_there() -> None:
    for each in BENCHES:
        path = tables.ROOT / (each.command.split()[0].replace(".", "/") + ".py")
        assert path.is_file(), path


def test_new_figures_take_the_place_of_the_former_and_all_else_stays() -> None:
    first = kept("# Title\n\nby hand\n", ONE, "1 s \\1")
    again = kept(first.replace("by hand", "by another hand") + "\nthe end\n", ONE, "2 s")
    assert "1 s" not in again
    assert again.count("<!-- bench:one -->") == 1
    assert again.index("by another hand") < again.index("2 s") < again.index("the end")
    assert kept(again, ONE, "2 s") == again


def test_the_table_of_benches_is_written_once_with_every_command() -> None:
    document = listed("# Title\n")
    assert listed(document) == document
    assert all(f"`python -m {each.command}`" in document for each in BENCHES)


def test_tables_stay_tables_and_progress_is_left_out() -> None:
    told = shown("texts: 5\n  20 s  5 stored, 1 assessed\n| a |\n|---|\n| 1 |\nthe end\n")
    assert told == "```text\ntexts: 5\n```\n\n| a |\n|---|\n| 1 |\n\n```text\nthe end\n```"
    assert shown("| a |\n|---|\n") == "| a |\n|---|"
