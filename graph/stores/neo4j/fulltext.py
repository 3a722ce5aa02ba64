"""Search over passages on a server: the same hits in the same order as the embedded engine's (graph/stores/search.py).

The server's word index only narrows down: it is asked for more than was meant, never less, and the statement then
counts every phrase in the words of a passage, which stand there as the embedded engine cuts them. From the counts it
decides what is a hit and works out FTS5's bm25 in the same order of operations. What needs a logarithm is worked out
here, so both engines give the same double for the same passage. (Where SQLite was compiled to fuse multiplication and
addition, as on some Arm processors, two scores that differ in their last bit alone may stand the other way round.)

Statements are made of numbers of phrases; what was typed goes in as parameters.
"""

import math
from typing import Any

import neo4j
import pandas as pd

from graph.errors import QueryError
from graph.stores.base import Hit, SearchPage, SearchRequest
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.schema import WORDS_INDEX
from graph.stores.snippets import beginning, snippet
from graph.stores.tokens import Tokenizer, joined
from graph.stores.words import All, Either, Phrase, Tree, Without, parse, phrases, wanted

COLUMNS = ("id", "source", "citation", "ref", "text_kind", "level", "respondent", "clearance", "text")
K1, B = 1.2, 0.75
LEAST = 1e-6
"""FTS5's constants; LEAST is the weight of a phrase that stands in half of all passages or more."""
LONGEST, SHORT = 255, 100
"""The server's index cuts words after LONGEST UTF-16 units; for such a word it is asked for SHORT characters of it."""
PLACE = "p.source, p.seq, p.id"


def search_properties(passages: pd.DataFrame) -> pd.DataFrame:
    """What search needs of each passage of a frame: columns `search_words` and `search_length`, rows in its order."""
    tokenizer = Tokenizer()
    cut = (tokenizer.tokens(str(text)) for text in passages["text"])
    rows = [(joined(tokens), len(tokens)) for tokens in cut]
    return pd.DataFrame(rows, columns=["search_words", "search_length"]).astype(
        {"search_words": "str", "search_length": "int64"}
    )


def search(connection: Connection, build: str, request: SearchRequest) -> SearchPage:
    """Find passages of a build; best first, ties and listings in the order of source and place.

    Raises QueryError for words that cannot be read and for a limit or offset below 0, StoreError where the server
    cannot answer.
    """
    if request.limit < 0 or request.offset < 0:
        raise QueryError("limit and offset are 0 or more.", where="search")
    tokenizer = Tokenizer()
    tree = parse(request.words, tokenizer)
    total, rows = connection.read_with(_found, build, request, tree)
    return SearchPage(total, tuple(_hit(row, tree, tokenizer) for row in rows))


def _hit(row: list[Any], tree: Tree | None, tokenizer: Tokenizer) -> Hit:
    passage, source, citation, ref, text_kind, level, respondent, clearance, text = (str(v or "") for v in row)
    shown = snippet(text, wanted(tree), tokenizer) if tree else beginning(text)
    return Hit(passage, source, citation, ref, text_kind, level, respondent, clearance, shown)


def _found(
    transaction: neo4j.ManagedTransaction, build: str, request: SearchRequest, tree: Tree | None
) -> tuple[int, list[list[Any]]]:
    filters, values = _filters(request)
    parameters = {"build": build, "limit": request.limit, "offset": request.offset, **values}
    ranked = order = ""
    if tree:
        plan = _Plan(tree)
        parameters |= plan.parameters
        source = f"{plan.source}{filters} {plan.condition}"
        ranked, order = plan.score, f"score DESC, {PLACE}"
    else:
        source, order = f"MATCH (p:Passage {{build: $build}}) WITH p WHERE true{filters}", PLACE
    total = int(transaction.run(f"{source} RETURN count(*) AS n", parameters).single(strict=True)["n"])
    if total <= request.offset or not request.limit:
        return total, []
    if tree:
        parameters |= _weights(transaction, build, plan)
    listed = ", ".join(f"p.{name} AS {name}" for name in COLUMNS)
    page = f"{source} {ranked} RETURN {listed} ORDER BY {order} SKIP $offset LIMIT $limit"
    return total, [list(record.values()) for record in transaction.run(page, parameters)]


def _filters(request: SearchRequest) -> tuple[str, dict[str, Any]]:
    text, values = "", dict[str, Any]()
    for column, allowed in (("source", request.sources), ("level", request.levels), ("respondent", request.cases)):
        if allowed:
            text += f" AND p.{column} IN $in_{column}"
            values[f"in_{column}"] = list(allowed)
    if request.codes:
        text += " AND EXISTS { MATCH (p)<-[:FOUND_IN]-(c:Coding) WHERE c.counted AND c.code IN $in_codes }"
        values["in_codes"] = list(request.codes)
    return text, values


def _weights(transaction: neo4j.ManagedTransaction, build: str, plan: "_Plan") -> dict[str, Any]:
    """The weight of every phrase and the mean length of a passage, over the whole build."""
    size = transaction.run(
        "MATCH (s:Study {build: $build}) RETURN s.search_rows AS rows, s.search_tokens AS tokens", build=build
    ).single()
    rows, tokens = (size["rows"] or 0, size["tokens"] or 0) if size else (0, 0)
    asked = list(dict.fromkeys(plan.leaves))
    counted = transaction.run(
        "UNWIND range(0, size($asked) - 1) AS i "
        "CALL db.index.fulltext.queryNodes($index, $asked[i]) YIELD node AS p "
        "WITH i, p WHERE p.build = $build AND p.search_words CONTAINS $needles[i] RETURN i, count(*) AS n",
        index=WORDS_INDEX,
        build=build,
        asked=[lucene(phrase) for phrase in asked],
        needles=[_needle(phrase) for phrase in asked],
    )
    holding = {asked[record["i"]]: int(record["n"]) for record in counted}
    weight = {phrase: _weight(int(rows), holding.get(phrase, 0)) for phrase in asked}
    return {"weights": [weight[leaf] for leaf in plan.leaves], "mean": int(tokens) / max(int(rows), 1) or 1.0}


