"""The register: signed, checked before anything is read, followed without a restart, never shortened."""

import json
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from api.meter import Meter, Timed
from core.errors import BadInput, Conflict, Denied, NotFound, StaleModel
from core.labels import Subject
from core.shelf import SHIPPED, Act
from models import manifest, registry
from models.data import read
from models.gate import Limits
from models.manifest import ARTEFACT, LEARNT, MANIFEST, DataFile
from models.shelf.back import rollback
from models.shelf.files import Files
from models.shelf.following import Following
from models.shelf.history import HEAD, HISTORY, POINTER
from models.shelf.proposing import promote, propose, shade
from runtime.modelling import ailing, estranged
from tests.conftest import NOW
from tests.unit.models import made
from tests.unit.models.shelves import EASY, Bad, other


def known(folder: Path):
    """The shipped model is a bad one."""
    return Bad() if folder.name == "shipped" else registry.load(folder)


def test_a_model_goes_through_the_gate_is_promoted_and_rolled_back(files, signer, proposed):
    follower = Following(files, Path("shipped"), known)
    assert follower.version == "shipped-1"
    promote(files, proposed, "shipped-1", signer=signer, why="лучше", at=NOW)
    assert follower.version == proposed
    assert follower.assess([Subject("Яма на дороге")])[0].model == proposed
    start = time.monotonic()
    assert rollback(files, "user:root", "ошибка", NOW).model == SHIPPED
    assert time.monotonic() - start < 1
    assert follower.version == "shipped-1"
    with pytest.raises(NotFound, match="возвращаться некуда"):
        rollback(files, "user:root", "ещё", NOW)
    assert [(each.act, each.signer) for each in files.history()] == [
        (Act.PROPOSE, "anna"), (Act.PROMOTE, "anna"), (Act.ROLLBACK, "")
    ]  # fmt: skip


def test_each_rollback_goes_one_promotion_further_back(files, signer, proposed, tiny, tmp_path, rows):
    promote(files, proposed, "shipped-1", signer=signer, why="проверка", at=NOW)
    version, found = propose(
        files,
        other(tiny, tmp_path / "other"),
        rows,
        Bad(),
        registry.load,
        signer=signer,
        why="проверка",
        at=NOW,
        limits=EASY,
    )
    assert found.passed
    promote(files, version, "shipped-1", signer=signer, why="проверка", at=NOW)
    assert [rollback(files, "x", "", NOW).model for _ in range(2)] == [proposed, SHIPPED]


def test_a_rollback_to_a_model_that_was_changed_or_is_not_trusted_is_refused_and_says_where_one_can_go(
    files, signer, promoted, tiny, tmp_path, rows
):
    version, _ = propose(
        files,
        other(tiny, tmp_path / "other"),
        rows,
        Bad(),
        registry.load,
        signer=signer,
        why="проверка",
        at=NOW,
        limits=EASY,
    )
    promote(files, version, "shipped-1", signer=signer, why="проверка", at=NOW)
    done, weights = files.history(), (files.home(promoted) / ARTEFACT).read_bytes()
    (files.home(promoted) / ARTEFACT).write_bytes(weights + b"x")
    with pytest.raises(StaleModel, match=r"sha256.*В работе прежняя. Вернуть: mcu model rollback --shipped$"):
        rollback(files, "x", "", NOW)
    (files.home(promoted) / ARTEFACT).write_bytes(weights)
    (files.signers.folder / "anna.pub").rename(tmp_path / "anna.pub")
    with pytest.raises(StaleModel, match="нет среди доверенных"):
        rollback(files, "x", "", NOW)
    assert (files.champion(), files.history()) == (version, done)
    with pytest.raises(NotFound, match=f"--to {promoted}, mcu model rollback --shipped"):
        rollback(files, "x", "", NOW, "never-1")
    assert rollback(files, "x", "", NOW, SHIPPED).model == files.champion() == SHIPPED
    with pytest.raises(NotFound, match="возвращаться некуда"):
        rollback(files, "x", "", NOW)


def test_what_did_not_pass_or_was_compared_with_another_is_not_promoted(files, signer, tiny, rows):
    version, found = propose(
        files, tiny, rows, registry.load(tiny), registry.load, signer=signer, why="проверка", at=NOW
    )
    assert "выигрыш не доказан" in " ".join(found.findings)
    with pytest.raises(Conflict, match="выигрыш не доказан"):
        promote(files, version, "x", signer=signer, why="проверка", at=NOW)
    assert files.state().entries[0].passed is False
    propose(files, tiny, rows, Bad(), registry.load, signer=signer, why="проверка", at=NOW, limits=EASY)
    with pytest.raises(Conflict, match="с другой действующей"):
        promote(files, version, "newer-2", signer=signer, why="проверка", at=NOW)
    with pytest.raises(NotFound):
        promote(files, "../" + version, "x", signer=signer, why="проверка", at=NOW)


