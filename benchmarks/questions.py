"""What is asked of a graph in the benchmark, the same of both engines: parameters drawn, asked twice, timed."""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from figures import Timing, summary
from made_up import MadeUp

from graph import queries
from graph.queries import NamedQuery
from graph.stores.base import SearchRequest, View

ROWS = 200
RawRun = Callable[[str, Mapping[str, object]], int]
"""Runs a text with parameters on the engine alone, fetches every row, and returns how many there were."""
RawSearch = Callable[[str], int]
"""Finds the best fifty passages for words typed, by the engine alone; returns how many there were."""
COUNT_ALL = "MATCH (a)-[r]->(b) RETURN count(r) AS n"
BY_CODE = (
    "MATCH (k:Coding {build: $build})-[:EXPRESSES]->(m:Message {build: $build}) "
    "RETURN m.id AS message, k.stance AS stance, count(k.id) AS n"
)
STRONGEST = (
    "MATCH (a:Coding {build: $build})-[e:CONTRADICTS]->(b:Coding {build: $build}) "
    "RETURN e.axis AS axis, e.kind AS kind, count(e.id) AS n, max(e.salience) AS most"
)
AGGREGATES = {"all edges counted": COUNT_ALL, "codings by message and stance": BY_CODE, "contradictions": STRONGEST}


class Asked:
    """A view that notes what it is asked, so that the engine alone can be asked the same."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.texts: list[tuple[str, Mapping[str, object]]] = []

    def run(self, cypher: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        self.texts.append((cypher, {"build": self._view.build, **(parameters or {})}))
        return self._view.run(cypher, parameters)


class Questions:
    """Questions to one graph, drawn by `rng`; `draws` of each kind, after one that warms up."""

    def __init__(self, made: MadeUp, draws: int, rng: np.random.Generator) -> None:
        nodes = made.tables.nodes
        self._ids = {label: frame["id"].tolist() for label, frame in nodes.items()}
        self._codes = self._ids["Message"] + self._ids["Barrier"]
        self._words = [text.split() for text in made.texts]
        self._draws = draws
        self._rng = rng

    def all(self, view: View, raw: RawRun, raw_search: RawSearch) -> list[Timing]:
        """Everything: named queries, overviews, search, aggregates."""
        named = [self._named(view, raw, query) for query in queries.catalogue().values()]
        free = [q for q in queries.catalogue().values() if not any(p.required for p in q.parameters.values())]
        overviews = [self._overview(view, raw, query) for query in free]
        return [*named, *overviews, *self._searches(view, raw_search), *self._aggregates(view, raw)]

    def _named(self, view: View, raw: RawRun, query: NamedQuery) -> Timing:
        drawn = [self._parameters(query) for _ in range(self._draws + 1)]
        return self._compared(view, raw, query, "named", drawn)

    def _overview(self, view: View, raw: RawRun, query: NamedQuery) -> Timing:
        return self._compared(view, raw, query, "overview", [{} for _ in range(self._draws // 2 + 1)])

    def _compared(
        self, view: View, raw: RawRun, query: NamedQuery, group: str, drawn: Sequence[dict[str, object]]
    ) -> Timing:
        ours, alone, most = [], [], 0
        for given in drawn:
            noted = Asked(view)
            start = time.perf_counter()
            frame = queries.run(noted, query.name, limit=ROWS, **given)  # type: ignore[arg-type]
            ours.append(time.perf_counter() - start)
            most = max(most, len(frame))
            # The last text is the query itself; those before it check parameters and narrow it, which is our work.
            start = time.perf_counter()
            raw(*noted.texts[-1])
            alone.append(time.perf_counter() - start)
        return summary(query.name, group, most, ours[1:], alone[1:])

    def _parameters(self, query: NamedQuery) -> dict[str, object]:
        """What is required, and each of the rest in half of the cases."""
        given: dict[str, object] = {}
        for parameter in query.parameters.values():
            choices = list(parameter.one_of) or [i for label in parameter.of for i in self._ids.get(label, [])]
            if choices and (parameter.required or self._rng.random() < 0.5):
                one = str(choices[self._rng.integers(0, len(choices))])
                given[parameter.name] = [one] if parameter.type == "strings" else one
        return given

    def _searches(self, view: View, raw: RawSearch) -> list[Timing]:
        kinds: dict[str, Callable[[], SearchRequest]] = {
            "one word": lambda: SearchRequest(self._word()),
            "two words": lambda: SearchRequest(f"{self._word()} {self._word()}"),
            "two words, either": lambda: SearchRequest(f"{self._word()} OR {self._word()}"),
            "phrase of two": lambda: SearchRequest(f'"{" ".join(self._run())}"'),
            "prefix of three letters": lambda: SearchRequest(f"{self._word()[:3]}*"),
            "one word at a level": lambda: SearchRequest(self._word(), levels=("meso",)),
            "one word with a code": lambda: SearchRequest(self._word(), codes=(self._code(),)),
            "no word, a code": lambda: SearchRequest(codes=(self._code(),)),
        }
        return [self._search(view, raw, name, draw) for name, draw in kinds.items()]

    def _search(self, view: View, raw: RawSearch, name: str, draw: Callable[[], SearchRequest]) -> Timing:
        ours, alone, most = [], [], 0
        for _ in range(self._draws + 1):
            request = draw()
            start = time.perf_counter()
            page = view.search(request)
            ours.append(time.perf_counter() - start)
            most = max(most, page.total)
            if request.words and not (request.levels or request.codes):
                start = time.perf_counter()
                raw(request.words)
                alone.append(time.perf_counter() - start)
        return summary(name, "search", most, ours[1:], alone[1:])

    def _word(self) -> str:
        """A word of a text: frequent words come often, as people type them."""
        text = self._words[self._rng.integers(0, len(self._words))]
        return text[self._rng.integers(0, len(text))]

    def _run(self) -> list[str]:
        text = self._words[self._rng.integers(0, len(self._words))]
        start = int(self._rng.integers(0, len(text) - 1))
        return text[start : start + 2]

    def _code(self) -> str:
        return self._codes[self._rng.integers(0, len(self._codes))]

    def _aggregates(self, view: View, raw: RawRun) -> list[Timing]:
        build = {"build": view.build}
        timings = []
        for name, text in AGGREGATES.items():
            ours, alone, rows = [], [], 0
            for _ in range(self._draws // 2 + 1):
                start = time.perf_counter()
                rows = len(view.run(text))
                ours.append(time.perf_counter() - start)
                start = time.perf_counter()
                raw(text, build)
                alone.append(time.perf_counter() - start)
            timings.append(summary(name, "aggregate", rows, ours[1:], alone[1:]))
        counted = []
        for _ in range(self._draws // 4 + 1):
            start = time.perf_counter()
            view.counts()
            counted.append(time.perf_counter() - start)
        return [*timings, summary("everything counted by type", "aggregate", 0, counted[1:] or counted)]
