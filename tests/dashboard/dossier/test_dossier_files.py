"""Dossiers of the bundled study: what they hold, and the three files."""

import json
import re
from html.parser import HTMLParser

import pytest

from dashboard.dossier import dossier, pick, written
from dashboard.dossier.listing import Filters, listing
from dashboard.dossier.timeline import before, order_words, standing
from graph.analysts import Judgement
from graph.errors import CrosscurrentError, QueryError
from graph.measures.dossiers import force_group
from ingest.build import open_view


@pytest.fixture(scope="module")
def view(bundled):
    with open_view(bundled) as opened:
        yield opened


@pytest.fixture(scope="module")
def listed(view):
    return listing(view, Filters(limit=0))


@pytest.fixture(scope="module")
def found(view, listed):
    return dossier(view, next(r.id for r in listed.rows if r.pairs > 12))


def judged(pair: str, coder: str, verdict: str, **more: str) -> Judgement:
    return Judgement(f"j-{coder}", coder, pair, verdict, created="2026-01-01", **more)


def test_every_pair_stands_in_one_dossier_of_the_list(view, listed):
    edges = view.edges("CONTRADICTS")
    assert sum(r.pairs for r in listed.rows) == len(edges)
    assert [r.rank for r in listed.rows] == list(range(1, listed.total + 1))
    first = listed.rows[0]
    assert first.best == edges.sort_values("rank")["id"].iloc[0]


def test_filters_narrow_the_list(view):
    found = listing(view, Filters(axes=("who-decides",), kinds=("cross-level",), levels=("macro", "meso"), limit=5))
    assert len(found.rows) == 5 < found.total
    assert {(r.axis, r.kind) for r in found.rows} == {("who-decides", "cross-level")}
    assert {level for r in found.rows for level in (r.a_level, r.b_level)} == {"macro", "meso"}
    hard = listing(view, Filters(forces=("hard–soft",), limit=20))
    assert {force_group(r.forces) for r in hard.rows} == {"hard–soft"}


def test_the_list_knows_fresh_judgements(view, listed):
    first, second = listed.rows[0], listed.rows[1]
    said = [judged(first.best, "AB", "tension"), judged(first.best, "CD", "none"), judged(second.best, "AB", "none")]
    rows = {r.id: r for r in listing(view, Filters(limit=3), said).rows}
    assert (rows[first.id].judgement, rows[second.id].judgement) == ("1 disputed", "1 none")
    for wanted, ids in (("judged", {first.id, second.id}), ("disputed", {first.id})):
        assert {r.id for r in listing(view, Filters(judged=(wanted,), limit=0), said).rows} == ids
    assert listing(view, Filters(judged=("unjudged",), limit=1), said).total == listed.total - 2
    assert listing(view, Filters(judged=("judged",))).rows == ()


def test_a_dossier_holds_both_sides_of_all_its_pairs_best_first(view, found):
    assert [p.rank for p in found.pairs] == sorted(p.rank for p in found.pairs)
    assert {p.a.holder.id for p in found.pairs} | {p.b.holder.id for p in found.pairs} == {h.id for h in found.holders}
    for pair in found.pairs:
        assert pair.a.side == -pair.b.side
        assert abs(sum(p.value * p.weight for p in pair.parts) - pair.salience) < 0.001
        for side in (pair.a, pair.b):
            place = found.places[side.quote.passage]
            assert place.text[side.start : side.start + len(side.quote.text)] == side.quote.text
            assert side.quote.citation and side.quote.voice and side.pole
    passages = view.table("Passage").set_index("id")
    place = next(p for p in found.places.values() if p.before and p.after)
    own = passages.loc[place.passage]
    around = passages[passages["source"] == own["source"]].set_index("seq")["text"]
    assert place.before.text == around[own["seq"] - 1]
    assert place.after.text == around[own["seq"] + 1]


def test_a_contradiction_means_its_dossier_and_an_unknown_id_is_told_with_the_nearest(view, found):
    assert dossier(view, found.pairs[-1].id).id == found.id
    with pytest.raises(QueryError, match=f'Did you mean "{found.id}"'):
        dossier(view, found.id[:-1])
    with pytest.raises(QueryError, match=f'Did you mean "{found.best.id}"'):
        dossier(view, found.best.id + "0")
    with pytest.raises(QueryError, match="lists them all"):
        dossier(view, "L04")


