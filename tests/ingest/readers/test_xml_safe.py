"""XML from strangers is read without entities, and refused in plain words where it is hostile or damaged."""

import pytest

from graph.errors import SourceError
from ingest.readers.xml_safe import parse, parse_html

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize(
    "declares",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE a [ <!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; ]>',
        "<!doctype a [<!ATTLIST a b CDATA 'x'>]>",
    ],
)
def test_a_doctype_that_declares_is_refused(declares: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-le")}"?>\n{declares}<a>&l9;</a>'
    with pytest.raises(SourceError, match="declares entities") as caught:
        parse(text.encode(encoding), "act.xml")
    assert caught.value.where == "act.xml, line 2" and caught.value.next_step


def test_a_bare_doctype_is_allowed_and_names_become_characters() -> None:
    page = (
        b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        b"<html>a&nbsp;b<i/>&eacute;c&unheard;d</html>"
    )
    assert "".join(parse(page, "p.xhtml").itertext()) == "a\u00a0b\u00e9c&unheard;d"


def test_entities_of_no_doctype_are_damage_and_comments_leave_no_gap() -> None:
    with pytest.raises(SourceError, match="damaged"):
        parse(b"<a>&nbsp;</a>", "a.xml")
    assert parse(b"<a>one<!-- no -->two<?pi x?>three</a>", "a.xml").text == "onetwothree"


@pytest.mark.parametrize("depth", [257, 3_000, 10_000, 100_000])
def test_depth_is_bounded(depth: int) -> None:
    for read in (parse, parse_html):
        tag = b"div" if read is parse_html else b"a"
        with pytest.raises(SourceError, match="more than 256 deep"):
            read(b"<" + tag + b">" + (b"<%b>" % tag) * depth + b"x" + (b"</%b>" % tag) * depth, "deep.xml")
    with pytest.raises(SourceError, match="more than 10 deep"):
        parse(b"<a>" * 11 + b"</a>" * 11, "a.xml", depth=10)
    assert parse(b"<a>" * 10 + b"</a>" * 10, "a.xml", depth=10).tag == "a"


@pytest.mark.parametrize(
    "data",
    [b"", b"   ", b"\0\0\0", b"<a><b></a>", b"<a>\xff</a>", b'<?xml version="1.0" encoding="klingon"?><a/>',
     b"<a>" + b"x" * 12_000_000 + b"</a>", b"plain words"],
)  # fmt: skip
def test_damage_is_told_with_its_line(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        parse(data, "act.xml")
    assert caught.value.where.startswith("act.xml, line ") and caught.value.next_step


def test_the_line_is_the_one_of_the_damage() -> None:
    with pytest.raises(SourceError) as caught:
        parse(b"<a>\n<b>\n</c>\n</a>", "act.xml")
    assert caught.value.where == "act.xml, line 3"


def test_size_is_bounded() -> None:
    with pytest.raises(SourceError, match="at most 10"):
        parse(b"<a>0123456789</a>", "act.xml", limit=10)
    with pytest.raises(SourceError, match="at most 10"):
        parse_html(b"<p>0123456789</p>", "page.html", limit=10)


def test_pages_are_read_as_far_as_they_go() -> None:
    assert "".join(parse_html("<p>caf\u00e9 & <b>more".encode(), "p.html").itertext()) == "caf\u00e9 & more"
    latin = '<meta charset="iso-8859-1"><p>caf\u00e9'.encode("latin-1")
    assert "caf\u00e9" in "".join(parse_html(latin, "p.html").itertext())
