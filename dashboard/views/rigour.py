"""What stands behind the switch of the Tensions screen: intervals, corrected p-values, and what a gap hangs on."""

from collections.abc import Mapping, Sequence

import pandas as pd

from graph.measures.corrections import AxisCorrected, Corrected
from graph.measures.few import joined, p_words
from graph.measures.resampling import BOOTSTRAP_DRAWS, EXACT_LIMIT, PERMUTATION_DRAWS, Gap
from graph.measures.sensitivity import AxisSensitivity, GapSensitivity, sentence
from graph.measures.sentences import gap_sentence, heard_sentence, level_sentence
from graph.measures.tensions import AxisTension

NOTHING = "–"


def sureness(found: Sequence[AxisTension], tested: Mapping[str, AxisCorrected], by: str) -> pd.DataFrame:
    """A row an axis for the gap called `by` (`gap` or `say_hear`): interval and p-values, rounded, for reading."""
    return pd.DataFrame([_sure(t, getattr(t, by), getattr(tested[t.axis], by)) for t in found])


def _sure(t: AxisTension, gap: Gap, tested: Corrected) -> dict[str, str]:
    way = "" if gap.exact is None else "all exchanges" if gap.exact else "sampled"
    return {
        "Axis": t.label,
        "Gap": _number(gap.value),
        "95 % interval": _range(gap.low, gap.high),
        f"n {t.between[0]}": str(gap.n[0]),
        f"n {t.between[1]}": str(gap.n[1]),
        "p": _p(tested.raw),
        "p (Holm)": _p(tested.holm),
        "p (Benjamini–Hochberg)": _p(tested.bh),
        "Test": way or NOTHING,
    }


def other_counts(found: Sequence[AxisTension], shaken: Mapping[str, AxisSensitivity], by: str) -> pd.DataFrame:
    """A row an axis: the gap called `by` under other ways of counting, rounded, for reading."""
    return pd.DataFrame([_shaken(t, getattr(t, by), getattr(shaken[t.axis], by)) for t in found])


def _shaken(t: AxisTension, gap: Gap, shaken: GapSensitivity) -> dict[str, str]:
    return {
        "Axis": t.label,
        "Gap": _number(gap.value),
        "Mentions": _number(shaken.mentions),
        "Own publications": _number(shaken.published_apart),
        "Human codings": _number(shaken.own_codings),
        "With suggestions": _number(shaken.with_suggestions),
        "A voice left out": _range(shaken.lowest, shaken.highest),
        "Hangs on": hangs(shaken) if gap.value is not None else NOTHING,
    }


COLUMNS = {
    "p": "Permutation test, as tested.",
    "p (Holm)": "Corrected for the number of axes tested: the chance of even one false finding.",
    "p (Benjamini–Hochberg)": "Corrected for the number of axes tested: the expected share of false findings.",
    "Mentions": "The gap if every mention counted, not every voice.",
    "Own publications": "The gap without sources that another body published.",
    "Human codings": "The gap without codings that began as a machine's suggestion.",
    "With suggestions": "The gap if suggestions that nobody has looked at counted too.",
    "A voice left out": "Smallest and largest gap with any one voice left out.",
    "Hangs on": "Voices without which the gap cannot be measured, turns round, or loses more than half.",
}
"""What the columns mean that do not say it themselves."""


def hangs(shaken: GapSensitivity) -> str:
    """Which voices a gap hangs on, by name."""
    return joined(shaken.hangs_on, "or") or "no single voice"


def told(t: AxisTension, by: str, tested: AxisCorrected, shaken: AxisSensitivity) -> tuple[str, str]:
    """What may be written about the gap called `by` with both its ends, and whether it hangs on single voices."""
    a, b = t.between
    second = heard_sentence(t, a, b) if by == "say_hear" else level_sentence(t, b)
    first = " ".join((gap_sentence(t, by, getattr(tested, by)), level_sentence(t, a), second))
    return first, sentence(getattr(shaken, by))


def made(seed: int) -> str:
    """How the numbers were drawn, so that they can be had again."""
    return (
        f"Random draws start from {seed}, taken from the build, so the same study gives the same figures: "
        f"{BOOTSTRAP_DRAWS:,} bootstrap draws, and a permutation test that goes through all exchanges up to "
        f"{EXACT_LIMIT:,}, otherwise {PERMUTATION_DRAWS:,} of them."
    )


def numbers(
    found: Sequence[AxisTension], tested: Mapping[str, AxisCorrected], shaken: Mapping[str, AxisSensitivity]
) -> pd.DataFrame:
    """The same for both gaps with every number in full, for CSV."""
    rows: list[dict[str, object]] = []
    for t in found:
        for by in ("gap", "say_hear"):
            g, p, s = getattr(t, by), getattr(tested[t.axis], by), getattr(shaken[t.axis], by)
            rows.append(
                {"axis": t.axis, "label": t.label, "which": by, "value": g.value, "low": g.low, "high": g.high,
                 "n_first": g.n[0], "n_second": g.n[1], "p": p.raw, "p_holm": p.holm, "p_bh": p.bh, "exact": g.exact,
                 "mentions": s.mentions, "published_apart": s.published_apart, "own_codings": s.own_codings,
                 "with_suggestions": s.with_suggestions, "lowest_without_a_voice": s.lowest,
                 "highest_without_a_voice": s.highest, "hangs_on": "; ".join(s.hangs_on)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def _range(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or high is None else f"{low:.2f} to {high:.2f}"


def _p(value: float | None) -> str:
    return NOTHING if value is None else p_words(value)
