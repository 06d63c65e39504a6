"""Teaches the judge of names that the masker asks (`nlp.guess`): `python -m models.naming TEXTS…`."""
