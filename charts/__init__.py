"""Altair specifications, one for page, notebook and document."""
