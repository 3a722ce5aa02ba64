"""A made-up graph of any size with the bundled study's codebook: what the benchmarks of the engines are run on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.evidence import Evidence, evidence
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import COLUMNS as CONTRADICTION
from graph.model import Source, Study
from graph.ontology import ontology
from graph.tables import GraphTables, graph_tables
from ingest.bundled import bundled_study
from ingest.study import load_study

EDGES_A_PASSAGE = 7.06
"""There are as many codings as passages, each with some five edges, and 1.5 contradictions a passage."""
PAIRS_A_PASSAGE = 1.5
PASSAGES_A_SOURCE = 100
PASSAGES_A_RESPONDENT = 1000
VOCABULARY = 4000
TEXT_WORDS = 40
SYLLABLES = ("ba", "den", "cor", "il", "mu", "tra", "pel", "so", "vin", "gar", "lo", "est", "ni", "quo", "ra", "tem")


@dataclass(frozen=True)
class MadeUp:
    """The graph as tables; `texts` are the passages' texts, to draw words from."""

    tables: GraphTables
    texts: tuple[str, ...]

    @property
    def nodes(self) -> int:
        return sum(map(len, self.tables.nodes.values()))

    @property
    def edges(self) -> int:
        return sum(map(len, self.tables.edges.values()))


def made_up_graph(passages: int, rng: np.random.Generator) -> MadeUp:
    """Tables of a study with so many passages."""
    made = made_up(passages, rng)
    pairs = _pairs(made.codings, int(passages * PAIRS_A_PASSAGE), rng)
    tables = graph_tables(made, pairs, aggregates(made.codings, made.messages))
    return MadeUp(tables, tuple(made.passages["text"].head(2000)))


