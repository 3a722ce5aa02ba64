"""What an engine says of a question it cannot answer, in one form: the place, what is wrong, and what to do."""

import re

from graph.errors import QuestionError
from graph.ontology import ontology
from graph.stores.guard import WORDS
from graph.stores.hints import meant, nearest
from graph.stores.lexer import Token, cut, place

NEXT = "docs/graph.md lists every label, edge and property."
OF_THE_EMBEDDED = re.compile(r"\(line: (\d+), offset: (\d+)\)")
OF_THE_SERVER = re.compile(r"\s*\(line (\d+), column (\d+) \(offset: \d+\)\)")
PLACE = re.compile(r"line (\d+), column (\d+)\Z")
NOT_IN_SCOPE = re.compile(r"Variable `?(\w+)`? (?:is not in scope|not defined)")
NO_TABLE = re.compile(r"Table (\w+) does not exist")
NO_PROPERTY = re.compile(r"Cannot find property (\w+) for (\w+)")
NO_FUNCTION = re.compile(r"function (\w+) does not exist|Unknown function '([\w.]+)'")
LONGEST = 300


def of_ladybug(message: str, text: str) -> QuestionError:
    """The embedded engine's message about the question `text` as an error that names the place."""
    kind, _, told = message.strip().partition(" exception: ")
    if found := OF_THE_EMBEDDED.search(message):
        return _not_understood(text, int(found.group(1)), int(found.group(2)) + 1)
    return _explained(told or kind, text, "")


def of_neo4j(message: str, text: str, shifted: int = 0) -> QuestionError:
    """The server's message about `text`, before which `shifted` characters stood on its first line."""
    found = OF_THE_SERVER.search(message)
    if found is None:
        return _explained(message.strip(), text, "")
    line, column = int(found.group(1)), int(found.group(2))
    column -= shifted if line == 1 else 0
    if message.startswith("Invalid input"):
        return _not_understood(text, line, column)
    return _explained(message[: found.start()].strip(), text, f"line {line}, column {max(column, 1)}")


def excerpt(text: str, where: str) -> str:
    """The line of a question that a place such as `line 2, column 5` means, a mark under it; empty where there is none.

    Meant for a font in which all characters are equally wide.
    """
    found = PLACE.match(where)
    lines = text.splitlines()
    if found is None or not 0 < int(found.group(1)) <= len(lines):
        return ""
    line, column = lines[int(found.group(1)) - 1].replace("\t", " "), int(found.group(2))
    start = max(0, column - 60)
    return f"{line[start : start + 100]}\n{' ' * (column - 1 - start)}^"


def _not_understood(text: str, line: int, column: int) -> QuestionError:
    lines = text.splitlines(keepends=True)
    at = min(sum(len(part) for part in lines[: line - 1]) + column - 1, len(text))
    token = next((t for t in cut(text).tokens if t.at <= at < t.at + len(t.text)), None)
    if token is None:
        hint = "Is a bracket not closed, or RETURN missing?"
        return QuestionError("the question is not complete here.", where=place(text, at), next_step=hint)
    near = nearest(token.text, WORDS.keywords, 1) if token.upper and token.upper not in WORDS.keywords else []
    hint = f"Did you mean {near[0]}?" if near else "Is a comma, a bracket or a word missing before it?"
    return QuestionError(f"{token.text} is not understood here.", where=place(text, token.at), next_step=hint)


def _explained(message: str, text: str, where: str) -> QuestionError:
    """A message whose meaning is known said plainly, any other as the engine says it; the place from the name in it."""
    types = ontology()
    message = " ".join(message.partition('\n"')[0].split())
    what, hint, name = f"the engine cannot answer this: {message[:LONGEST]}", NEXT, ""
    if found := NOT_IN_SCOPE.search(message):
        name = found.group(1)
        what, hint = f"{name} is not known here.", "Name it in MATCH, or pass it on with WITH."
    elif found := NO_TABLE.search(message):
        name = found.group(1)
        what, hint = f"there is no type {name}.", meant(name, [*types.nodes, *types.edges], "Types are")
    elif found := NO_PROPERTY.search(message):
        name = found.group(1)
        near = nearest(name, _properties())
        what = f"{found.group(2)} has no property {name}."
        hint = f"Did you mean {' or '.join(near)}? {NEXT}" if near else NEXT
    elif found := NO_FUNCTION.search(message):
        name = found.group(1) or found.group(2)
        what, hint = f"there is no function {name.lower()}.", "Leave it out, or compute it in what is returned."
    return QuestionError(_ended(what), where=where or _where(text, name), next_step=hint)


def _properties() -> list[str]:
    types = ontology()
    of_nodes = [p.name for node in types.nodes.values() for p in node.columns]
    return [*of_nodes, *(p.name for edge in types.edges.values() for p in edge.properties)]


def _where(text: str, name: str) -> str:
    """The last place where a name stands, which is where it is used; empty where it does not."""
    if not name:
        return ""
    named = [t for t in cut(text).tokens if _same(t, name)]
    return place(text, named[-1].at) if named else ""


def _same(token: Token, name: str) -> bool:
    return token.text.strip("`").lower() == name.lower()


def _ended(what: str) -> str:
    return what if what.endswith((".", "!", "?")) else f"{what}."