def _weight(rows: int, holding: int) -> float:
    share = (rows - holding + 0.5) / (holding + 0.5)
    # Without a Study node that counts them (its build is being taken away) there may be fewer rows than hits.
    return max(math.log(share), 0.0) or LEAST if share > 0 else LEAST


def lucene(tree: Tree) -> str:
    """What the word index is asked for: every hit and maybe more, as NOT is left out and a phrase may be loosened.

    Nothing needs escaping: words are letters and digits in small letters, so no sign and no operator is among them.
    """
    if isinstance(tree, Without):
        return lucene(tree.wanted)
    if isinstance(tree, Either):
        return f"({' '.join(lucene(part) for part in tree.parts)})"
    if isinstance(tree, All):
        return f"({' '.join(f'+{lucene(part)}' for part in tree.parts)})"
    if not tree.prefix and all(map(_fits, tree.tokens)):
        return f'"{" ".join(tree.tokens)}"'
    # There is no phrase with a prefix in the index's language: each word alone.
    last = len(tree.tokens) - 1
    asked = [_word(token, tree.prefix and i == last) for i, token in enumerate(tree.tokens)]
    return asked[0] if len(asked) == 1 else f"({' '.join(f'+{each}' for each in asked)})"


def _fits(token: str) -> bool:
    return len(token) <= LONGEST // 2 or len(token.encode("utf-16-le")) // 2 < LONGEST


def _word(token: str, prefix: bool) -> str:
    if not _fits(token):
        return f"{token[:SHORT]}*"
    return f"{token}*" if prefix else f'"{token}"'


def _needle(phrase: Phrase) -> str:
    made = joined(phrase.tokens)
    return made[:-1] if phrase.prefix else made


def _overlaps(phrase: Phrase) -> bool:
    """Whether one occurrence can begin inside another, as of "a b a" in "a b a b a"."""
    tokens, size = phrase.tokens, len(phrase.tokens)
    for shift in range(1, size):
        *whole, last = tokens[: size - shift]
        meets = last == tokens[-1] or (phrase.prefix and last.startswith(tokens[-1]))
        if meets and tokens[shift:-1] == tuple(whole):
            return True
    return False


class _Plan:
    """The parts of a statement for a tree: its phrases are numbered, `w` is what a passage says."""

    def __init__(self, tree: Tree) -> None:
        standing = list(dict.fromkeys(phrases(tree)))
        apart = [p for p in standing if not _overlaps(p)]
        overlapping = [p for p in standing if _overlaps(p)]
        self._number = {phrase: i for i, phrase in enumerate((*apart, *overlapping))}
        self.leaves = list(wanted(tree))
        self.parameters = {
            "index": WORDS_INDEX,
            "lucene": lucene(tree),
            "needles": [_needle(p) for p in self._number],
            "leaves": [self._number[leaf] for leaf in self.leaves],
            "phrases": [list(p.tokens) for p in overlapping],
        }
        counts = [f"[t IN $needles[..{len(apart)}] | size(split(w, t)) - 1]"]
        counts += [f"[{_overlapping(i, phrase)}]" for i, phrase in enumerate(overlapping)]
        self.source = "CALL db.index.fulltext.queryNodes($index, $lucene) YIELD node AS p WITH p WHERE p.build = $build"
        self.condition = f"WITH p, p.search_words AS w WHERE {self._holds(tree)}"
        self.score = (
            f"WITH p, {' + '.join(counts)} AS f, {K1} * ({1 - B} + {B} * p.search_length / $mean) AS norm "
            "WITH p, norm, [i IN $leaves | f[i]] AS g "
            "WITH p, reduce(s = 0.0, i IN range(0, size(g) - 1) | "
            f"s + $weights[i] * ((g[i] * {K1 + 1.0}) / (g[i] + norm))) AS score"
        )

    def _holds(self, tree: Tree) -> str:
        """The condition as lists of truths: of AND and OR one in another the planner would make every combination."""
        if isinstance(tree, Phrase):
            return f"w CONTAINS $needles[{self._number[tree]}]"
        if isinstance(tree, Without):
            return f"all(x IN [{self._holds(tree.wanted)}, NOT ({self._holds(tree.unwanted)})] WHERE x)"
        quantifier = "all" if isinstance(tree, All) else "any"
        return f"{quantifier}(x IN [{', '.join(map(self._holds, tree.parts))}] WHERE x)"


def _overlapping(number: int, phrase: Phrase) -> str:
    """Occurrences that may begin inside one another, counted word by word."""
    size = len(phrase.tokens)
    last = f"t[i + {size - 1}] {'STARTS WITH' if phrase.prefix else '='} $phrases[{number}][{size - 1}]"
    whole = f"all(j IN range(0, {size - 2}) WHERE t[i + j] = $phrases[{number}][j])"
    words = "[x IN split(w, ' ') WHERE x <> '']"
    return f"reduce(n = 0, t IN [{words}] | n + size([i IN range(0, size(t) - {size}) WHERE {whole} AND {last}]))"
