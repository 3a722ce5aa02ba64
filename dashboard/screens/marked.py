"""Passages and snippets as HTML: the one place where text of a source meets markup, and all of it is escaped.

Every piece of text goes through `_text`; nothing else that comes from a study is put into the markup.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from dashboard.views.evidence import CodingLine, PassageView, Section

MARKS = {
    "message": "background:rgba(0,114,178,.22);border-bottom:2px solid #0072b2",
    "barrier": "background:rgba(204,121,167,.28);border-bottom:2px solid #cc79a7",
    "actor": "background:rgba(127,127,127,.2);border-bottom:2px solid #7f7f7f",
    "suggested": "background:none;border-bottom:2px dotted #999",
    "hit": "background:rgba(240,228,66,.45)",
}
SMALL = "font-size:.82rem;opacity:.8"


def anchor(identifier: str) -> str:
    """A name for a place on the page that is safe in markup and script, whatever the id is."""
    return "at-" + sha256(identifier.encode()).hexdigest()[:16]


def section_html(section: Section, number: int, chosen: str) -> str:
    """A section with its passages; the passage with the id `chosen` stands out."""
    heading = f"<h3>{_text(section.heading)}</h3>" if section.heading else ""
    body = "".join(passage_html(p, p.id == chosen) for p in section.passages)
    return f'<section id="{section_anchor(number)}">{heading}{body}</section>'


def section_anchor(number: int) -> str:
    """The place of the section with this number."""
    return f"section-{int(number)}"


def contents_html(headings: Iterable[str]) -> str:
    """Links to the sections, in order."""
    items = "".join(
        f'<li style="margin:.2rem 0"><a href="#{section_anchor(i)}" target="_self">{_text(h or "Beginning")}</a></li>'
        for i, h in enumerate(headings)
    )
    return f'<nav aria-label="Contents" style="max-height:70vh;overflow:auto"><ol>{items}</ol></nav>'


def passage_html(passage: PassageView, chosen: bool) -> str:
    """One passage: reference, kind of text, the words with coded spans marked, and the codings."""
    edge = "border-left:4px solid #e69f00;background:rgba(230,159,0,.10)" if chosen else "border-left:4px solid #8884"
    about = [passage.ref, f"page {passage.page}" if passage.page else "", passage.respondent, passage.text_note]
    words = "".join(_piece(p.text, p.mark, p.ends) for p in passage.pieces)
    lines = "".join(_line(c) for c in passage.codings)
    listed = f'<ul style="list-style:none;padding:0;margin:.3rem 0 0">{lines}</ul>' if lines else ""
    return (
        f'<div id="{anchor(passage.id)}" style="{edge};padding:.5rem .8rem;margin:.6rem 0">'
        f'<div style="{SMALL}">{_text(" · ".join(a for a in about if a))}</div>'
        f'<p style="margin:.25rem 0;white-space:pre-wrap">{words}</p>{listed}</div>'
    )


def snippet_html(snippet: Iterable[tuple[str, bool]]) -> str:
    """A hit's words with what was found marked."""
    return '<p style="margin:0">' + "".join(_piece(text, "hit" if hit else "", ()) for text, hit in snippet) + "</p>"


def scroll_script(passage: str) -> str:
    """A script that brings a passage into view; its only variable part is made of hexadecimal digits."""
    place = anchor(passage)
    if not re.fullmatch(r"at-[0-9a-f]{16}", place):
        raise ValueError(place)
    return (
        "<script>setTimeout(() => { const e = document.getElementById('" + place + "');"
        " if (e) e.scrollIntoView({block: 'center'}); }, 300);</script>"
    )


def _piece(text: str, mark: str, numbers: tuple[int, ...]) -> str:
    if not mark:
        return _text(text)
    over = f'<sup style="{SMALL}">{",".join(str(int(n)) for n in numbers)}</sup>' if numbers else ""
    return f'<mark style="color:inherit;{MARKS.get(mark, MARKS["actor"])}">{_text(text)}</mark>{over}'


def _line(line: CodingLine) -> str:
    heard = f"heard by {line.voice}, sent by {line.sender}" if line.sender else line.voice
    parts = [
        f"{line.number} {line.code}",
        line.stance,
        line.force,
        heard,
        f"to {line.addressee}" if line.addressee else "",
        f"{line.status} by {line.coder}{'' if line.counted else ', not counted'}",
    ]
    style = f"{SMALL};font-style:italic" if line.suggested else SMALL
    memo = f" <i>{_text(line.memo)}</i>" if line.memo else ""
    return f'<li style="{style}">{_text(" · ".join(p for p in parts if p))}{memo}</li>'


def _text(text: str) -> str:
    return escape(text, quote=True)
