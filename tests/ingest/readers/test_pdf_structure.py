"""PDFs by both engines: places of printed lines, page labels, tables, columns, tags, passwords, scans."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfmaker import Words, lines, make_pdf, write_objects
from rendering import holds

from graph.errors import SourceError
from graph.model import Coding, Passage
from ingest.coding.anchors import Anchors, context
from ingest.readers import Document
from ingest.readers.base import ReadOptions
from ingest.readers.pdf import PdfReader

ENGINES = ("pdfminer", "pdfium")
by_both = pytest.mark.parametrize("engine", ENGINES)


def parsed(data: bytes, engine: str, *passwords: str) -> Document:
    document = PdfReader().read(data, "x.pdf", "policy", ReadOptions(engine, passwords))
    holds(document)
    places_hold(document)
    return document


def places_hold(document: Document) -> None:
    """Regions are in order, and every block's words but for the spaces between lines stand in one."""
    starts = [region.start for region in document.regions]
    assert starts == sorted(starts)
    for block in document.blocks:
        own = [region for region in document.regions if region.start < block.end and region.end > block.start]
        covered = set().union(*(range(region.start, region.end) for region in own))
        left = "".join(document.text[at] for at in range(block.start, block.end) if at not in covered)
        assert left.replace("|", "").strip() == ""
        assert all(region.left < region.right and region.top < region.bottom for region in own)


WORDS = lines(72, 700, ["The board meets in each valley, so that nobody has to cross the pass to be heard when the"])


@by_both
@pytest.mark.parametrize(
    ("page", "left", "top"),
    [
        ("", 72, 142),
        ("/Rotate 90", 700, 72),
        ("/Rotate 180", None, 700),
        ("/Rotate 270", 142, None),
        ("/CropBox [20 30 500 800]", 52, 100),
        ("/Rotate 90 /CropBox [20 30 500 800]", 670, 52),
    ],
)
def test_a_line_stands_where_the_page_shows_it(engine: str, page: str, left: float | None, top: float | None) -> None:
    """The baseline's beginning is at (72, 700) in the file; the box reaches from it about one size."""
    document = parsed(make_pdf([[Words(72, 700, "A word")]], page=page), engine)
    (region,) = document.regions
    assert document.text[region.start : region.end] == "A word"
    for found, wanted in ((region.left, left), (region.top, top)):
        assert wanted is None or found == pytest.approx(wanted, abs=12)


@by_both
def test_a_paragraph_over_the_page_end_has_regions_on_both(engine: str) -> None:
    pages = [
        [*lines(72, 120, ["The hall is kept by the keepers of the valley, as it has always been, and whoev-"])],
        [*lines(72, 760, ["er comes late is let in."])],
    ]
    document = parsed(make_pdf(pages), engine)
    assert len(document.blocks) == 1
    shown = [(region.page, document.text[region.start : region.end]) for region in document.regions]
    assert [page for page, _ in shown] == [1, 2]
    assert "".join(text for _, text in shown) == document.text
    assert document.text.endswith("whoever comes late is let in.")


@by_both
def test_references_cite_the_labels_of_the_file(engine: str) -> None:
    pages = [[Words(72, 700, f"{text} is read in the hall.")] for text in ("The first", "The next", "The last")]
    labels = "/PageLabels << /Nums [0 << /S /r /St 4 >> 2 << /P (A-) /S /D >>] >>"
    document = parsed(make_pdf(pages, catalog=labels), engine)
    assert document.page_labels == ("iv", "v", "A-1")
    assert [(block.ref, block.page) for block in document.blocks] == [
        ("p. iv, para 1", 1),
        ("p. v, para 1", 2),
        ("p. A-1, para 1", 3),
    ]


@by_both
def test_labels_that_are_numbers_or_damaged_are_not_shown(engine: str) -> None:
    pages = [[Words(72, 700, "The first is read.")], [Words(72, 700, "The next is read.")]]
    assert parsed(make_pdf(pages, catalog="/PageLabels << /Nums [0 << /S /D >>] >>"), engine).page_labels == ()
    assert len(parsed(make_pdf(pages, catalog="/PageLabels << /Nums [(x) 7] >>"), engine).blocks) == 2


