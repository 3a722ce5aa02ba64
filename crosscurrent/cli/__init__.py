"""The command line: parse, call, print."""

import sys
from importlib.util import find_spec


def main() -> None:
    """Run one command; exit status 0 done, 1 something in the study needs attention, 2 it could not be carried out."""
    if hidden := hidden_by():
        sys.stderr.write(
            f"error: {hidden} hides a part of Crosscurrent that has the same name. Rename it, or run from another "
            "folder.\n"
        )
        sys.exit(2)
    from crosscurrent.cli.all import app
    from graph.errors import CrosscurrentError

    try:
        app()
    except CrosscurrentError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


def hidden_by() -> str:
    """The user's own module that stands in for one of ours (a graph.py beside a notebook); empty where none does."""
    for name in ("graph", "ingest", "dashboard"):
        spec = find_spec(name)
        if spec is None or not spec.submodule_search_locations or find_spec(f"{name}.{MARKS[name]}") is None:
            return str(spec.origin) if spec else name
    return ""


MARKS = {"graph": "ontology", "ingest": "bundled", "dashboard": "context"}
"""A module of each package by which ours is known."""