def test_judgements_of_every_coder_stand_with_their_reasons(view, found):
    said = [
        judged(found.best.id, "AB", "reconciled", memo="Two dates.", reconciled_by="the duty of 2016"),
        judged(found.best.id, "CD", "tension", memo="Same plan."),
    ]
    own = dossier(view, found.id, said)
    assert own.best.judgement == "disputed"
    assert own.judged == "1 disputed"
    lines = [pick.judged_line(j) for _, j in pick.judgements(own)]
    assert lines == ["AB: reconciled by the duty of 2016. Two dates.", "CD: tension. Same plan."]
    for text in (written(own, "html"), written(own, "markdown")):
        assert "reconciled by the duty of 2016" in text
    pair = json.loads(written(own, "json"))["pairs"][0]
    assert [j["reason"] for j in pair["judgements"]] == ["Two dates.", "Same plan."]


def test_the_page_is_self_contained_and_opens_with_the_judgement(found):
    html = written(found, "html")
    tags = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.add(tag)
            assert not {n for n, _ in attrs if n.startswith("on") or n == "src"}

    Tags().feed(html)
    assert not tags & {"script", "img", "link", "iframe", "object", "form"}
    assert "default-src 'none'" in html
    assert html.index("No analyst has judged") < html.index("Both sides") < html.index("What reconciles it")
    assert "digest, not the official wording" in html
    assert html == written(found, "html")


def test_few_pairs_stand_in_full_and_their_quotes_differ_where_they_can(found):
    full = pick.full_pairs(found)
    assert full[0] == found.best
    assert len(full) == pick.FULL
    assert len(set(full)) == pick.FULL


def test_json_has_the_documented_fields(found):
    docs = (__import__("pathlib").Path(__file__).parents[3] / "docs" / "dossiers.md").read_text(encoding="utf-8")
    data = json.loads(written(found, "json"))

    def documented(row):
        line = next(x for x in docs.splitlines() if x.startswith(f"| {row} |"))
        return [re.sub(r"\(.*", "", f).strip() for f in re.sub(r" \([^)]*\)", "", line.split("|")[2]).split(",")]

    assert list(data) == documented("the dossier")
    assert list(data["pairs"][0]) == documented("`pairs`")
    assert list(data["pairs"][0]["a"]) == documented("`a`, `b`")
    assert list(data["timeline"][0]) == documented("`timeline`")
    assert list(data["context"][0]) == documented("`context`")
    assert list(data["reconciles"][0]) == documented("`reconciles`")
    assert list(data["reconciles"][0]["quotes"][0]) == documented("a quote of these")
    assert len(data["pairs"]) == len(found.pairs)


def test_markdown_lists_every_pair(found):
    text = written(found, "markdown")
    assert text.count("### ") - text.count("### Other") == 10
    assert text.count(" ↔ ") == len(found.pairs) - 10


def test_another_format_is_refused(found):
    with pytest.raises(CrosscurrentError, match="json, markdown, html"):
        written(found, "docx")


def source(name: str, date: str, **more: str) -> dict[str, str]:
    return {"id": name, "label": name.title(), "date": date, "kind": "guidance", "until": "", "replaced_by": "", **more}


def test_whether_an_older_text_is_still_in_force_is_told_or_said_to_be_unknown():
    newer = source("newer", "2020-05")
    sources = {"newer": newer}
    older = source("older", "2014")
    assert standing(older, sources) == "in force: not stated"
    assert order_words("a", older, newer, sources) == (
        "The left side came first (2014 and 2020-05). Whether the older text is still in force is not stated."
    )
    assert order_words("b", newer, older | {"replaced_by": "newer"}, sources).endswith("The other took its place.")
    assert standing(older | {"replaced_by": "newer"}, sources) == "replaced by Newer (2020-05)"
    ended = older | {"until": "2018"}
    assert order_words("a", ended, newer, sources).endswith("It had ended (2018) when the other was written.")
    together = older | {"until": "2022", "replaced_by": "newest"}
    said = order_words("a", together, newer, sources)
    assert said.endswith("Both were in force together: the older until 2022, replaced by newest.")
    talk = source("talk", "2012", kind="excerpts")
    assert order_words("a", talk, newer, sources) == "The left side came first (2012 and 2020-05)."
    assert "both undated" in order_words("", source("x", ""), source("y", ""), sources)


def test_a_year_holds_all_its_days():
    assert before("2019", "2020-01-01")
    assert not before("2020", "2020-01-01")
    assert not before("", "2020")


def test_the_bundled_study_says_which_texts_were_replaced(view):
    replaced = view.table("Source").set_index("id")["replaced_by"]
    assert set(replaced[replaced != ""]) <= set(replaced.index)
    assert replaced["planning-with-people-guidance-first-edition"] == "planning-with-people-guidance-2024"