def test_a_model_is_not_judged_by_a_file_that_it_learnt_from(files, signer, tiny, rows):
    learnt = manifest.read(tiny).data
    with pytest.raises(BadInput, match=f"модель училась, судить по ним нельзя: {learnt[0].name}"):
        propose(files, tiny, rows, Bad(), registry.load, signer=signer, why="x", at=NOW, judged_by=learnt)
    assert not files.history()


def offered_by(files, signer, tiny, rows, *parts):
    judged_by = [DataFile(name, "f" * 64, count) for name, count in parts]
    how = {"signer": signer, "why": "x", "at": NOW, "judged_by": judged_by, "limits": EASY}
    return propose(files, tiny, rows, Bad(), registry.load, **how)[1]


def test_a_part_of_what_it_learnt_in_another_order_and_spelling_is_recognised_as_well(
    files, signer, tiny, rows, tmp_path
):
    learnt = read(made.write(tmp_path)[0])
    part = [replace(row, text=f" {row.text.upper()}\n", id="new") for row in reversed(learnt[:60])]
    with pytest.raises(
        BadInput, match=r"училась на 60 из 160 текстов для проверки \(копия\.jsonl: 60 из 60\): ответы она знает"
    ):
        offered_by(files, signer, tiny, [*rows, *part], ("kept.jsonl", len(rows)), ("копия.jsonl", 60))
    assert not files.history()


def test_a_few_texts_that_a_model_happens_to_know_do_not_judge_it(files, signer, tiny, rows, tmp_path):
    learnt = read(made.write(tmp_path)[0])
    found = offered_by(files, signer, tiny, [*rows, *learnt[:3]], ("kept.jsonl", len(rows) + 3))
    assert (found.learnt, found.measures[0].n) == (3, len(rows))
    assert files.history()[-1].detail["learnt"] == 3
    older = other(tiny, tmp_path / "older")
    told = json.loads((older / MANIFEST).read_text())
    del told["learnt"]
    (older / MANIFEST).write_text(json.dumps(told))
    assert offered_by(files, signer, older, [*rows, *learnt[:3]]).learnt is None


def test_marks_of_what_was_learnt_that_are_lost_or_changed_are_missed(files, signer, tiny, rows, tmp_path):
    folder = other(tiny, tmp_path / "other")
    (folder / LEARNT).write_bytes(b"x")
    with pytest.raises(StaleModel, match="не видно, на чём модель училась"):
        offered_by(files, signer, folder, rows)
    (folder / LEARNT).unlink()
    with pytest.raises(StaleModel, match="не видно, на чём модель училась"):
        offered_by(files, signer, folder, rows)


def test_a_refusal_stands_until_the_model_passes_on_as_many_texts(files, signer, tiny, rows):
    def offered(count: int, limits: Limits) -> str:
        by = (DataFile("kept.jsonl", "f" * 64, count),)
        how = {"signer": signer, "why": "x", "at": NOW, "judged_by": by, "limits": limits}
        return propose(files, tiny, rows, Bad(), registry.load, **how)[0]

    version = offered(86, replace(EASY, size=1))
    offered(50, EASY)
    with pytest.raises(Conflict, match="отклонена на 86 текстах, а прошла на 50 текстах"):
        promote(files, version, "shipped-1", signer=signer, why="x", at=NOW)
    offered(86, EASY)
    assert promote(files, version, "shipped-1", signer=signer, why="x", at=NOW).model == version


@pytest.mark.parametrize("why", ["", "  "])
def test_nothing_is_promoted_without_a_reason(files, signer, proposed, why):
    with pytest.raises(BadInput, match="зачем"):
        promote(files, proposed, "shipped-1", signer=signer, why=why, at=NOW)
    assert files.champion() == SHIPPED


def stale(files: Files) -> str:
    with pytest.raises(StaleModel) as caught:
        Following(files, Path("shipped"), registry.load)
    return str(caught.value)


