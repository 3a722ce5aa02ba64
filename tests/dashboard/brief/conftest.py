"""A small study with hostile texts, an uncleared case and too few voices at one level, built with the real engine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.stores.base import View
from ingest.build import build, open_view

STUDY = """format: 1
id: gate
title: "A <script>alert(1)</script> study with L04"
note: "Read by us & nobody else."
coders: [anna]
"""
CODEBOOK = """format: 1
axes:
  - id: who-decides
    label: Who decides
    messages:
      - {pole: -1, id: decide-locally, label: Decide locally}
      - {pole: 1, id: decide-nationally, label: Decide <nationally>}
barriers:
  - {id: short-money, label: Short money}
actors:
  - {id: government, label: Government, level: macro, kind: government}
  - {id: agency, label: Agency, level: macro, kind: regulator}
  - {id: board, label: Board, level: macro, kind: board}
  - {id: people, label: People, level: micro, kind: people}
  - {id: team, label: The team, kind: research}
"""
CASES = "case,level,role_group,clearance\n" + "".join(
    f"L0{i},meso,leader,{'restricted' if i == 5 else 'open'}\n" for i in range(1, 6)
)
SAYINGS = {
    "government": "Ministers decide nationally <b>for all</b>.",
    "agency": "The agency decides nationally.",
    "board": "The board decides nationally.",
    "people": "People want to decide locally.",
}
TALKS = {
    "L01": "The government tells us to decide locally.",
    "L02": "We hear that all is decided locally.",
    "L03": "They say local choice comes first.",
    "L04": "As L04 would say, the government means local choice.",
    "L05": "A secret that must never leave the house.",
}


def _coding(source: str, text: str, code: str, stance: str, start: int, **more: str) -> str:
    line = {"op": "add", "coder": "anna", "source": source, "start": start, "end": start + len(text), "exact": text}
    return json.dumps({**line, "code": code, "stance": stance, **more}) + "\n"


def _write(folder: Path) -> None:
    (folder / "sources").mkdir(parents=True)
    (folder / "codings").mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "cases.csv").write_text(CASES, encoding="utf-8")
    listed, lines = "sources:\n", ""
    for issuer, text in SAYINGS.items():
        listed += f"  - {{id: of-{issuer}, title: 'Words of {issuer}', kind: policy, issuer: {issuer}, "
        listed += f"url: 'https://example.org/{issuer}', file: {issuer}.yaml}}\n"
        items = json.dumps([{"ref": "para 1", "text": text}])
        (folder / "sources" / f"{issuer}.yaml").write_text(f"text_kind: digest\nitems: {items}\n", encoding="utf-8")
        code = "decide-locally" if issuer == "people" else "decide-nationally"
        lines += _coding(f"of-{issuer}", text, code, "endorses", 0)
    listed += "  - {id: talks, title: Talks, kind: excerpts, issuer: team, clearance: open, file: talks.yaml}\n"
    items = json.dumps([{"ref": case, "case": case, "text": text} for case, text in TALKS.items()])
    (folder / "sources" / "talks.yaml").write_text(f"text_kind: paraphrase\nitems: {items}\n", encoding="utf-8")
    start = 0
    whole = "\n\n".join(TALKS.values())
    for text in TALKS.values():
        start = whole.index(text)
        lines += _coding("talks", text, "decide-locally", "reports", start, sender="government")
    (folder / "sources.yaml").write_text(listed, encoding="utf-8")
    (folder / "codings" / "anna.jsonl").write_text(lines, encoding="utf-8")


@pytest.fixture(scope="session")
def gated_view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The small study, built and opened."""
    folder = tmp_path_factory.mktemp("gate") / "study"
    _write(folder)
    result = build(folder)
    assert not [p for p in result.problems if p.severity == "error"], result.problems
    with open_view(folder) as view:
        assert view.table("Coding")["counted"].sum() == len(SAYINGS) + len(TALKS)
        yield view
