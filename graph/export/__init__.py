"""Exports of a whole graph to files that other tools read; the same build gives the same bytes."""

from graph.export.registry import Format, export, formats

__all__ = ["Format", "export", "formats"]
