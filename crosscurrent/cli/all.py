"""The whole command line: importing it registers every command."""

from crosscurrent.cli import adding, analysis, commands, dossiers, fetching, framework, listings, networks, questions
from crosscurrent.cli.app import app

__all__ = [
    "adding",
    "analysis",
    "app",
    "commands",
    "dossiers",
    "fetching",
    "framework",
    "listings",
    "networks",
    "questions",
]
