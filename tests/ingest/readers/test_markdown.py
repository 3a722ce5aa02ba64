"""Markdown: the words without the markup, section paths, references of legislation."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document, read
from ingest.readers.markdown import MarkdownReader


def parsed(text: str, kind: str = "policy") -> Document:
    document = MarkdownReader().read(text.encode("utf-8"), "x.md", kind)
    holds(document)
    return document


def test_inline_markup_is_left_out() -> None:
    text = "**Bold**, _it_, *this*, `code`, [link](http://x.y 't'), ![pic](p.png)a <b>tag</b> <!-- n -->"
    assert parsed(text).text == "Bold, it, this, code, link, a tag"
    assert parsed("\\*star\\* 2*3*4 snake_case_x").text == "*star* 2*3*4 snake_case_x"


def test_front_matter_is_left_out_and_rules_are_none() -> None:
    assert parsed("---\ntitle: x\n---\nWords.\n\n***\n\nMore.").text == "Words.\n\nMore."


def test_code_keeps_its_lines() -> None:
    document = parsed("```\na  b\n\n  c\n```\n")
    assert document.words(document.blocks[0]) == "a  b\n\n  c"


def test_a_paragraph_of_hashes_without_space_is_no_heading() -> None:
    assert [block.heading for block in parsed("# Top\n\n#tag words\n\n## Two\n\nWords.").blocks] == ["", "Two"]


def test_block_quotes_of_an_article_with_their_code() -> None:
    text = "# Findings\n\nOne said:\n\n> We are told two things.\n>\n> (P03)\n\nAnother said:\n\n> We go round. (P07)\n"
    document = parsed(text, "excerpts")
    assert [(b.case, document.words(b)) for b in document.blocks] == [
        ("P03", "We are told two things."),
        ("P07", "We go round."),
    ]


def test_a_transcript_with_bold_labels() -> None:
    assert [block.case for block in parsed("**INT:** How?\n\n**P03:** So.\n", "transcript").blocks] == ["", "P03"]


def test_no_words() -> None:
    with pytest.raises(SourceError, match="holds no words"):
        MarkdownReader().read(b"---\na: b\n---\n\n***\n", "x.md", "policy")


PARTS = st.sampled_from(
    [
        "# A",
        "## 4",
        "- (1) b",
        "- (a) c",
        "> d",
        "```",
        "| e | f |",
        "|---|---|",
        "***",
        "---",
        "===",
        "",
        "g *h* [i](j)",
        "[^1]: k",
        "1. l",
        "  m",
        "(P03)",
    ]
)


@given(st.lists(PARTS, max_size=14), st.sampled_from(["policy", "legislation", "article"]))
def test_any_markdown_keeps_the_promises(lines: list[str], kind: str) -> None:
    try:
        parsed("\n".join(lines), kind)
    except SourceError:
        return


def test_an_act_of_34_sections(real: Path) -> None:
    document = read(real / "legislation" / "asp-2014-9_sections-1-to-34.md", "legislation")
    holds(document)
    refs = [block.ref for block in document.blocks]
    assert all(re.fullmatch(r"s\. \d+(?:\([0-9a-z]+\)){0,3}", ref) for ref in refs)
    assert len(refs) == 370
    assert {ref for ref in refs if refs.count(ref) > 1} == {"s. 13(a)", "s. 13(b)"}  # words that they insert elsewhere
    at = {block.ref: block for block in document.blocks}
    assert document.words(at["s. 4(1)(b)(iv)"]).startswith("takes account")
    assert at["s. 4(1)(b)(iv)"].heading.endswith(" › Integration planning principles")
    assert document.words(at["s. 8"]).startswith("As soon as")
    assert not any(sign in document.words(block) for block in document.blocks for sign in ("**", "\n", "](", "> "))


def test_every_subsection_of_the_reference_table_is_found(real: Path) -> None:
    document = read(real / "legislation" / "asp-2014-9_sections-1-to-34.md", "legislation")
    refs = {block.ref for block in document.blocks}
    table = real.parent / "reference" / "act-2014.tsv"
    columns = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    wanted = {
        row[3] for row in columns if row[0].startswith("Public Bodies (Joint Working)") and row[3].startswith("s. ")
    }
    wanted = {ref for ref in wanted if int(re.findall(r"\d+", ref)[0]) <= 34}
    assert len(wanted) > 200
    assert wanted <= refs
