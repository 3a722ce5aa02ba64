"""docs/cli.md is made from the commands, and every command says what it does."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from crosscurrent.cli.reference import render_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_the_page_is_the_commands_own_help():
    assert PAGE.read_text(encoding="utf-8") == render_reference()


@pytest.mark.parametrize("command", ["", *sorted(typer.main.get_command(app).commands)])
def test_every_command_shows_its_help(command):
    result = CliRunner().invoke(app, [*([command] if command else []), "--help"], catch_exceptions=False)
    assert result.exit_code == 0 and "Usage" in result.stdout


def test_every_command_says_what_it_does():
    commands = typer.main.get_command(app).commands
    assert {"demo", "new", "add", "build", "check", "tensions", "contradictions", "brief"} <= set(commands)
    assert all(command.help for command in commands.values())