def test_a_changed_artefact_manifest_pointer_or_history_is_refused_before_it_is_read(files, promoted):
    home = files.home(promoted)
    weights = (home / ARTEFACT).read_bytes()
    (home / ARTEFACT).write_bytes(weights + b"x")
    assert "sha256" in stale(files)
    (home / MANIFEST).write_text(
        json.dumps(json.loads((home / MANIFEST).read_text()) | {"sha256": manifest.digest(home / ARTEFACT)})
    )
    assert "не тот, что подписан" in stale(files)
    history = files.folder / HISTORY
    lines = history.read_text().splitlines()
    history.write_text("\n".join([lines[0], lines[1].replace('"manifest": "', '"manifest": "0')]) + "\n")
    assert "не сходится" in stale(files)
    history.write_text(lines[1] + "\n")
    assert "история" in stale(files)
    (files.folder / POINTER).write_text("{")
    assert "не читается" in stale(files)


def test_files_that_were_changed_under_a_version_are_not_signed_with_the_next_proposal(files, signer, proposed, tiny):
    home = files.home(proposed)
    kept = (home / MANIFEST).read_text()
    (home / MANIFEST).write_text(json.dumps(json.loads(kept) | {"metrics": {}}))
    with pytest.raises(StaleModel, match=r"уже в реестре, и её manifest\.json там другой"):
        files.keep(tiny)
    (home / MANIFEST).write_text(kept)
    assert files.keep(tiny) == proposed


def test_a_version_that_leads_out_of_the_register_is_refused(files, tiny, tmp_path):
    folder = other(tiny, tmp_path / "other")
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": "../../out"}))
    with pytest.raises(StaleModel, match="имя версии"):
        files.keep(folder)
    assert not (tmp_path.parent / "out").exists()


def test_a_damaged_or_missing_model_does_not_hide_the_others(files, signer, promoted, tiny, tmp_path):
    lost = files.keep(other(tiny, tmp_path / "other"))
    shade(files, lost, 3, signer=signer, why="посмотреть", at=NOW)
    (files.home(promoted) / MANIFEST).write_text("{")
    found = files.state()
    (entry,) = found.entries
    assert (found.champion, entry.version, entry.passed) == (promoted, promoted, False)
    assert "повреждён" in entry.findings[0]
    shutil.rmtree(files.home(promoted))
    assert "нет модели" in files.state().entries[0].findings[0]


def test_a_signature_of_nobody_who_is_trusted_is_refused(files, promoted, tmp_path):
    public = files.signers.folder / "anna.pub"
    public.unlink()
    assert "нет среди доверенных" in stale(files)
    files.signers.make("anna", tmp_path / "another.pem")
    assert "не сходится" in stale(files)
    with pytest.raises(Denied):
        files.signers.signer(tmp_path / "anna.pem")


def test_an_artefact_of_other_dictionaries_is_refused_with_what_to_do(files, promoted, signer):
    home = files.home(promoted)
    made_ = json.loads((home / MANIFEST).read_text())
    (home / MANIFEST).write_text(json.dumps(made_ | {"libraries": made_["libraries"] | {"pymorphy3-dicts-ru": "1.0"}}))
    with pytest.raises(StaleModel, match=r"pymorphy3-dicts-ru 1\.0.*mcu train"):
        registry.load(home)


def test_a_champion_that_cannot_be_loaded_leaves_the_old_one_in_force_and_says_why(files, signer, proposed):
    follower = Following(files, Path("shipped"), known)
    promote(files, proposed, "shipped-1", signer=signer, why="проверка", at=NOW)
    (files.home(proposed) / ARTEFACT).write_bytes(b"")
    assert follower.version == "shipped-1"
    assert "sha256" in follower.ailing
    rollback(files, "x", "", NOW)
    assert (follower.version, follower.ailing) == ("shipped-1", "")


def test_what_ails_the_model_or_the_register_reaches_the_check_of_health(files, signer, promoted):
    rollback(files, "x", "", NOW)
    follower = Following(files, Path("shipped"), known)
    timed = Timed(follower, Meter())
    assert ailing(timed, files) == ""
    promote(files, promoted, "shipped-1", signer=signer, why="ещё раз", at=NOW)
    (files.home(promoted) / ARTEFACT).write_bytes(b"")
    assert timed.version == "shipped-1"
    assert "sha256" in ailing(timed, files)
    assert "Оценивает прежняя модель: shipped-1" in ailing(timed, files)
    rollback(files, "x", "", NOW)
    assert (timed.version, ailing(timed, files)) == ("shipped-1", "")
    cut(files, 1)
    with pytest.raises(StaleModel, match="конец истории отрезан"):
        ailing(timed, files)