@by_both
def test_a_table_is_kept_as_rows_under_its_caption(engine: str) -> None:
    rows = [("Valley", "Halls", "Keepers"), ("Upper", "12", "30"), ("Middle", "7", "18"), ("Lower", "9", "22")]
    cells = [
        Words(x, 640 - 16 * at, text)
        for at, row in enumerate(rows)
        for x, text in zip((72, 220, 330), row, strict=True)
    ]
    page = [
        *lines(72, 720, ["The board counts its halls once a year, when the snow has gone from the"]),
        *lines(72, 706, ["upper valley and the keepers can be asked."]),
        *lines(72, 670, ["Table 3: Halls and keepers"]),
        *cells,
        *lines(72, 540, ["It publishes what it has counted, and says who counted it and when it was done."]),
    ]
    document = parsed(make_pdf([page]), engine)
    found = [(block.ref, block.heading, document.words(block)) for block in document.blocks if "row" in block.ref]
    assert found == [
        (f"Table 3, row {at}, p. 1", "Table 3: Halls and keepers", " | ".join(row)) for at, row in enumerate(rows, 1)
    ]
    assert len(document.blocks) == 7


@by_both
def test_cells_of_prose_are_no_columns_of_text(engine: str) -> None:
    left = ["The board says what it wants", "to do with the halls.", "The keepers say what they", "would rather do.",
            "The council says what it", "can pay for this year."]  # fmt: skip
    right = ["It is read aloud in each hall", "before the snow comes.", "It is written down by two of",
             "them and signed by all.", "It is sent to the board in a", "letter with the seal."]  # fmt: skip
    heights = [700, 686, 650, 636, 600, 586]
    page = [
        Words(x, y, text) for x, texts in ((72, left), (330, right)) for y, text in zip(heights, texts, strict=True)
    ]
    document = parsed(make_pdf([page]), engine)
    assert [document.words(block) for block in document.blocks] == [
        f"{left[at]} {left[at + 1]} | {right[at]} {right[at + 1]}" for at in (0, 2, 4)
    ]


@by_both
def test_three_columns_one_after_the_other(engine: str) -> None:
    column = "abcdefghij"
    page = [
        Words(50 + 180 * at, 700 - 12 * row, f"line {letter} of column {at} is here", 9)
        for at in range(3)
        for row, letter in enumerate(column)
    ]
    text = parsed(make_pdf([page]), engine).text
    assert re.findall(r"line (\w) of column (\d)", text) == [(letter, str(at)) for at in range(3) for letter in column]


def tagged_pdf() -> bytes:
    page = [
        Words(72, 780, "Running words", tag="Artifact"),
        Words(72, 740, "Halls and their keepers", 11, tag="0"),
        Words(72, 700, "A paragraph that is said to be one", tag="1"),
        Words(72, 660, "although its lines stand far apart.", tag="2"),
        Words(72, 620, "Upper", tag="3"),
        Words(120, 620, "12", tag="4"),
        Words(72, 600, "Lower", tag="5"),
        Words(120, 600, "9", tag="6"),
    ]
    first = 8
    tree = [
        ("Document", "0", [1, 2, 3], []),
        ("Heading", "1", [], [0]),
        ("P", "1", [], [1, 2]),
        ("Table", "1", [4, 5], []),
        ("TR", "1", [6, 7], []),
        ("TR", "1", [8, 9], []),
        ("TD", "1", [], [3]),
        ("TD", "1", [], [4]),
        ("TD", "1", [], [5]),
        ("TD", "1", [], [6]),
    ]
    parents = {0: None, 1: 0, 2: 0, 3: 0, 4: 3, 5: 3, 6: 4, 7: 4, 8: 5, 9: 5}
    owner = {number: at for at, (_, _, _, own) in enumerate(tree) for number in own}
    objects = [b"<< /Type /StructTreeRoot /K %d 0 R /RoleMap << /Heading /H2 >> /ParentTree %d 0 R >>"
               % (first + 1, first + 1 + len(tree))]  # fmt: skip
    for at, (role, _, kids, own) in enumerate(tree):
        children = " ".join([f"{first + 1 + kid} 0 R" for kid in kids] + [str(number) for number in own])
        parent = first if parents[at] is None else first + 1 + int(parents[at] or 0)
        objects.append(f"<< /Type /StructElem /S /{role} /P {parent} 0 R /Pg 6 0 R /K [{children}] >>".encode())
    listed = " ".join(f"{first + 1 + owner[number]} 0 R" for number in sorted(owner))
    objects.append(f"<< /Nums [0 [{listed}]] >>".encode())
    catalog = f"/MarkInfo << /Marked true >> /StructTreeRoot {first} 0 R"
    return make_pdf([page], page="/StructParents 0", catalog=catalog, more=objects)


