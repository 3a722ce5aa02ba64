"""A small whole study on disk, to break in one place at a time."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

STUDY = """format: 1
id: small
title: A small study
coders: []
focus: government
"""
CODEBOOK = """format: 1
axes:
  - id: who-decides
    label: Who decides
    messages:
      - {pole: -1, id: decide-locally, label: Decide locally, terms: [local control, decided locally]}
      - {pole: 1, id: decide-nationally, label: Decide nationally, terms: [national control]}
barriers:
  - {id: short-money, label: Short money, terms: [lack of funding]}
actors:
  - {id: government, label: Government, level: macro, kind: government, terms: [the government]}
  - {id: ministers, label: Ministers, level: macro, kind: government, part_of: government, terms: [minister]}
  - {id: council, label: Council, level: meso, kind: council}
  - {id: team, label: The team, kind: research}
"""
SOURCES = """# our sources
sources:
  - id: plan
    title: The plan
    kind: policy
    issuer: government
    date: 2020-01
    file: plan.yaml
  - id: talks
    title: Interviews
    kind: excerpts
    issuer: team
    file: talks.yaml
"""
CASES = "case,level,role_group,clearance\nL01,meso,leader,open\n"
PLAN = """text_kind: digest
items:
  - {ref: para 1, heading: Aims, text: "Priorities are decided locally by each council."}
  - {ref: para 2, heading: Aims, text: "Ministers keep national control of the budget."}
"""
TALKS = """text_kind: paraphrase
items:
  - {ref: L01, heading: Leaders, case: L01, text: "The government says local control, and there is a lack of funding."}
"""
FIRST = {
    "op": "add",
    "coder": "anna",
    "source": "plan",
    "start": 0,
    "end": 30,
    "exact": "Priorities are decided locally",
    "prefix": "",
    "suffix": " by each council.",
    "code": "decide-locally",
    "stance": "endorses",
    "force": "duty",
}
SECOND = {
    "op": "add",
    "coder": "anna",
    "source": "talks",
    "start": 0,
    "end": 33,
    "exact": "The government says local control",
    "code": "decide-locally",
    "stance": "reports",
    "sender": "government",
}


@dataclass(frozen=True)
class StudyFolder:
    """A study on disk; paths are relative to it."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return target

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def line(self, **fields: object) -> None:
        """Append one line to the coder's codings."""
        path = self.path / "codings" / "anna.jsonl"
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(fields, ensure_ascii=False) + "\n")


Told = Callable[[StudyFolder], list[str]]
"""Gives all problems of a study, each as `severity where: what next step`."""
