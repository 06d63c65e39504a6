"""What is done with the register: a proposal goes through the gate, a promotion needs it passed."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import BadInput, Conflict
from core.ports import Assessor
from core.reasons import plural
from core.shelf import Act, Deed
from models import learnt as marks
from models import manifest as manifests
from models.data import Labelled
from models.gate import Judged, Limits, Spoken, judge
from models.manifest import ARTEFACT, MANIFEST, DataFile
from models.shelf.files import Files
from models.shelf.following import Load
from models.shelf.signing import Signer

SHADOW_MOST = 90
TEXTS = ("тексте", "текстах", "текстах")
MET = 0.05
"""Share of the texts to judge by that a model may have learnt: they are left out."""


def propose(
    files: Files,
    folder: Path,
    rows: Sequence[Labelled],
    champion: Assessor,
    load: Load,
    *,
    signer: Signer,
    why: str,
    at: datetime,
    judged_by: Sequence[DataFile] = (),
    spoken: Spoken | None = None,
    limits: Limits | None = None,
) -> tuple[str, Judged]:
    """Keep an artefact, compare it with the champion on rows that neither learnt from (`spoken`: on which fields of
    each somebody spoke), and write down the outcome, signed. Raises StaleModel for an artefact that does not fit,
    BadInput for a file that it learnt from, under whatever name and in whatever order, and for no reason given. The
    few texts that it happens to know do not judge."""
    _reasoned(why)
    manifest = manifests.read(folder)
    _unseen(manifest, judged_by)
    learnt = marks.read(folder, manifest)
    seen = marks.known(rows, learnt)
    _few(seen, judged_by)
    fresh = [at for at in range(len(rows)) if not seen[at]]
    words = spoken and [spoken[at] for at in fresh]
    size = (folder / ARTEFACT).stat().st_size
    found = judge([rows[at] for at in fresh], champion, load(folder), size, limits, words)
    found = replace(found, learnt=None if learnt is None else len(rows) - len(fresh))
    with files.alone():
        version = files.keep(folder)
        detail = {
            "artefact": manifest.sha256,
            "manifest": manifests.digest(files.home(version) / MANIFEST),
            "champion": champion.version,
            "judged_by": [asdict(each) for each in judged_by],
            "measures": [asdict(each) for each in found.measures],
            "seconds": list(found.seconds),
            "size": found.size,
            "findings": list(found.findings),
            "learnt": found.learnt,
        }
        act = Act.PROPOSE if found.passed else Act.REFUSE
        files.write(act, version, signer.name, at, why, detail, signer)
    return version, found


def promote(files: Files, version: str, champion: str, *, signer: Signer, why: str, at: datetime) -> Deed:
    """Put a model in force. Raises NotFound, BadInput for no reason given, Conflict where the gate was not passed
    against the present `champion`, or only on fewer texts than those it was refused on."""
    _reasoned(why)
    with files.alone():
        home = files.home(version)
        verdicts = [each for each in files.history() if each.model == version and each.act in (Act.PROPOSE, Act.REFUSE)]
        if not verdicts or verdicts[-1].act is Act.REFUSE:
            wrong = "; ".join(map(str, verdicts[-1].detail.get("findings", ()))) if verdicts else "её не сравнивали"  # type: ignore[call-overload]  # a list of our own
            raise Conflict(f"модель {version} порогов не прошла: {wrong}")
        _not_chosen(verdicts)
        files.checked(version, Act.PROPOSE)
        if verdicts[-1].detail.get("champion") != champion:
            raise Conflict(f"модель {version} сравнивали с другой действующей моделью: предложите её заново")
        manifest = manifests.read(home)
        manifests.verify(home, manifest)
        detail = {"artefact": manifest.sha256, "manifest": manifests.digest(home / MANIFEST), "champion": champion}
        deed = files.write(Act.PROMOTE, version, signer.name, at, why, detail, signer)
        files.point(version, deed)
        return deed


def _reasoned(why: str) -> None:
    if not why.strip():
        raise BadInput("напишите, зачем (--why): это остаётся в истории")


def _unseen(manifest: manifests.Manifest, judged_by: Sequence[DataFile]) -> None:
    """A model knows the answers of the texts that it learnt from."""
    learnt = {each.sha256 for each in manifest.data}
    if known := [each.name for each in judged_by if each.sha256 in learnt]:
        raise BadInput(f"на этих текстах модель училась, судить по ним нельзя: {', '.join(known)}")


def _few(seen: NDArray[np.bool_], judged_by: Sequence[DataFile]) -> None:
    """Short texts meet by chance; more than a few that the model has learnt are no chance."""
    if seen.mean() <= MET:
        return
    starts = np.cumsum([0, *(each.rows for each in judged_by)])
    counts = [int(seen[start : start + each.rows].sum()) for start, each in zip(starts, judged_by, strict=False)]
    named = [f"{each.name}: {count} из {each.rows}" for each, count in zip(judged_by, counts, strict=True) if count]
    told = f" ({'; '.join(named)})" if named else ""
    texts = plural(len(seen), "текста", "текстов", "текстов")
    raise BadInput(
        f"модель училась на {int(seen.sum())} из {texts} для проверки{told}: ответы она знает, судить по ним нельзя"
    )


def _not_chosen(verdicts: Sequence[Deed]) -> None:
    """The last verdict was passed on as many texts as any refusal against the same champion: a set cannot be looked for
    until one lets the model through."""
    last = verdicts[-1]
    refused = [each for each in verdicts if each.act is Act.REFUSE and _against(each) == _against(last)]
    most = max(map(_texts, refused), default=0)
    if _texts(last) < most:
        told = f"отклонена на {plural(most, *TEXTS)}, а прошла на {plural(_texts(last), *TEXTS)}"
        raise Conflict(f"модель {last.model} {told}: судите не меньше чем по стольким же")


def _against(verdict: Deed) -> object:
    return verdict.detail.get("champion")


def _texts(verdict: Deed) -> int:
    return sum(each["rows"] for each in verdict.detail.get("judged_by", ()))  # type: ignore[attr-defined]  # our own


def shade(files: Files, version: str, days: int, *, signer: Signer, why: str, at: datetime) -> Deed:
    """Let a challenger assess beside the champion for some days (0: end it). The gate need not be passed: nobody sees
    its opinions but in the comparison."""
    with files.alone():
        detail = {"days": max(0, min(days, SHADOW_MOST)), "manifest": manifests.digest(files.home(version) / MANIFEST)}
        return files.write(Act.SHADOW, version, signer.name, at, why, detail, signer)