def test_a_pointer_that_was_changed_by_hand_is_told_by_the_doctor(files, signer, promoted):
    assert estranged(files) == ""
    path = files.folder / POINTER
    path.write_text(path.read_text().replace(promoted, ""))
    assert estranged(files).startswith(f"в работе из поставки, а по истории реестра — {promoted}")


def test_others_go_on_with_the_old_model_while_one_loads_the_new(files, signer, proposed):
    loading, free = threading.Event(), threading.Event()

    def slow(folder: Path):
        if folder.name == "shipped":
            return Bad()
        loading.set()
        free.wait(20)
        return registry.load(folder)

    follower = Following(files, Path("shipped"), slow)
    promote(files, proposed, "shipped-1", signer=signer, why="проверка", at=NOW)
    one = threading.Thread(target=follower.assess, args=([Subject("Яма")],))
    one.start()
    assert loading.wait(20)
    assert follower.assess([Subject("Яма")])[0].model == "shipped-1"
    free.set()
    one.join(20)
    assert follower.version == proposed


def test_keys_are_for_their_person_only_and_never_replaced(files, signer, tmp_path):
    assert (tmp_path / "anna.pem").stat().st_mode & 0o077 == 0
    for name, out in (("anna", tmp_path / "b.pem"), ("../x", tmp_path / "c.pem"), ("boris", tmp_path / "anna.pem")):
        with pytest.raises(BadInput):
            files.signers.make(name, out)
    with pytest.raises(BadInput, match="MCU_SIGNING_KEY"):
        files.signers.signer(None)
    (tmp_path / "no.pem").write_text("x")
    with pytest.raises(BadInput, match="не читается"):
        files.signers.signer(tmp_path / "no.pem")


def test_the_state_tells_who_proposed_why_and_with_what_figures(files, signer, promoted):
    shade(files, promoted, 7, signer=signer, why="посмотреть", at=NOW)
    found = files.state()
    (entry,) = found.entries
    assert (found.champion, entry.who, entry.why, entry.passed) == (promoted, "anna", "первая", True)
    assert entry.rows == 120
    assert {each.name for each in entry.measures} >= {"theme", "kind", "risk"}
    assert all(each.low <= each.gain + 1e-3 and each.gain <= each.high + 1e-3 for each in entry.measures)
    (shadow,) = found.shades
    assert (shadow.version, shadow.lasts(NOW), shadow.lasts(NOW.replace(month=12))) == (promoted, True, False)
    assert replace(shadow, days=0).lasts(NOW) is False


def cut(files: Files, left: int) -> None:
    """The last lines of the history are gone."""
    path = files.folder / HISTORY
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:left]))


def test_a_history_whose_end_is_cut_off_is_refused_by_all_that_read_it(files, signer, promoted):
    shade(files, promoted, 7, signer=signer, why="посмотреть", at=NOW)
    cut(files, 2)
    for ask in (
        files.state,
        lambda: files.checked(promoted),
        lambda: promote(files, promoted, "shipped-1", signer=signer, why="ещё", at=NOW),
        lambda: rollback(files, "x", "", NOW),
    ):
        with pytest.raises(StaleModel, match="конец истории отрезан: шагов было 3, осталось 2"):
            ask()
    (files.folder / HEAD).unlink()
    with pytest.raises(StaleModel, match=r"нет файла .*head\.json"):
        files.state()
    (files.folder / HEAD).write_text("{}")
    with pytest.raises(StaleModel, match=r"head\.json не читается"):
        files.state()


def test_a_history_from_before_there_were_heads_is_read_gets_a_head_and_shows_a_cut_by_its_pointer(
    files, signer, promoted, tmp_path
):
    plain = Files(tmp_path / "older", files.signers)
    shutil.copytree(files.folder, plain.folder)
    with pytest.MonkeyPatch.context() as patch:  # the same deeds as they were written then
        patch.setattr("models.shelf.history.SEALED", "digests")
        (plain.folder / HEAD).unlink()
        assert len(plain.history()) == 2
    cut(plain, 1)
    (plain.folder / HEAD).unlink(missing_ok=True)
    with pytest.raises(StaleModel, match="шагов было 2, осталось 1"):
        plain.history()


def test_who_dies_between_the_line_and_the_head_leaves_a_history_that_goes_on(files, signer, promoted):
    former = (files.folder / HEAD).read_bytes()
    shade(files, promoted, 7, signer=signer, why="посмотреть", at=NOW)
    (files.folder / HEAD).write_bytes(former)
    assert len(files.history()) == 3
    assert rollback(files, "x", "", NOW).number == 4
    cut(files, 3)
    with pytest.raises(StaleModel, match="шагов было 4"):
        files.history()
