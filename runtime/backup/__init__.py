"""Copies of the installation: made while it runs, encrypted, proved by restoring, brought back.

`sealing` encrypts a stream, `copying` takes a database as it stands and brings it back, `archive` puts both together.
"""