@by_both
def test_the_structure_that_a_file_has_of_itself_is_used(engine: str) -> None:
    document = parsed(tagged_pdf(), engine)
    assert [(block.ref, block.heading, document.words(block)) for block in document.blocks] == [
        ("p. 1, para 1", "Halls and their keepers",
         "A paragraph that is said to be one although its lines stand far apart."),
        ("p. 1, table 1, row 1", "Halls and their keepers", "Upper | 12"),
        ("p. 1, table 1, row 2", "Halls and their keepers", "Lower | 9"),
    ]  # fmt: skip
    assert "Running words" not in document.text


@by_both
def test_a_tree_that_runs_in_circles_is_left(engine: str) -> None:
    tree = [b"<< /Type /StructTreeRoot /K 9 0 R >>", b"<< /S /P /K [9 0 R 10 0 R] >>", b"<< /S /P /K [9 0 R 8 0 R] >>"]
    catalog = "/MarkInfo << /Marked true >> /StructTreeRoot 8 0 R"
    assert parsed(make_pdf([WORDS], catalog=catalog, more=tree), engine).text.startswith("The board meets")


@by_both
def test_recommendations_and_items(engine: str) -> None:
    page = [
        *lines(72, 700, ["Recommendation 4: The board should meet in each valley."]),
        *lines(72, 660, ["It has said that it will think about this when the snow has gone:"]),
        *lines(80, 640, ["• in the upper valley;", "• in the lower valley."]),
    ]
    document = parsed(make_pdf([page]), engine)
    first, second, *items = document.blocks
    assert (first.ref, document.words(first)) == ("Recommendation 4, p. 1", "The board should meet in each valley.")
    assert second.ref == "p. 1, para 1"
    assert [item.lead for item in items] == [((second.start, second.end),)] * 2


@by_both
def test_a_header_with_the_page_number_in_changing_words_goes(engine: str) -> None:
    names = ["Halls", "Keys", "Letters", "Snow"]
    pages = [
        [Words(72, 800, f"{name} {at}", 9), Words(72, 600, f"What is said of {name.lower()} is written here.")]
        for at, name in enumerate(names, 1)
    ]
    document = parsed(make_pdf(pages), engine)
    assert [document.words(block) for block in document.blocks] == [
        f"What is said of {name.lower()} is written here." for name in names
    ]


SENTENCE = "The keepers of the valley say that the hall is open to everybody who comes before the snow."


def anchored(before: Document, after: Document, quote: str) -> str:
    start = before.text.index(quote)
    prefix, suffix = context(before.text, start, start + len(quote))
    coding = Coding(
        id="c", coder="a", source="s", start=start, end=start + len(quote), exact=quote, code="x", prefix=prefix,
        suffix=suffix,
    )  # fmt: skip
    passages = [
        Passage(id=str(at), source="s", ref=block.ref, start=block.start, end=block.end, text=after.words(block))
        for at, block in enumerate(after.blocks)
    ]
    return Anchors(after.text, passages).anchored(coding).anchor


def test_codings_stay_when_recognised_text_takes_the_place_of_pictures() -> None:
    image = b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI\n" * 100
    last = [Words(72, 700, SENTENCE)]
    scanned = parsed(make_pdf([[], last], extra=image), "pdfminer")
    assert scanned.notes == ("1 of 2 pages are pictures without text (p. 1): run OCR on them.",)
    recognised = parsed(
        make_pdf([[Words(72, 700, "What was a picture can be read now.")], last], extra=image), "pdfminer"
    )
    assert anchored(scanned, recognised, "the hall is open to everybody") == "moved"


