"""The sentence that may be written under a figure of tensions, and words where a number would say too much.

Each function gives one or more whole sentences, or the empty string where there is nothing to say. Names come from the
study as they are: whoever shows a sentence on a screen escapes it.
"""

import pandas as pd

from graph.measures.claims import SAID_SIGN
from graph.measures.corrections import Corrected
from graph.measures.few import counted, joined, p_words, signed
from graph.measures.positions import Pull
from graph.measures.resampling import FEWEST, Gap
from graph.measures.tensions import AxisTension

EVEN = 0.005
"""A mean that rounds to 0.00 lies between the poles."""
VOICES = ("voice", "voices")
APART = ("voice that represents or advises does", "voices that represent or advise do")


def gap_sentence(found: AxisTension, by: str = "gap", tested: Corrected | None = None) -> str:
    """What may be written about one gap (`by`: gap or say_hear), with interval, both n and p-values; else why not."""
    gap: Gap = getattr(found, by)
    a, b = found.between
    if gap.value is None:
        return _why_none(found, by, gap)
    who = f"{a.capitalize()} and {b} voices" if by == "gap" else f"What {a} says and what {b} hears it say"
    if gap.value < EVEN:
        return f"{who} do not differ on “{found.label}” ({_figures(gap, tested)}).{_all_at_one(found, by)}"
    return f"{who} differ on “{found.label}” by {gap.value:.2f} ({_figures(gap, tested)})."


def level_sentence(found: AxisTension, level: str) -> str:
    """What a level says on an axis: nobody, single voices by name, all at one pole, split evenly, or its mean."""
    reading = found.levels[level]
    said = reading.said
    if said.pull is None:
        apart = reading.represents.units
        only = f"; {counted(apart, APART)}" if apart else ""
        return f"Nobody {'who governs ' if apart else ''}at {level} takes a side on “{found.label}”{only}."
    if said.units < FEWEST:
        dots = [d for d in found.dots if d.claim == "said" and d.level == level]
        told = tuple(
            f"{d.label} ({_stands(found, d.position)})" for d in dots if level != "macro" or d.standing == "governs"
        )
        return f"At {level} only {joined(told)} {_speak(said.units)} to “{found.label}”: too few for a number."
    both = reading.ambivalent
    split = f" {both} of them {_speak(both)} for both poles." if both else ""
    return f"{_pull_words(found, said, f'voices at {level}', 'stand for')}{split}"


def heard_sentence(found: AxisTension, level: str, by: str) -> str:
    """What a level is heard to say by another: nobody reports it, single voices by name, all one way, or the mean."""
    heard = found.levels[level].heard[by]
    if heard.pull is None:
        return f"Nobody at {by} reports what {level} says on “{found.label}”."
    if heard.units < FEWEST:
        dots = [d for d in found.dots if (d.claim, d.level, d.by_level) == ("heard", level, by)]
        told = tuple(f"{d.label} ({_hears(found, d.position)})" for d in dots)
        verb = "reports" if heard.units == 1 else "report"
        return f"Of {by} only {joined(told)} {verb} what {level} says on “{found.label}”: too few for a number."
    return _pull_words(found, heard, f"voices at {by} that report what {level} says", "hear")


def reports_only(found: AxisTension) -> str:
    """The voices that report what others say on an axis and take no side of their own."""
    said = {d.voice for d in found.dots if d.claim == "said"}
    only = {d.voice: d.label for d in found.dots if d.claim == "heard" and d.voice not in said}
    if not only:
        return ""
    names = tuple(only[voice] for voice in sorted(only))
    words = ("reports", "takes", "its") if len(names) == 1 else ("report", "take", "their")
    return (
        f"{joined(names)} only {words[0]} what others say on “{found.label}”, and {words[1]} no side of {words[2]} own."
    )


def pole_sentence(found: AxisTension) -> str:
    """That the codebook has no message at a pole of an axis, so that nobody can be coded as standing for it."""
    missing = tuple(word for pole, word in ((-1, "negative"), (1, "positive")) if pole not in found.poles)
    if not missing:
        return ""
    return (
        f"The codebook has no message at the {' and the '.join(missing)} pole of “{found.label}”, so a voice can stand "
        "there only by rejecting what stands at the other."
        if len(missing) == 1
        else f"The codebook has no message on “{found.label}”, so nothing can be measured there."
    )


