"""The digest format, and every way in which a digest can be wrong."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers.base import canonical, one_line
from ingest.readers.digest import DigestReader


def wrong(text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        DigestReader().read(text.encode(), "plan.yaml", "policy")
    assert caught.value.next_step
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "A digest begins with"),
        ("- a", 1, "A digest begins with"),
        ("text_kind: digest\n", 1, "items has to be a list"),
        ("items: []\ntext_kind: digest", 1, "items has to be a list"),
        ("text_kind: summary\nitems: [{ref: a, text: b}]", 1, "text_kind has to be one of"),
        ("text_kind: digest\nitems:\n- ref: a", 3, "The item has no text."),
        ("text_kind: digest\nitems:\n- {ref: '', text: b}", 3, "The item has no ref."),
        ("text_kind: digest\nitems:\n- {ref: ~, text: b}", 3, "The item has no ref."),
        ("text_kind: digest\nitems:\n- words", 3, "An item has the keys"),
        ("text_kind: digest\nitems:\n- ref: [a]\n  text: b", 3, "ref has to be text"),
        ("text_kind: digest\nitems:\n- ref: a\n  text: b\n  txt: c", 5, 'There is no key "txt"'),
        ("text_kind: digest\nitems:\n- ref: a\n  text: b\n  case: L 4", 5, "A case is made of"),
        ("text_kind: digest\nitems:\n- ref: a\n\ttext: b", 4, "tab"),
        ("text_kind: digest\ntext_kind: digest\nitems: [{ref: a, text: b}]", 2, "text_kind"),
        ("text_kind: digest\nitems: &all [{ref: a, text: b}]", 2, "anchor"),
        ("text_kind: digest\nitems: [{ref: a, text: *b}]", 2, "alias"),
        ("text_kind: digest\nitems:\n- {ref: a, text: !!python/name:os b}", 3, "tag"),
        ("text_kind: digest\nitems:\n- {ref: a, text: 'b}", 3, ""),
    ],
)
def test_faults_name_their_line(text: str, line: int, what: str) -> None:
    error = wrong(text)
    assert error.where == f"plan.yaml:{line}"
    assert what in error.what


def test_an_anchor_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{key}: &{key} [*{old}, *{old}]\n" for old, key in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchor" in wrong(f"text_kind: digest\nitems: []\n{bomb}").what


def test_all_faults_are_told_together() -> None:
    error = wrong("text_kind: digest\nitems:\n- ref: a\n- text: b\n")
    assert error.what == "The item has no text. Line 4: The item has no ref."


def test_many_faults_are_counted() -> None:
    items = "".join(f"- {{ref: a, text: b, key{number}: c}}\n" for number in range(25))
    assert wrong(f"text_kind: digest\nitems:\n{items}").what.endswith("And 15 more problems.")


def test_values_stay_as_typed() -> None:
    data = b"text_kind: paraphrase\nitems:\n- {ref: 7.10, text: no, case: L04}\n"
    document = DigestReader().read(data, "plan.yaml", "excerpts")
    (block,) = document.blocks
    assert (block.ref, document.words(block), block.case) == ("7.10", "no", "L04")
    assert document.text_kind == "paraphrase"


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: canonical(text).strip() != "")
LINES = TEXTS.filter(lambda text: one_line(text) != "")
ITEMS = st.fixed_dictionaries(
    {"ref": LINES, "text": TEXTS},
    optional={"heading": TEXTS, "case": st.from_regex(r"[A-Z][0-9]{1,3}", fullmatch=True), "url": TEXTS},
)


@given(st.lists(ITEMS, min_size=1, max_size=6))
def test_every_item_comes_back_at_its_place(items: list[dict[str, str]]) -> None:
    data = yaml.safe_dump({"text_kind": "digest", "items": items}, allow_unicode=True, default_style='"').encode(
        "utf-8"
    )
    document = DigestReader().read(data, "plan.yaml", "policy")
    holds(document)
    assert document.text == "\n\n".join(canonical(item["text"]).strip() for item in items)
    assert [document.words(block) for block in document.blocks] == [canonical(item["text"]).strip() for item in items]
    assert [block.case for block in document.blocks] == [item.get("case", "") for item in items]