@by_both
def test_a_scan_without_any_text_is_no_error(engine: str) -> None:
    document = parsed(make_pdf([[], [], []], extra=b"0 0 100 100 re f\n" * 200), engine)
    assert (document.text, document.blocks, document.regions) == ("", (), ())
    assert "all of its 3 pages are probably scanned" in document.notes[0]


@by_both
def test_truncated_at_every_tenth(engine: str) -> None:
    data = make_pdf([WORDS, WORDS, WORDS])
    for tenth in range(11):
        cut = data[: len(data) * tenth // 10]
        try:
            parsed(cut, engine)
        except SourceError as error:
            assert error.next_step and error.where.startswith("x.pdf")


@by_both
def test_objects_that_name_each_other_in_a_circle(engine: str) -> None:
    data = write_objects([b"<< /Type /Catalog /Pages 2 0 R >>", b"3 0 R", b"2 0 R"])
    with pytest.raises(SourceError) as caught:
        parsed(data, engine)
    assert caught.value.what == "The PDF is damaged."


TEXTS = st.lists(
    st.text(alphabet="abc é1.(•-\u00ad", min_size=1, max_size=40).filter(lambda text: text.strip() != ""),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(TEXTS, st.sampled_from(ENGINES))
def test_places_hold_for_any_lines(texts: list[str], engine: str) -> None:
    parsed(make_pdf([lines(72, 700, texts), lines(72, 700, texts[::-1])]), engine)


# Real documents


@pytest.mark.parametrize("name", ["covid-inquiry-module-1-response", "scottish-homelessness-bulletin"])
def test_both_engines_agree(real: Path, name: str) -> None:
    data = (real / "policy-pdf" / f"{name}.pdf").read_bytes()
    read = [parsed(data, engine) for engine in ENGINES]
    one, other = (Counter(" ".join(d.words(block).split()) for block in d.blocks) for d in read)
    assert (one & other).total() > 0.98 * max(one.total(), other.total())


@by_both
def test_a_password_opens(real: Path, engine: str) -> None:
    data = (real / "difficult-pdf" / "password-is-test.pdf").read_bytes()
    assert parsed(data, engine, "no", "test").blocks
    with pytest.raises(SourceError) as caught:
        parsed(data, engine, "no")
    assert caught.value.what == "The PDF is protected by a password. The one that was given does not open it."
    assert "--password-file" in caught.value.next_step


@by_both
def test_a_scan_says_how_many_pages(real: Path, engine: str) -> None:
    document = parsed((real / "difficult-pdf" / "scanned-pages-no-text-layer.pdf").read_bytes(), engine)
    assert document.blocks == ()
    assert "all of its 16 pages" in document.notes[0]


PROSE = lines(
    72, 700, ["The keepers of the valley say what they hold of the hall, and so does the board of the", "valley."]
)


@by_both
def test_bold_items_of_a_list_are_no_headings(engine: str) -> None:
    items = ["• take steps to write down what is learnt", "• share it with the other valleys"]
    bold = [Words(72, 650 - 20 * at, item, font="bold") for at, item in enumerate(items)]
    document = parsed(make_pdf([[*PROSE, *bold, *lines(72, 590, ["Nobody was asked."])]]), engine)
    said = [document.words(block) for block in document.blocks]
    assert said[1:3] == ["take steps to write down what is learnt", "share it with the other valleys"]


@by_both
def test_lines_that_are_set_like_headings_and_head_nothing_are_passages(engine: str) -> None:
    stacked = ["Keeper of the bridge", "Warden of the mill", "Clerk to the board"]
    bold = [Words(72, 640 - 30 * at, words, font="bold") for at, words in enumerate(stacked)]
    document = parsed(make_pdf([[*PROSE, *bold, *lines(72, 540, ["He has been clerk for nine years."])]]), engine)
    assert [document.words(block) for block in document.blocks][1:3] == stacked[:2]
    assert document.blocks[3].heading == stacked[2]
    assert document.words(document.blocks[3]) == "He has been clerk for nine years."
