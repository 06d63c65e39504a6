"""Vocabulary and rules of a municipal control centre. Standard library only."""
