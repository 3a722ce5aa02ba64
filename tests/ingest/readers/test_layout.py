"""Running lines, columns and paragraphs of made-up pages."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.layout import reading_order
from ingest.readers.layout_edges import body_size, without_running_lines
from ingest.readers.layout_paragraphs import paragraphs
from ingest.readers.pdf_lines import NOTE_CLOSE, NOTE_OPEN, Line
from ingest.readers.pdf_page import Page

WIDTH, HEIGHT = 600.0, 800.0


def line(
    text: str, y: float, x: float = 72, *, size: float = 10, bold: bool = False, width: float | None = None
) -> Line:
    return Line(text, x, y, x + (5 * len(text) if width is None else width), y + size, size, bold)


def page(number: int, *lines: Line) -> Page:
    return Page(number, WIDTH, HEIGHT, lines, False)


def kept(*pages: Page) -> list[list[str]]:
    return [[line.text for line in lines] for lines in without_running_lines(pages)]


def test_lines_that_differ_in_numbers_only_are_running_lines() -> None:
    pages = [
        page(n, line("VALLEY REPORT", 770), line(f"Words of {n * 'x'}.", 400), line(f"Page {n} of 4", 30))
        for n in (1, 2, 3, 4)
    ]
    assert kept(*pages) == [["Words of x."], ["Words of xx."], ["Words of xxx."], ["Words of xxxx."]]


def test_a_line_on_two_pages_of_many_or_in_the_middle_stays() -> None:
    pages = [
        page(n, line("Twice", 770), line("Often", 400)) if n < 3 else page(n, line("Often", 400)) for n in range(1, 7)
    ]
    assert kept(*pages)[0] == ["Twice", "Often"]


def test_the_same_footnote_on_many_pages_stays() -> None:
    pages = [page(n, line(f"{NOTE_OPEN}{n}{NOTE_CLOSE} Ibid.", 60)) for n in range(1, 6)]
    assert all(len(lines) == 1 for lines in kept(*pages))


def test_the_page_number_of_a_single_page_goes() -> None:
    assert kept(page(1, line("Words here.", 400), line("1", 30))) == [["Words here."]]


def column(texts: str, x: float) -> list[Line]:
    return [line(f"{text} is a line of a column of text", 700 - 12 * at, x, width=200) for at, text in enumerate(texts)]


def test_columns_are_read_one_after_the_other_between_full_lines() -> None:
    lines = [
        line("A title over both of the columns of this page", 740, width=430),
        *column("abcd", 72),
        *column("efgh", 320),
        line("A line below both of the columns of this page", 600, width=430),
    ]
    assert [text.text[0] for text in reading_order(lines, WIDTH)] == ["A", *"abcdefgh", "A"]


def test_cells_of_a_table_are_read_by_rows() -> None:
    lines = [line(f"{text}{at}", 700 - 12 * at, x) for at in range(6) for text, x in (("name", 72), ("99", 320))]
    assert [text.text for text in reading_order(lines, WIDTH)][:2] == ["name0 990", "name1 991"]


def words(*rows: Line) -> list[str]:
    return [paragraph.words for paragraph in paragraphs([(1, list(rows))])]


FULL = 400.0


def test_a_wider_gap_begins_a_paragraph() -> None:
    rows = [line(text, y, width=FULL) for text, y in (("a", 700), ("b", 688), ("c", 676), ("d", 656), ("e", 644))]
    assert words(*rows) == ["a b c", "d e"]


def test_an_indented_line_after_a_sentence_begins_a_paragraph() -> None:
    rows = [
        line("a", 700, width=FULL),
        line("b.", 688, width=FULL),
        line("c", 676, 90, width=FULL),
        line("d", 664, width=FULL),
    ]
    assert words(*rows) == ["a b.", "c d"]


def test_a_short_last_line_ends_a_paragraph() -> None:
    rows = [
        line("a", 700, width=FULL),
        line("b.", 688, width=90),
        line("C", 676, width=FULL),
        line("d", 664, width=FULL),
    ]
    assert words(*rows) == ["a b.", "C d"]


def test_bullets_and_marks_begin_paragraphs_and_numbers_inside_sentences_do_not() -> None:
    texts = ["1.1 One", "goes on in", "3 May and so on.", "1.2 Two:", "• three;", "(a) four", "and so"]
    rows = [line(text, 700 - 12 * at, width=FULL) for at, text in enumerate(texts)]
    assert words(*rows) == ["1.1 One goes on in 3 May and so on.", "1.2 Two:", "• three;", "(a) four and so"]


def test_bold_headings_stand_alone() -> None:
    rows = [line("Money", 700, bold=True), line("It is counted", 688, width=FULL), line("twice.", 676)]
    assert words(*rows) == ["Money", "It is counted twice."]


def test_lines_of_contents_are_left_out() -> None:
    rows = [
        line("Contents", 760),
        line("Money 7", 740),
        line("Keys 9", 728),
        line("Halls", 716),
        line("and mills 12", 704),
    ]
    assert words(*rows) == []
    assert words(line("Money ........ 7", 700), line("Keys . . . . . . 9", 688)) == []


BOXES = st.builds(
    line,
    st.text(alphabet="ab .1(•", min_size=1, max_size=30),
    st.floats(0, 790),
    st.floats(0, 500),
    size=st.sampled_from([6.0, 10.0, 12.0]),
    bold=st.booleans(),
)


@given(st.lists(BOXES, max_size=20))
def test_no_line_is_lost_and_none_is_read_twice(lines: list[Line]) -> None:
    ordered = reading_order(lines, WIDTH)
    assert sorted("".join(row.text for row in ordered).replace(" ", "")) == sorted(
        "".join(text.text for text in lines).replace(" ", "")
    )


def test_the_size_of_most_letters() -> None:
    assert body_size([page(1, line("title", 700, size=20), line("a longer line of words", 600))]) == 10
    assert body_size([]) == 0
