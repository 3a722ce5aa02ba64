"""What readers make of small files of our own, compared with golden text.

After a wanted change: `python tests/ingest/readers/test_golden.py` writes the golden files again; read the difference.
"""

from pathlib import Path

import pytest
from pdfmaker import Words, lines, make_pdf
from rendering import holds, rendered

from ingest.readers import choose, read

HERE = Path(__file__).parent
SAMPLES = [
    ("plan.txt", "policy"),
    ("notes.txt", "statement"),
    ("talk.txt", "transcript"),
    ("act.md", "legislation"),
    ("guide.md", "guidance"),
    ("study.txt", "article"),
    ("study.txt", "excerpts"),
    ("digest.yaml", "policy"),
    ("page.html", "policy"),
    ("answers.csv", "excerpts"),
]


def report_pdf() -> bytes:
    """Pages with running lines, numbered paragraphs, broken words, a footnote and a paragraph over the page end."""
    first = [
        Words(72, 800, "VALLEY REPORT", 9),
        *lines(72, 740, ["CHAPTER 1: KEEPING"], size=12, font="bold"),
        *lines(72, 710, ["1.1. The board meets in each valley, so that nobody has to cross the"]),
        *lines(
            100, 696, ["pass in winter. It hears those who live there, and takes their well-", "known worries down."]
        ),
        *lines(72, 650, ["1.2. It answers within a month. The hall is kept by the keep-"]),
        *lines(100, 636, ["ers, as keepers have always done."]),
        Words(269, 640, "1", 6),
        *lines(72, 600, ["Money"], font="bold"),
        *lines(72, 578, ["1.3. Whatever is set aside for the halls of the upper valleys may be used"]),
        *lines(100, 564, ["in the lower ones, where those who set it aside agree to this and the board"]),
        Words(72, 100, "1", 6),
        Words(80, 97, "The key is listed with the others.", 9),
        Words(290, 40, "1", 9),
    ]
    second = [
        Words(72, 800, "VALLEY REPORT", 9),
        *lines(100, 740, ["has been told of it in good time."]),
        *lines(72, 700, ["• wood for the stove", "• oil for the lamp"], pitch=14),
        *lines(72, 650, ["1.4. Nothing is carried over."]),
        Words(290, 40, "2", 9),
    ]
    third = [
        Words(72, 800, "VALLEY REPORT", 9),
        *lines(72, 740, ["Afterword"], font="bold"),
        *lines(72, 718, ["The halls were counted by the keepers, who signed the list."]),
        Words(290, 40, "3", 9),
    ]
    return make_pdf([first, second, third])


def columns_pdf() -> bytes:
    """A page of two columns under a title, with words up the margin."""
    left = [
        "The first column speaks of the bridge",
        "and of those who keep it through the",
        "whole of the winter, and often longer",
    ]
    more = [
        "than anyone had thought they would.",
        "A second paragraph stays in the column",
        "and is closed before the page is full.",
    ]
    right = [
        "The second column speaks of the pass",
        "which is closed when the snow comes",
        "and opened when the keeper says so.",
    ]
    last = [
        "Its own second paragraph is about the",
        "key, which hangs in the lower hall and",
        "is never lent to those who would ask.",
    ]
    page = [
        Words(150, 780, "Bridge and pass, looked at side by side", 18, "bold"),
        *lines(60, 720, left),
        *lines(60, 678, more[:1]),
        *lines(60, 648, more[1:]),
        *lines(320, 720, right),
        *lines(320, 662, last),
        Words(30, 300, "UP THE MARGIN", 8, turned=True),
    ]
    return make_pdf([page])


def golden(name: str, kind: str) -> Path:
    return HERE / "golden" / f"{name}.{kind}.golden"


def made() -> dict[str, bytes]:
    return {"report.pdf": report_pdf(), "columns.pdf": columns_pdf()}


@pytest.mark.parametrize(("name", "kind"), SAMPLES)
def test_sample(name: str, kind: str) -> None:
    document = read(HERE / "samples" / name, kind)
    holds(document)
    assert rendered(document) == golden(name, kind).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(made()))
def test_made_pdf(name: str) -> None:
    data = made()[name]
    document = choose(data, name, "policy").read(data, name, "policy")
    holds(document)
    assert rendered(document) == golden(name, "policy").read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, kind in SAMPLES:
        golden(name, kind).write_text(rendered(read(HERE / "samples" / name, kind)), encoding="utf-8")
    for name, data in made().items():
        document = choose(data, name, "policy").read(data, name, "policy")
        golden(name, "policy").write_text(rendered(document), encoding="utf-8")
