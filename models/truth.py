"""True tags of the tokens of a labelled text."""

import re
from collections.abc import Sequence

from nlp.chain import BEGIN, END, INSIDE, OUT, SINGLE
from nlp.tagging import Token


def true_tags(text: str, tokens: Sequence[Token], places: Sequence[str]) -> list[int]:
    """Tags of every occurrence of the places; a place that cuts a token is left out, longer ones go first."""
    tags = [OUT] * len(tokens)
    first = {token.start: at for at, token in enumerate(tokens)}
    last = {token.end: at for at, token in enumerate(tokens)}
    for place in sorted(set(places), key=lambda name: (-len(name), name)):
        for found in re.finditer(re.escape(place), text):
            start, end = first.get(found.start()), last.get(found.end())
            if start is not None and end is not None and not any(tags[start : end + 1]):
                inner = [INSIDE] * (end - start - 1)
                tags[start : end + 1] = [SINGLE] if start == end else [BEGIN, *inner, END]
    return tags
