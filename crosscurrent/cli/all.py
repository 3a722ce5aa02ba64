"""The whole command line: importing it registers every command."""

from crosscurrent.cli import analysis, commands, dossiers, framework, listings, networks, questions
from crosscurrent.cli.app import app

__all__ = ["analysis", "app", "commands", "dossiers", "framework", "listings", "networks", "questions"]
