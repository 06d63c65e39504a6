"""A cell of a table that goes out: residents' words, names of files and reasons must not become a formula there."""

STARTS = tuple("=+-@|%\t\r\n＝＋－＠")
"""What an office program may take for the beginning of a formula or of a command (OWASP, CSV injection)."""
BLANKS = " \u00a0\u200b\ufeff"
"""What stands before it and is not seen, by some programs not even read."""
QUOTE, UNIT = "'", "%"
"""A sign of per cent by itself is a unit and reckons nothing."""


def disarmed(text: str) -> str:
    """The text with an apostrophe before what an office program would reckon with.

    >>> disarmed("=1+1"), disarmed(" @x"), disarmed("Яма"), disarmed("а-б")
    ("'=1+1", "' @x", 'Яма', 'а-б')
    """
    return QUOTE + text if text != UNIT and text.lstrip(BLANKS).startswith(STARTS) else text
