"""Passages and snippets as HTML: the one place where text of a source meets markup, and all of it is escaped.

Every piece of text goes through `_text`; nothing else that comes from a study is put into the markup.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from types import MappingProxyType
from urllib.parse import urlencode

from dashboard.views.cited import REFERRED, REFERS, Reference
from dashboard.views.documents import Shown
from dashboard.views.evidence import CodingLine, PassageView, Section
from dashboard.views.official import Official, OfficialPassage

MARKS = {
    "message": "background:rgba(0,114,178,.22);border-bottom:2px solid #0072b2",
    "barrier": "background:rgba(204,121,167,.28);border-bottom:2px solid #cc79a7",
    "actor": "background:rgba(127,127,127,.2);border-bottom:2px solid #7f7f7f",
    "suggested": "background:none;border-bottom:2px dotted #999",
    "hit": "background:rgba(240,228,66,.45)",
}
SMALL = "font-size:.82rem;opacity:.8"
BADGE = "border:1px solid currentColor;border-radius:.6rem;padding:0 .5rem;font-weight:600;white-space:nowrap"
HEADS = ("Reference", "Heading", "Words", "Who speaks")
MOST_REFERENCES = 8
"""So many references of a passage are shown each way."""


def anchor(identifier: str) -> str:
    """A name for a place on the page that is safe in markup and script, whatever the id is."""
    return "at-" + sha256(identifier.encode()).hexdigest()[:16]


def section_html(
    section: Section, number: int, chosen: str, official: Mapping[str, Official] = MappingProxyType({})
) -> str:
    """A section with its passages; the passage with the id `chosen` stands out.

    `official` is the official wording by id of a digest's passage, drawn below it.
    """
    heading = f"<h3>{_text(section.heading)}</h3>" if section.heading else ""
    body = "".join(passage_html(p, p.id == chosen, official.get(p.id)) for p in section.passages)
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


def passage_html(passage: PassageView, chosen: bool, official: Official | None = None) -> str:
    """One passage: reference, kind of text, the words with coded spans marked, and the codings."""
    edge = "border-left:4px solid #e69f00;background:rgba(230,159,0,.10)" if chosen else "border-left:4px solid #8884"
    page = passage.where or (f"page {passage.page}" if passage.page else "")
    page = "" if page == f"page {passage.page}" and f"p. {passage.page}" in passage.ref else page
    about = [passage.ref, page, passage.time, passage.respondent, passage.text_note]
    badge = f' <span style="{BADGE}">{_text(passage.state)}</span>' if passage.state else ""
    lead = f'<span style="opacity:.65">{_text(passage.lead_in)}</span>\n' if passage.lead_in else ""
    words = "".join(_piece(p.text, p.mark, p.ends) for p in passage.pieces)
    lines = "".join(_line(c) for c in passage.codings)
    listed = f'<ul style="list-style:none;padding:0;margin:.3rem 0 0">{lines}</ul>' if lines else ""
    below = official_html(official) if official else ""
    return (
        f'<div id="{anchor(passage.id)}" style="{edge};padding:.5rem .8rem;margin:.6rem 0">'
        f'<div style="{SMALL}">{_text(" · ".join(a for a in about if a))}{badge}</div>'
        f'<p style="margin:.25rem 0;white-space:pre-wrap">{lead}{words}</p>{_cited(passage)}{listed}{below}</div>'
    )


def snippet_html(snippet: Iterable[tuple[str, bool]]) -> str:
    """A hit's words with what was found marked."""
    return '<p style="margin:0">' + "".join(_piece(text, "hit" if hit else "", ()) for text, hit in snippet) + "</p>"


def preview_html(passages: Iterable[Shown]) -> str:
    """Passages of a document that is not kept yet, as a table."""
    rows = "".join(
        f'<tr style="vertical-align:top;border-top:1px solid #8884">'
        f'<td style="{SMALL};padding:.3rem .6rem .3rem 0;width:14%">{_text(p.ref)}</td>'
        f'<td style="{SMALL};padding:.3rem .6rem .3rem 0;width:18%">{_text(p.heading)}</td>'
        f'<td style="padding:.3rem .6rem .3rem 0;white-space:pre-wrap">{_text(p.text)}</td>'
        f'<td style="{SMALL};padding:.3rem 0">{_text(p.case)}</td></tr>'
        for p in passages
    )
    titles = "".join(
        f'<th scope="col" style="text-align:left;padding:.2rem .6rem .2rem 0">{name}</th>' for name in HEADS
    )
    head = f"<thead><tr>{titles}</tr></thead>"
    return f'<table style="width:100%;border-collapse:collapse">{head}<tbody>{rows}</tbody></table>'


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


def _cited(passage: PassageView) -> str:
    """What a passage defines, refers to and is referred to by, in small lines under it."""
    lines = [f"Defines: {_text('; '.join(passage.terms))}"] if passage.terms else []
    for direction in (REFERS, REFERRED):
        found = [r for r in passage.references if r.direction == direction]
        links = " · ".join(_reference(r) for r in found[:MOST_REFERENCES])
        more = f" and {len(found) - MOST_REFERENCES} more" if len(found) > MOST_REFERENCES else ""
        lines += [f"{direction[:1].upper()}{direction[1:]}: {links}{more}"] if found else []
    return "".join(f'<div style="{SMALL}">{line}</div>' for line in lines)


def _reference(reference: Reference) -> str:
    place = urlencode({"source": reference.source, "passage": reference.passage})
    return f'<a href="?{_text(place)}" target="_self">{_text(reference.citation)}</a>'


def official_html(official: Official) -> str:
    """The official wording for a digest's passage, folded under one line that says what it is and how it was found."""
    more = f"{int(official.more)} more passages of it are in the source." if official.more else ""
    body = "".join(_official_passage(p, official.source) for p in official.passages)
    return (
        f'<details style="margin:.4rem 0 0;border-left:2px solid #009e73;padding-left:.6rem">'
        f'<summary style="cursor:pointer;{SMALL}">Official wording · {_text(official.label)} · {_text(official.note)}'
        f'</summary>{body}<div style="{SMALL}">{_text(more)}</div></details>'
    )


def _official_passage(passage: OfficialPassage, source: str) -> str:
    about = " · ".join(part for part in (passage.ref, passage.state) if part)
    lead = f'<span style="opacity:.7">{_text(passage.lead_in)}</span> ' if passage.lead_in else ""
    place = urlencode({"source": source, "passage": passage.id})
    link = f' · <a href="?{_text(place)}" target="_self">read in place</a>'
    if passage.url.startswith(("https://", "http://")):
        link += f' · <a href="{_text(passage.url)}" target="_blank" rel="noreferrer">original</a>'
    words = f'<p style="margin:.1rem 0;white-space:pre-wrap">{lead}{_text(passage.text)}</p>'
    return f'<div style="margin:.3rem 0"><div style="{SMALL}">{_text(about)}{link}</div>{words}</div>'
