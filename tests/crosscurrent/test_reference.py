"""docs/cli.md is made from the commands, and every command says what it does."""

from pathlib import Path

import typer

from crosscurrent.cli.all import app
from crosscurrent.cli.reference import render_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_the_page_is_the_commands_own_help():
    assert PAGE.read_text(encoding="utf-8") == render_reference()


def test_every_command_says_what_it_does():
    commands = typer.main.get_command(app).commands
    assert {"demo", "new", "add", "build", "check", "tensions", "contradictions", "brief"} <= set(commands)
    assert all(command.help for command in commands.values())
