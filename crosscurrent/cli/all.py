"""The whole command line: importing it registers every command."""

from crosscurrent.cli import commands, listings
from crosscurrent.cli.app import app

__all__ = ["app", "commands", "listings"]
