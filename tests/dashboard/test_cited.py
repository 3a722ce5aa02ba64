"""What a passage refers to, what refers to it, what it defines, and where it is printed."""

from collections.abc import Iterator

import pytest
from graph_sample import sample_evidence

from dashboard.views.cited import REFERRED, REFERS, page_words, references_of, state_words, terms_of
from dashboard.views.evidence import source_page
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import graph_tables


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    evidence = sample_evidence()
    folder = tmp_path_factory.mktemp("cited") / "k1"
    with LadybugWriter(folder, "k1") as writer:
        pairs = contradictions(evidence.codings, (), class_ids(evidence.actors))
        writer.write(graph_tables(evidence, pairs, aggregates(evidence.codings, evidence.messages)))
    with LadybugView(folder, "k1") as opened:
        yield opened


def sources(view: View) -> dict[str, str]:
    return dict(zip(view.table("Passage")["id"], view.table("Passage")["source"], strict=True))


def test_references_stand_at_both_ends(view: View) -> None:
    of = sources(view)
    found = {passage: own for source in set(of.values()) for passage, own in references_of(view, source).items()}
    ends = {(p, r.direction, r.passage) for p, own in found.items() for r in own}
    assert ends >= {("p1", REFERS, "p2"), ("p2", REFERRED, "p1"), ("p5", REFERS, "p1"), ("p1", REFERRED, "p5")}
    assert all(r.source == of[r.passage] and r.citation and r.words for own in found.values() for r in own)


def test_a_page_carries_references_and_terms(view: View) -> None:
    source = sources(view)["p4"]
    assert terms_of(view, source) == {"p4": ("the landscape", "a scheme")}
    passages = {p.id: p for s in source_page(view, source).sections for p in s.passages}
    assert passages["p4"].terms == ("the landscape", "a scheme")
    own = source_page(view, sources(view)["p1"])
    assert any(p.references for s in own.sections for p in s.passages)


@pytest.mark.parametrize(
    ("page", "label", "words"),
    [
        ("6", "iv", "p. iv, page 6 of the file"), ("6", "", "page 6"), ("6", "6", "page 6"),
        ("", "", ""), ("", "iv", ""),
    ],
)  # fmt: skip
def test_where_it_is_printed(page: str, label: str, words: str) -> None:
    assert page_words(page, label) == words


def test_a_state_is_said_in_words() -> None:
    assert state_words("repealed") == "no longer in force: repealed"
    assert (state_words(""), state_words("dead")) == ("", "dead")
