"""The reference page of the named queries: `python -m graph.queries.reference > docs/queries.md`."""

import sys

from graph.ontology import Property
from graph.queries.catalogue import NamedQuery, Parameter, catalogue, measured


def render_reference() -> str:
    """The page docs/queries.md, as Markdown with "\\n" newlines."""
    lines = [
        "# Named queries",
        "",
        "Generated from `graph/queries/*.cypher` by `python -m graph.queries.reference > docs/queries.md`; do not edit",
        "by hand. Run one with `crosscurrent query NAME -p key=value` (several values: `key=a,b`), or from Python with",
        '`graph.queries.run(view, "NAME", key=[…])`. A list that is empty restricts nothing. Codings that measures do',
        "not count are left out unless the purpose says otherwise. Both engines give the same rows in the same order.",
        "",
        *(f"- [`{q.name}`](#{q.name}): {q.title}" for q in catalogue().values()),
    ]
    for query in catalogue().values():
        lines += _page(query)
    lines += [
        "",
        "# Questions that a measure answers",
        "",
        "No Cypher says these; they are asked with `crosscurrent ask` (docs/questions.md) or from Python with",
        '`graph.questions.answer(view, "NAME", key=[…])`, like every question on that page.',
    ]
    for query in measured().values():
        lines += _page(query)
    return "\n".join(lines) + "\n"


def _page(query: NamedQuery) -> list[str]:
    order = ", ".join(f"{o.column}{' (descending)' if o.descending else ''}" for o in query.order)
    most = f"at most {query.limit} unless `limit` says otherwise" if query.limit else "all of them"
    lines = ["", f"## {query.name}", "", f"**{query.title}.** {query.purpose}", ""]
    if query.parameters:
        lines += ["| parameter | type | default | meaning |", "|---|---|---|---|"]
        lines += [_parameter(p) for p in query.parameters.values()]
        lines += [""]
    lines += ["| column | type | meaning |", "|---|---|---|", *(_column(c) for c in query.columns)]
    return [*lines, "", f"Rows by {order}; {most}."]


def _parameter(parameter: Parameter) -> str:
    kind = {"strings": "list of strings"}.get(parameter.type, parameter.type)
    default = "required" if parameter.required else f"`{_shown(parameter.default)}`"
    takes = ""
    if parameter.of:
        takes = f" Takes ids of {', '.join(parameter.of)}."
    if parameter.one_of:
        takes = f" One of: {', '.join(parameter.one_of)}."
    return f"| `{parameter.name}` | {kind} | {default} | {parameter.doc}{takes} |"


def _shown(default: str | int | tuple[str, ...]) -> str:
    return f"[{', '.join(default)}]" if isinstance(default, tuple) else str(default)


def _column(column: Property) -> str:
    return f"| `{column.name}` | {column.type}{' or null' if column.nullable else ''} | {column.doc} |"


if __name__ == "__main__":
    sys.stdout.buffer.write(render_reference().encode("utf-8"))
