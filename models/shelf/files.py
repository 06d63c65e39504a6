"""The folder of the register: one folder a model, the history (`models.shelf.history`), `champion.json`.

The pointer is replaced in one step (rename), so who follows it never reads half of it.
"""

import fcntl
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import NotFound, StaleModel
from core.shelf import SHIPPED, Act, Deed, Entry, Measured, Shelf, champion_of, shades_of
from models import manifest as manifests
from models.manifest import ARTEFACT, LEARNT, MANIFEST
from models.shelf import history
from models.shelf.history import POINTER
from models.shelf.signing import Signer, Signers

LOCK = "lock"
REMEDY = "Верните прежнюю модель: mcu model rollback."
FILES = (ARTEFACT, MANIFEST)
Mark = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Files:
    """The register in a folder; `signers` says who may promote. Nothing is made until something is proposed."""

    folder: Path
    signers: Signers

    def mark(self) -> Mark:
        """Changes whenever the champion does; costs one question to the file system."""
        try:
            found = (self.folder / POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def champion(self) -> str:
        """The version in force; `SHIPPED` for the model that came with the program. Raises StaleModel."""
        try:
            found = json.loads((self.folder / POINTER).read_text(encoding="utf-8"))["version"]
        except FileNotFoundError:
            return SHIPPED
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StaleModel(f"реестр моделей: {self.folder / POINTER} не читается. {REMEDY}") from error
        return str(found)

    def home(self, version: str) -> Path:
        """The folder of a model. Raises NotFound."""
        path = self.folder / version
        if not version or Path(version).name != version or not path.is_dir():
            raise NotFound(f"в реестре нет модели «{version}»")
        return path

    def checked(self, version: str, act: Act = Act.PROMOTE) -> Path:
        """The folder of a model after the signature of its last `act` and the digest of its manifest were verified;
        the manifest holds that of the artefact, which is verified before it is read. Raises StaleModel, NotFound."""
        home = self.home(version)
        deeds = [each for each in self.history() if each.model == version and each.act is act]
        if not deeds:
            raise StaleModel(f"модель «{version}» никто не подписал. {REMEDY}")
        self.signers.verify(deeds[-1].signer, history.body(deeds[-1]), deeds[-1].signature)
        if _digest_of(home) != deeds[-1].detail.get("manifest"):
            raise StaleModel(f"модель «{version}»: {MANIFEST} не тот, что подписан. {REMEDY}")
        return home

    def history(self) -> list[Deed]:
        """All deeds, the oldest first. Raises StaleModel where a line is damaged or missing, at the end too."""
        return history.deeds(self.folder)

    def keep(self, folder: Path) -> str:
        """Copy an artefact into the register; gives its version. The same artefact may be kept again. Raises StaleModel
        for one that does not fit its manifest, and where other files stand under its version: they would be signed."""
        from shutil import copyfile  # not loaded for a rollback, which has a second

        manifest = manifests.read(folder)
        manifests.verify(folder, manifest)
        home = self.folder / manifest.version
        if Path(manifest.version).name != manifest.version:
            raise StaleModel(f"модель «{manifest.version}»: такое имя версии не годится")
        home.mkdir(parents=True, exist_ok=True)
        for name in (*FILES, LEARNT) if manifest.learnt else FILES:
            if not (home / name).is_file():
                copyfile(folder / name, home / name)
            elif manifests.digest(home / name) != manifests.digest(folder / name):
                raise StaleModel(f"модель «{manifest.version}» уже в реестре, и её {name} там другой: {home}")
        return manifest.version

    def write(
        self,
        act: Act,
        model: str,
        who: str,
        at: datetime,
        why: str,
        detail: Mapping[str, object],
        signer: Signer | None = None,
    ) -> Deed:
        """Add a deed to the history, signed where there is a signer."""
        number, former = history.head(self.folder)
        told = dict(detail) | {history.SEALED: True}
        deed = Deed(number + 1, act, model, who, at, why, told, former, signer.name if signer else "")
        deed = replace(deed, signature=signer.sign(history.body(deed))) if signer else deed
        history.add(self.folder, deed)
        return deed

    def point(self, version: str, deed: Deed) -> None:
        """Make a version the champion: whoever follows sees it at the next batch."""
        fresh = self.folder / f"{POINTER}.new"
        fresh.write_text(json.dumps({"version": version, "deed": deed.number}) + "\n", encoding="utf-8")
        fresh.replace(self.folder / POINTER)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes the register for the length of the block."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def state(self) -> Shelf:
        """All of it, for people."""
        done = self.history()
        judged = [deed.model for deed in done if deed.act in (Act.PROPOSE, Act.REFUSE)]
        entries = tuple(self._entry(version, done) for version in dict.fromkeys(judged))
        return Shelf(champion_of(done), entries, tuple(done), shades_of(done))

    def _entry(self, version: str, done: Sequence[Deed]) -> Entry:
        deed = next(each for each in reversed(done) if each.model == version and each.act in (Act.PROPOSE, Act.REFUSE))
        detail: Mapping[str, Any] = deed.detail
        known = Entry(
            version,
            "",
            deed.who,
            deed.why,
            passed=deed.act is Act.PROPOSE,
            findings=tuple(detail.get("findings", ())),
            measures=tuple(Measured(**each) for each in detail.get("measures", ())),
        )
        try:
            made = manifests.read(self.home(version))
        except (NotFound, StaleModel) as error:  # a damaged model must not hide the others, nor how to go back
            return replace(known, passed=False, findings=(str(error), *known.findings))
        return replace(known, made=made.created, rows=sum(part.rows for part in made.data), metrics=dict(made.metrics))


def _digest_of(home: Path) -> str:
    try:
        return manifests.digest(home / MANIFEST)
    except OSError as error:
        raise StaleModel(f"нет файла {home / MANIFEST}. {REMEDY}") from error
