"""Matters in the names and codings of GB/T 39046-2020: one table, read both ways.

Nothing here reads the database or needs Django's models: it turns the guide of a matter,
as published or as exported, into a record of the exchange format and back.
"""
