"""Kinds of characters, as bits by code: the list of characters that `nlp.characters` knows."""

import numpy as np
from numpy.typing import NDArray

Classes = NDArray[np.uint16]

CYRILLIC, LATIN, DIGIT, BLANK, OTHER, MARK, DOUBLE, NEAR, CAPITAL, OPENER = (1 << at for at in range(10))
"""OTHER is not on the list; DOUBLE said twice is markup; NEAR may be markup or personal beside some neighbours."""
LETTER = CYRILLIC | LATIN
END = 0x1FBFF


def _table() -> Classes:
    kinds = np.full(END + 1, OTHER, np.uint16)
    for said, kind in (
        ("!\"$%'()*+,-./:;=>?@\\^`{}~#[]«»§°©®±—–…№“”„‘’•‼⁉\u2011", MARK),
        ("".join(map(chr, (*range(0x2600, 0x2776), *range(0x2794, 0x27C0), *range(0x1F300, 0x1FB00)))), MARK),
        ("_", DOUBLE),
        ("0123456789", DIGIT),
        (" \n", BLANK),
        ("".join(map(chr, range(ord("a"), ord("z") + 1))), LATIN),
        ("".join(map(chr, range(ord("A"), ord("Z") + 1))), LATIN | CAPITAL),
        ("".join(map(chr, range(ord("а"), ord("я") + 1))) + "ё", CYRILLIC),
        ("".join(map(chr, range(ord("А"), ord("Я") + 1))) + "Ё", CYRILLIC | CAPITAL),
    ):
        kinds[[ord(one) for one in said]] = kind
    for said, more in (("*~", DOUBLE), ("@#/[]", NEAR), ("@[", OPENER)):
        kinds[[ord(one) for one in said]] |= more
    return kinds


KINDS = _table()
