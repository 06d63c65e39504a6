"""An optional backend: a local folder with a fine-tuned transformer as ONNX (docs/transformer.md).

It needs the extra `mcu-monitor[transformer]`, never the network, and runs no code of the folder.
"""

from pathlib import Path

from core.ports import Assessor
from models import registry
from models.manifest import digest
from models.transformer import card as cards
from models.transformer import network
from models.transformer.assessor import TransformerAssessor
from models.transformer.card import CARD, MODEL, seal
from models.transformer.texts import Texts

__all__ = ["TransformerAssessor", "load", "open_folder", "seal"]


def load(folder: Path, *, threads: int = 1) -> TransformerAssessor:
    """The assessor of a folder; `threads` is how many texts are worked on at once. Raises StaleModel with what to do.

    Digests are checked before any file is read, and two sentences are tried before the assessor is handed out.
    """
    card = cards.read(folder)
    cards.verify(folder, card)
    version = f"{card.version}-{digest(folder / CARD)[:6]}"
    texts, graph = Texts.load(folder, card.max_length), network.load(folder, card)
    assessor = TransformerAssessor(card, version, texts, graph, threads)
    assessor.try_out()
    return assessor


def open_folder(folder: Path, *, threads: int = 1) -> Assessor:
    """The assessor of any folder: a transformer's, or one that `mcu train` made. Raises StaleModel."""
    if any((folder / name).is_file() for name in (CARD, MODEL)):
        return load(folder, threads=threads)
    return registry.load(folder)
