"""Persons whom a learnt judge hears in a text by what stands around a word: first names alone, small letters, any case.

The rules of `nlp.masks` and `nlp.private` know spellings; the judge knows surroundings («спросите у …», «… опять
шумит»). Its weights are made by `python -m models.naming` of sentences with drawn names; they are numbers by hash.
"""

from nlp.guess.judge import guessed, shown

__all__ = ["guessed", "shown"]
