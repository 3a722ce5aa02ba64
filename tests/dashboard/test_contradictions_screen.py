"""The Contradictions screen's view model."""

import pandas as pd
from graph_sample import sample_evidence

from dashboard.views import contradictions as views
from graph.measures.contradictions import contradictions


def test_a_pair_has_both_sides_parts_and_dates() -> None:
    codings = sample_evidence().codings
    row = contradictions(codings).iloc[0].to_dict()
    flipped = {f"{k[-1]}_{k[:-2]}": v for k, v in row.items() if str(k).endswith(("_a", "_b"))}
    row |= flipped | {
        "a_coding": row["a"],
        "b_coding": row["b"],
        "axis_label": "An axis",
        "a_date": "2014",
        "b_date": "",
    }
    messages = sample_evidence().nodes["Message"]
    poles = {(str(m.axis), int(str(m.pole))): str(m.label) for m in messages.itertuples()}
    found = views.pair(row, codings, poles)
    assert {found.a.quote.coding, found.b.quote.coding} == {row["a"], row["b"]}
    assert found.a.heading.split(": ")[1] != found.b.heading.split(": ")[1]
    assert abs(sum(p.value * p.weight for p in found.parts) - found.salience) < 0.001
    assert "undated" in found.first
    assert isinstance(codings, pd.DataFrame)
