"""The whole page: self-contained, escaped, nothing of a case's id, cells and quotes as the gate decides."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from dashboard.brief import brief
from dashboard.brief.content import gather, measured, with_gap
from dashboard.brief.pick import pairs
from dashboard.figures.pictures import captioned
from dashboard.views.brief import choices, figures, written
from graph.errors import QueryError
from graph.stores.base import View

LOADS = {"src", "srcset", "data", "poster", "background", "action", "xlink:href"}


class Seen(HTMLParser):
    """Collects tags, loads, policy and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.policy = ""
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = {name: value or "" for name, value in attrs}
        self.loads += [value for name, value in values.items() if name in LOADS]
        assert not any(name.startswith("on") or name == "style" for name in values)
        if tag == "a":
            self.links.append(values["href"])
        elif "href" in values:
            self.loads.append(values["href"])
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def html(gated_view: View) -> str:
    return brief(gated_view)


def test_nothing_is_loaded(html: str) -> None:
    seen = Seen(html)
    assert seen.loads == []
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & set(seen.tags)
    assert "default-src 'none'" in seen.policy
    assert "unsafe" not in seen.policy
    assert not re.search(r"url\(|@import", html)
    assert all(link.startswith("https://example.org/") for link in seen.links)
    assert seen.tags.count("svg") == 1


def test_no_case_is_named(html: str) -> None:
    assert not re.search(r"\bL0\d\b", html)
    assert "meso level, leader" in Seen(html).text


def test_texts_are_escaped(html: str) -> None:
    seen = Seen(html)
    assert "script" not in seen.tags
    assert "b" not in seen.tags
    assert "A <script>alert(1)</script> study" in seen.text
    assert "for all</b>" in seen.text


def test_what_is_not_cleared_is_left_out_and_counted(gated_view: View, html: str) -> None:
    text = Seen(html).text
    assert "secret" not in text
    assert "As L04 would" not in text
    found = gather(gated_view, axes=["who-decides"], contradictions=())
    heard = next(g for g in found.tensions[0].groups if "hears" in g.title)
    assert heard.withheld == 2
    assert found.methods.withheld == 2
    assert "2 quotes withheld" in text


def test_a_digest_is_called_one_in_the_line_of_its_citation(html: str) -> None:
    line = re.search(r'<span class="line">[^\n]*?Words of agency[^\n]*?</span></blockquote>', html)
    assert line is not None
    assert "digest, not the official wording" in line.group()


def test_few_voices_are_not_shown(gated_view: View, html: str) -> None:
    cells = gather(gated_view, axes=["who-decides"], contradictions=()).tensions[0].cells
    micro = next(c for c in cells if c.name == "micro says")
    assert (micro.voices, micro.pull) == (None, None)
    assert "fewer than 3 voices: not shown" in Seen(html).text


def test_methods_say_whose_reading_it_is_and_no_clock_time(gated_view: View, html: str) -> None:
    text = Seen(html).text
    assert "Read by us & nobody else." in text
    assert "anna" in text
    assert gated_view.build in text
    assert html == brief(gated_view)
    assert not re.search(r"\d\d:\d\d", text)


def test_default_is_the_measured_axes_and_the_highest_ranked(gated_view: View, html: str) -> None:
    assert with_gap(measured(gated_view)) == ("who-decides",)
    first = pairs(gated_view, 5)
    assert first
    assert html == brief(gated_view, axes=["who-decides"], contradictions=[p.id for p in first])
    assert "<h2>Contradictions</h2>" not in brief(gated_view, top=0)


def test_the_screen_writes_the_same_page(gated_view: View, html: str) -> None:
    offered = choices(gated_view)
    assert written(gated_view, offered.first_axes, offered.first_contradictions) == html
    assert "<h2>Tensions</h2>" not in written(gated_view, (), offered.first_contradictions)


@pytest.mark.parametrize("wrong", [{"axes": ["nowhere"]}, {"contradictions": ["x-0"]}])
def test_what_is_not_there_is_an_error(gated_view: View, wrong: dict[str, list[str]]) -> None:
    with pytest.raises(QueryError, match=r"nowhere|x-0"):
        brief(gated_view, **wrong)  # type: ignore[arg-type]


def test_the_figures_one_by_one_are_those_of_the_page(gated_view: View) -> None:
    axes = tuple(t.axis for t in measured(gated_view))
    page = written(gated_view, axes, ())
    found = figures(gated_view, (*axes, axes[0]))
    assert [one.axis for one in found] == list(axes)
    for one in found:
        assert one.drawing in page
        assert one.label in one.sentence
        assert len(one.numbers) >= 3
        root = ElementTree.fromstring(captioned(one.drawing, one.sentence))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
    hidden = [row for one in found for row in one.numbers.to_dict("records") if row["voices"] is None]
    assert all(row["pull"] is None for row in hidden)
    with pytest.raises(QueryError):
        figures(gated_view, ("nowhere",))
