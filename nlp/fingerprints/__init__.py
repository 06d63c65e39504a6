"""Near-duplicates: which posts are one text that was copied, cut, quoted, misspelt or slightly edited.

`fingerprint(text)` is a small value for the store; `Duplicates` finds the copies among many texts and says why.
The rules and their figures: docs/near-duplicates.md.
"""

from nlp.fingerprints.copies import StoredCopies
from nlp.fingerprints.index import Duplicates, Found
from nlp.fingerprints.likeness import Likeness, Reason, likeness
from nlp.fingerprints.sketch import Fingerprint, fingerprint

__all__ = ["Duplicates", "Fingerprint", "Found", "Likeness", "Reason", "StoredCopies", "fingerprint", "likeness"]