def made_up(passages: int, rng: np.random.Generator) -> Evidence:
    """Frames of a study with so many passages and as many codings; a quarter of the codings are respondents'."""
    study, _ = load_study(bundled_study())
    assert study is not None
    issuers = [a.id for a in study.codebook.actors.values() if a.level]
    count = max(10, passages // PASSAGES_A_SOURCE)
    sources = {f"s{i}": Source(f"s{i}", f"Source {i}", issuer=issuers[i % len(issuers)]) for i in range(count)}
    small = Study(study.id, study.title, study.codebook, sources, study.cases, coders=("first-pass",))
    frames = dict(evidence(small, [], [], {}, {}).nodes)
    frames["Respondent"] = _respondents(max(10, passages // PASSAGES_A_RESPONDENT), rng)
    frames["Passage"] = _passages(passages, frames["Source"], rng)
    frames["Coding"] = _codings(frames, rng)
    return Evidence(frames)


def _filled(label: str, columns: dict[str, object], rows: int) -> pd.DataFrame:
    empty = {"string": "", "int": 0, "float": 0.0, "bool": True}
    data = {c.name: columns.get(c.name, empty[c.type]) for c in ontology().nodes[label].columns}
    return pd.DataFrame(data, index=range(rows))


def _respondents(n: int, rng: np.random.Generator) -> pd.DataFrame:
    ids = [f"R{i:04d}" for i in range(n)]
    levels = np.array(["macro", "meso", "micro"])[rng.integers(0, 3, n)]
    return _filled("Respondent", {"id": ids, "label": ids, "level": levels, "clearance": "open"}, n)


def _passages(n: int, sources: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Passages of words that are as frequent as words are: the nth word of the list stands there in 1/n of cases."""
    of = rng.integers(0, len(sources), n)
    ids = [f"p-{i:012d}" for i in range(n)]
    words = np.array(["".join(rng.choice(SYLLABLES, 1 + i % 4)) + f"{i:x}" for i in range(VOCABULARY)])
    frequency = 1 / np.arange(1, VOCABULARY + 1)
    drawn = rng.choice(VOCABULARY, (n, TEXT_WORDS), p=frequency / frequency.sum())
    texts = [" ".join(row) for row in words[drawn]]
    columns = {"id": ids, "label": ids, "citation": ids, "text": texts, "source": sources["id"].to_numpy()[of]}
    columns |= {"level": sources["level"].to_numpy()[of], "end_offset": 100, "clearance": "open"}
    return _filled("Passage", columns, n)


def _voices(frames: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = ["id", "label", "body", "level", "standing"]
    actors = frames["Actor"][frames["Actor"]["level"] != ""][names].assign(kind="actor")
    own = frames["Respondent"].assign(body=frames["Respondent"]["id"], standing="")
    return actors.reset_index(drop=True), own[names].assign(kind="case").reset_index(drop=True)


def _codings(frames: dict[str, pd.DataFrame], rng: np.random.Generator) -> pd.DataFrame:
    messages, barriers = frames["Message"], frames["Barrier"]
    n = len(frames["Passage"])
    passages = frames["Passage"].iloc[rng.integers(0, n, n)].reset_index(drop=True)
    actors, respondents = _voices(frames)
    both = pd.concat([actors, respondents], ignore_index=True)
    first, last = rng.integers(0, len(actors), n), len(actors) + rng.integers(0, len(respondents), n)
    voice = both.iloc[np.where(rng.random(n) < 0.75, first, last)].reset_index(drop=True)
    sender = actors.iloc[rng.integers(0, len(actors), n)].reset_index(drop=True)
    message = messages.iloc[rng.integers(0, len(messages), n)].reset_index(drop=True)
    is_message, relayed = rng.random(n) < 0.8, rng.random(n) < 0.4
    barrier = barriers["id"].to_numpy()[rng.integers(0, len(barriers), n)]
    has_sender = is_message & relayed
    addressed = is_message & (rng.random(n) < 0.3)
    columns: dict[str, object] = {
        "id": [f"c-{i:012d}" for i in range(n)],
        "label": "words",
        "quote": "words",
        "passage": passages["id"],
        "source": passages["source"],
        "code": np.where(is_message, message["id"], barrier),
        "code_kind": np.where(is_message, "message", "barrier"),
        "axis": np.where(is_message, message["axis"], ""),
        "pole": np.where(is_message, message["pole"], 0),
        "coder": "first-pass",
        "status": "accepted",
        "end_offset": 5,
        "stance": np.where(is_message, np.where(relayed, "reports", "endorses"), ""),
        "anchor": "exact",
        "addressee": np.where(addressed, sender["id"], ""),
        "citation": passages["citation"],
        "text_kind": "digest",
        "clearance": "open",
    }
    for role, who, used in (("voice", voice, np.ones(n, bool)), ("sender", sender, has_sender)):
        names = {"": "id", "_body": "body", "_level": "level", "_standing": "standing", "_label": "label"}
        columns |= {role + end: np.where(used, who[name], "") for end, name in names.items()}
    columns["voice_kind"] = voice["kind"]
    return _filled("Coding", columns, n)


def _pairs(codings: pd.DataFrame, pairs: int, rng: np.random.Generator) -> pd.DataFrame:
    """Pairs of codings on opposite poles, drawn at random (every pair of codings at most once)."""
    messages = codings[codings["code_kind"] == "message"]
    parts = []
    for axis, own in messages.groupby("axis"):
        a, b = (own[own["pole"] == pole].reset_index(drop=True) for pole in (-1, 1))
        n = pairs // messages["axis"].nunique() if len(a) and len(b) else 0
        i, j = rng.integers(0, max(1, len(a)), n), rng.integers(0, max(1, len(b)), n)
        part = pd.DataFrame({"a": a["id"].to_numpy()[i], "b": b["id"].to_numpy()[j], "axis": axis})
        for side, of, at in (("a", a, i), ("b", b, j)):
            for name in ("body", "label", "level"):
                part[f"holder{'' if name == 'body' else '_' + name}_{side}"] = of[f"voice_{name}"].to_numpy()[at]
        parts.append(part)
    table = pd.concat(parts, ignore_index=True).drop_duplicates(["a", "b"], ignore_index=True)
    table["salience"] = np.round(rng.random(len(table)), 4)
    table = table.sort_values("salience", ascending=False, ignore_index=True)
    fixed = {"parts": "{}", "judgement": "", "came_first": "", "claim_a": "said", "claim_b": "said"}
    table = table.assign(side_a=-1, side_b=1, forces="", force_group="none", **fixed)
    table["kind"] = np.where(table["holder_level_a"] == table["holder_level_b"], "within-level", "cross-level")
    table["id"] = [f"x-{i:012d}" for i in range(len(table))]
    table["rank"] = np.arange(1, len(table) + 1)
    gathered = pd.factorize(table["axis"] + table["kind"] + table["holder_a"] + table["holder_b"])[0]
    table["dossier"] = [f"d-{i:012d}" for i in gathered]
    table["dossier_rank"] = gathered + 1
    return table[CONTRADICTION]
