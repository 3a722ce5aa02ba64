"""docs/study-format.md says every key there is, and its examples make a sound study."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from studyfolder import PLAN, TALKS, StudyFolder, Told

from graph import model
from ingest.readers import digest
from ingest.study import schema

PAGE = (Path(__file__).parents[3] / "docs" / "study-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(yaml|json)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    "entry",
    [
        schema.StudyEntry,
        schema.DisclosureEntry,
        schema.SourceEntry,
        schema.LevelEntry,
        schema.AxisEntry,
        schema.MessageEntry,
        schema.BarrierEntry,
        schema.ActorEntry,
        schema.CodingLine,
    ],
)
def test_every_key_is_on_the_page(entry: type[BaseModel]) -> None:
    missing = [key for key in entry.model_fields if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []


@pytest.mark.parametrize(
    "name", ["LEVELS", "STANCES", "FORCES", "STATUSES", "TEXT_KINDS", "CLEARANCES", "SOURCE_KINDS"]
)
def test_every_word_of_a_list_is_on_the_page(name: str) -> None:
    assert [word for word in getattr(model, name) if f"`{word}`" not in PAGE] == []


def test_the_keys_of_a_digest_are_on_the_page() -> None:
    for key in (*digest._KEYS, *digest._ITEM_KEYS):
        assert re.search(rf"`(items\[\]\.)?{key}`", PAGE), key


def test_the_examples_are_sound(small_study: StudyFolder, problems_of: Told) -> None:
    (_, settings), (_, codebook), (_, codings) = EXAMPLES
    small_study.write("study.yaml", settings)
    small_study.write("codebook.yaml", codebook)
    small_study.write("sources/plan.yaml", PLAN)
    small_study.write("sources/talks.yaml", TALKS)
    small_study.replace("sources.yaml", "issuer: team", "issuer: government")
    small_study.write("codings/anna.jsonl", codings)
    assert problems_of(small_study) == [
        "warning codings/anna.jsonl:3: The coding c-84ff9c1b3a7d2e60 that is retracted here is not there. "
        "Check the id; otherwise nothing is to be done.",
        "warning codings/anna.jsonl:4: anna judged x-0b5e2f6a91c3d784, which is no contradiction of this study (any "
        "more). The judgement is kept: a coding may have been retracted or changed. Retract it if it is over.",
    ]
