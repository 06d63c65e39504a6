"""The samples are whole: every document that the program makes has one, and every file of them is there."""

import inspect
from urllib.parse import unquote

from bench.sample_list import SAMPLES
from bench.samples import FOLDER, INDEX, index
from core.exchange import HEAT, System
from core.ports import Papers
from core.registers import Kind

NO_DOCUMENTS = {"file", "picture"}
"""How the room of documents draws, not what."""


def test_every_document_has_a_sample() -> None:
    made = {each.code for each in SAMPLES}
    papers = {name for name, _ in inspect.getmembers(Papers, inspect.isfunction) if not name.startswith("_")}
    assert papers - NO_DOCUMENTS <= made
    assert {str(each) for each in (*System, HEAT)} <= made
    registers = {code.partition("-")[0] for code in made}
    assert {str(kind) for kind in Kind} <= registers
    assert {"meeting-planned", "meeting-sent", "causes", "roadmap", "audit", "map", "asked"} <= made


def test_the_folder_holds_the_samples_and_nothing_else() -> None:
    wanted = {f"{each.name}.{kind}" for each in SAMPLES for kind in each.kinds} | {INDEX}
    assert {path.name for path in FOLDER.iterdir()} == wanted
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size == 0] == []


def test_the_index_is_the_one_that_the_list_makes_and_names_a_clause_for_each() -> None:
    assert (FOLDER / INDEX).read_text("utf-8") == index()
    assert all("п. " in each.clauses for each in SAMPLES)
    assert all(f"({each.name}.{kind})" in unquote(index()) for each in SAMPLES for kind in each.kinds)
