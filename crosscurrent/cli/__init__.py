"""The command line: parse, call, print."""

import sys

from graph.errors import CrosscurrentError


def main() -> None:
    """Run one command; exit status 0 done, 1 something in the study needs attention, 2 it could not be carried out."""
    shadow = _shadowed()
    if shadow:
        sys.exit(f"error: {shadow} hides Crosscurrent's own module. Rename it, or run from another folder.")
    from crosscurrent.cli.commands import app

    try:
        app()
    except CrosscurrentError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


def _shadowed() -> str:
    import graph

    found = str(getattr(graph, "__file__", "") or "")
    return "" if hasattr(graph, "__path__") else found or "a module named graph"
