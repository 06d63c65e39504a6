"""Durable jobs on DBOS, and handing work to the process that runs them (docs/operations.md).

`names` and `requests`: what both sides call things · `rows`: records as JSON · `turns`: when a source is read ·
`work`: what the jobs do, step by step · `gate`: how they leave at a stop · `engine`: DBOS, launched and ended ·
`history`: what finished jobs tell · `apart`: parts that fail one by one ·
`orders`: handing over from another process · `handing`: whether a command does so.
Only this package imports `dbos`; `names`, `rows`, `turns`, `gate` and `handing` do not, so that a command that works
by itself starts without it.
"""
