"""References and definitions of the markup are data of a built study, within one Act and between two."""

from lawmaker import clml, numbered
from studyfolder import StudyFolder

from graph.queries import run
from ingest.build import build, open_view

SITE = "http://www.legislation.gov.uk"
FIRST_ACT = clml(
    numbered(1, "1", numbered(2, "1", "<Text>See <InternalLink Ref='section-2'>section 2</InternalLink>.</Text>"))
    + numbered(
        1,
        "2",
        "<Text>In this Act—</Text><UnorderedList Class='Definition'><ListItem><Para><Text>“well” means this;"
        "</Text></Para></ListItem></UnorderedList>",
    )
)
SECOND_ACT = clml(
    numbered(
        1,
        "9",
        f"<Text>Under <Citation URI='{SITE}/id/asp/2019/7'>the 2019 Act</Citation>, <CitationSubRef "
        f"URI='{SITE}/id/asp/2019/7/section/2/2020-01-01'>section 2</CitationSubRef>.</Text>",
    ),
    attributes=f"IdURI='{SITE}/id/ukpga/2020/3'",
)
SOURCES = """  - {id: first, title: First Act, kind: legislation, issuer: government, file: first.xml}
  - {id: second, title: Second Act, kind: legislation, issuer: government, file: second.xml}
"""


def test_references_and_terms_are_in_the_graph(small_study: StudyFolder) -> None:
    small_study.write("sources.yaml", small_study.read("sources.yaml") + SOURCES)
    small_study.write("sources/first.xml", FIRST_ACT)
    small_study.write("sources/second.xml", SECOND_ACT)
    assert build(small_study.path).problems == ()
    with open_view(small_study.path) as view:
        passages = view.table("Passage").set_index("id")
        assert passages["defines"][passages["defines"] != ""].tolist() == ["well"]
        edges = view.edges("REFERS_TO")
        ends = {(passages.ref[a], passages.ref[b], words) for a, b, words in
                edges[["from_id", "to_id", "words"]].itertuples(index=False)}  # fmt: skip
        assert ends == {("s. 1(1)", "s. 2", "section 2"), ("s. 9", "s. 2", "section 2")}
        (section,) = passages.index[(passages["ref"] == "s. 2") & (passages["source"] == "first")]
        found = run(view, "references_of_passage", passages=[section])
        assert found["direction"].tolist() == ["referred to by"] * 2
        assert sorted(found["citation"]) == ["First Act, s. 1(1)", "Second Act, s. 9"]
