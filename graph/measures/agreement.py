"""Reliability between coders: percent agreement, kappa and Krippendorff's alpha, of codings, judgements and scores.

Sources: Cohen (1960) for kappa; Krippendorff (2011), nominal data, two coders, none missing, for alpha of codings,
where the unit is the passage; graph/measures/raters.py for judgements and scores by any number of people.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysts import INTERACTIONS, VERDICTS, Judgement, Score
from graph.measures.raters import Reliability, ratings_of, reliability

FEWEST_USES = 5
"""Codes used less often by the two coders together have no figure of their own."""
DRAWS = 2000
COLUMNS = ["about", "code", "unit", "n", "uses", "percent", "kappa", "alpha", "low", "high"]

Labels = NDArray[np.str_]


def agreement(
    codings: pd.DataFrame, coder_a: str, coder_b: str, passages: Sequence[str], seed: int = 0
) -> pd.DataFrame:
    """Compare two coders over the passages that both read.

    `codings`: the `Coding` frame (accepted ones of both coders are compared, whether measures use them or not);
    `passages`: ids of the passages that both read, those without a coding included. Columns: about (`overall`, `code`,
    `stance`, `sender`), code, unit, n units, uses (codings of both coders together), percent, kappa, alpha, and low and
    high, the 95 % bootstrap interval of alpha over passages.

    `code`: a code stands in a passage or not, unit passage; no figure under five uses. `overall`: the same over every
    code that either used, unit passage and code. `stance` and `sender`: over passage and message where both used the
    message, what each said. An undefined figure is NaN: kappa and alpha where both only ever said one thing.
    """
    used = codings[(codings["status"] == "accepted") & codings["code_kind"].isin(["message", "barrier"])]
    used = used[used["passage"].isin(passages)]
    a, b = (used[used["coder"] == coder] for coder in (coder_a, coder_b))
    codes = sorted(set(a["code"]) | set(b["code"]))
    present_a, present_b = (_presence(rows, passages, codes) for rows in (a, b))
    rows = [_row("overall", "", "passage and code", present_a, present_b, len(a) + len(b), seed)]
    for i, code in enumerate(codes):
        uses = int((a["code"] == code).sum() + (b["code"] == code).sum())
        one, other = present_a[:, i : i + 1], present_b[:, i : i + 1]
        rows.append(_row("code", code, "passage", one, other, uses, seed, enough=uses >= FEWEST_USES))
    for field in ("stance", "sender"):
        one, other = _both(a, b, field)
        rows.append(_row(field, "", "passage and message", one, other, 2 * len(one), seed, enough=len(one) > 0))
    return pd.DataFrame(rows, columns=COLUMNS)


def _presence(rows: pd.DataFrame, passages: Sequence[str], codes: list[str]) -> Labels:
    pairs = set(zip(rows["passage"], rows["code"], strict=True))
    return np.array([["yes" if (p, c) in pairs else "no" for c in codes] for p in passages]).reshape(
        len(passages), len(codes)
    )


def _both(a: pd.DataFrame, b: pd.DataFrame, field: str) -> tuple[Labels, Labels]:
    """What each coder said of a message in a passage; several readings of one are one label, joined in order."""

    def labels(rows: pd.DataFrame) -> "pd.Series[str]":
        messages = rows[rows["code_kind"] == "message"]
        return messages.groupby(["passage", "code"])[field].agg(lambda x: "+".join(sorted(set(x))))

    both = pd.concat([labels(a).rename("a"), labels(b).rename("b")], axis=1, join="inner").sort_index()
    one, other = (both[c].to_numpy(dtype=str).reshape(-1, 1) for c in ("a", "b"))
    return one, other


def _row(
    about: str, code: str, unit: str, a: Labels, b: Labels, uses: int, seed: int, enough: bool = True
) -> list[object]:
    if not enough or a.size == 0:
        return [about, code, unit, a.size, uses, *([np.nan] * 5)]
    low, high = _interval(a, b, seed)
    return [about, code, unit, a.size, uses, float((a == b).mean()), kappa(a, b), alpha(a, b), low, high]


def _shares(*columns: Labels) -> NDArray[np.float64]:
    values, codes = np.unique(np.concatenate([c.ravel() for c in columns]), return_inverse=True)
    counts = np.bincount(codes, minlength=len(values)).astype(float)
    shares: NDArray[np.float64] = counts / counts.sum()
    return shares


def kappa(a: Labels, b: Labels) -> float:
    """Cohen's kappa of two labellings of the same units: (po - pe) / (1 - pe); NaN where chance agrees always."""
    values = np.unique(np.concatenate([a.ravel(), b.ravel()]))
    expected = float(sum((a == v).mean() * (b == v).mean() for v in values))
    return float("nan") if expected == 1 else (float((a == b).mean()) - expected) / (1 - expected)


def alpha(a: Labels, b: Labels) -> float:
    """Krippendorff's alpha, nominal, two coders, none missing: 1 - Do / De; NaN where only one label occurs."""
    n = 2 * a.size
    shares = _shares(a, b)
    expected = (1 - float((shares**2).sum())) * n / (n - 1)
    return float("nan") if expected <= 0 else 1 - float((a != b).mean()) / expected


def _interval(a: Labels, b: Labels, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(a), (DRAWS, len(a)))
    drawn = np.array([alpha(a[rows], b[rows]) for rows in draws])
    drawn = drawn[~np.isnan(drawn)]
    if len(a) < 3 or len(drawn) < DRAWS / 2:
        return float("nan"), float("nan")
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def judgement_agreement(judgements: Iterable[Judgement], seed: int = 0) -> tuple[Reliability, ...]:
    """How far analysts agree in their verdicts on contradictions (nominal), by pairs and overall.

    The unit is the contradiction; only those that two of them judged count. See `graph.measures.raters.reliability`.
    """
    places = {verdict: place for place, verdict in enumerate(VERDICTS)}
    given = [(j.coder, j.of, places[j.verdict]) for j in judgements]
    return reliability(ratings_of(given), len(places), ordinal=False, unit="contradictions", seed=seed)


def score_agreement(scores: Iterable[Score], seed: int = 0) -> tuple[Reliability, ...]:
    """How far scorers of interactions agree (ordinal, seven points), by pairs and overall.

    The unit is the directed pair of messages; kappa has quadratic weights, alpha is ordinal.
    """
    places = {value: place for place, value in enumerate(sorted(INTERACTIONS))}
    given = [(s.coder, f"{s.first} > {s.second}", places[s.score]) for s in scores]
    return reliability(ratings_of(given), len(places), ordinal=True, unit="pairs of messages", seed=seed)