def left_out(codings: pd.DataFrame, axis: str) -> str:
    """How many counted codings of an axis count for nobody, for want of a stance or of a sender."""
    own = codings[codings["counted"].astype(bool) & (codings["code_kind"] == "message") & (codings["axis"] == axis)]
    silent = own[~own["stance"].isin(list(SAID_SIGN)) & (own["sender"] == "")]
    without = int((silent["stance"] == "").sum())
    reports = len(silent) - without
    codes = ("coding", "codings")
    parts = [
        f"{counted(without, codes)} {'has' if without == 1 else 'have'} neither stance nor sender" if without else "",
        f"{counted(reports, codes)} {'reports' if reports == 1 else 'report'} without a sender" if reports else "",
    ]
    told = " and ".join(part for part in parts if part)
    return f"{told[0].upper()}{told[1:]}, and so count for nobody." if told else ""


def _figures(gap: Gap, tested: Corrected | None) -> str:
    told = f"95 % interval {gap.low:.2f} to {gap.high:.2f}, n = {gap.n[0]} and {gap.n[1]}"
    if gap.p_value is None:
        return told
    holm = f", Holm {p_words(tested.holm)}" if tested is not None and tested.holm is not None else ""
    sign = "" if gap.p_value < 0.001 else "= "
    return f"{told}; p {sign}{p_words(gap.p_value)}{holm}"


def _why_none(found: AxisTension, by: str, gap: Gap) -> str:
    a, b = found.between
    first = _side(gap.n[0], f"at {a}", ("takes a side", "take a side"))
    verbs = (f"reports what {a} says", f"report what {a} says")
    second = _side(gap.n[1], f"at {b}", ("takes a side", "take a side") if by == "gap" else verbs)
    what = "gap" if by == "gap" else "say–hear gap"
    return f"There is no {what} to give on “{found.label}”: {first} and {second}, and {FEWEST} are needed at each."


def _side(n: int, where: str, verbs: tuple[str, str]) -> str:
    if not n:
        return f"nobody {where} {verbs[0]}"
    return f"{'one voice' if n == 1 else f'{n} voices'} {where} {verbs[n > 1]}"


def _all_at_one(found: AxisTension, by: str) -> str:
    a, b = found.between
    first = found.levels[a].said.pull
    second = found.levels[b].said.pull if by == "gap" else found.levels[a].heard[b].pull
    if first != second or first is None or abs(first) != 1:
        return ""
    return f" All of them stand for {_pole(found, first)}."


def _pull_words(found: AxisTension, pull: Pull, who: str, verb: str) -> str:
    """A mean of three or more in words; `who` are the units."""
    at = pull.pull or 0.0
    if abs(at) == 1:
        return f"All {pull.units} {who} {verb} {_pole(found, at)} on “{found.label}”."
    number = f"95 % interval {signed(pull.low or 0.0)} to {signed(pull.high or 0.0)}"
    if abs(at) < EVEN:
        return f"The {pull.units} {who} balance out between the poles of “{found.label}” (mean 0.00, {number})."
    return f"The {pull.units} {who} lean to {_pole(found, at)} on “{found.label}” (mean {signed(at)}, {number})."


def _stands(found: AxisTension, position: float) -> str:
    return "between the poles" if abs(position) < EVEN else f"for {_pole(found, position)}"


def _hears(found: AxisTension, position: float) -> str:
    return "both poles alike" if abs(position) < EVEN else _pole(found, position)


def _speak(n: int) -> str:
    return "speaks" if n == 1 else "speak"


def _pole(found: AxisTension, at: float) -> str:
    pole = 1 if at > 0 else -1
    if pole in found.poles:
        return f"“{found.poles[pole]}”"
    return f"something other than “{found.poles[-pole]}”" if -pole in found.poles else "a pole without a message"
