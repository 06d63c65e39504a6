"""The register of models on disk: proposals, the champion, the history that is never shortened, and who follows it."""

from models.shelf.files import Files
from models.shelf.following import Following
from models.shelf.proposing import promote, propose, rollback, shade
from models.shelf.signing import Signer, Signers

__all__ = ["Files", "Following", "Signer", "Signers", "promote", "propose", "rollback", "shade"]
