"""A municipality's own journal tells which model assesses, whoever promoted it.

A register of models may be one for many municipalities (`MCU_MODELS` on a shared folder). A promotion is journalled
where it was made; the others would otherwise never learn from their own journals why posts are judged anew.
"""

import models
from core.journal import JournalQuery
from core.ports import Work
from models import manifest
from runtime.wiring import House

ACTION, GROUP = "model.follow", "model"


def note(house: House) -> bool:
    """Write down the model that assesses from now on, if it is another than was written last (at first: than the one
    that came with the program); says whether it is. Raises StaleModel."""
    version = house.assessor.version
    with house.store.read() as work:
        if _told(work, house) == version:
            return False
    with house.store.begin() as work:
        # Asked again where it is written: of several that assess at once one tells it (on PostgreSQL two may, within
        # the same moment, which harms nobody).
        before = _told(work, house)
        if before == version:
            return False
        work.journal.write(house.scope, ACTION, version, {"before": before}, house.clock.now())
    return True


def _told(work: Work, house: House) -> str:
    """The version that the journal names last, else the one that came with the program."""
    found = work.journal.find(house.scope, JournalQuery(group=GROUP, limit=200)).entries
    told = next((each.subject for each in found if each.action == ACTION), "")
    return told or manifest.read(models.default()).version
