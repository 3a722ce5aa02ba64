"""What legislation.gov.uk calls things: kinds of legislation, their addresses and makers, how provisions are cited."""

import re
from dataclasses import dataclass
from typing import Final

from graph.addresses import SITE

_UK: Final = "Parliament of the United Kingdom"


@dataclass(frozen=True, slots=True)
class LawKind:
    """A kind of legislation: `code` in addresses, `unit` in addresses and `cited` in references, `issuer` in words.

    `unit` is empty where it hangs on the instrument (order, regulations, rules).
    """

    code: str
    unit: str
    issuer: str = ""


KINDS: Final = {
    "UnitedKingdomPublicGeneralAct": LawKind("ukpga", "section", _UK),
    "UnitedKingdomLocalAct": LawKind("ukla", "section", _UK),
    "UnitedKingdomPrivateOrPersonalAct": LawKind("ukppa", "section", _UK),
    "UnitedKingdomPrivateAct": LawKind("ukppa", "section", _UK),
    "ScottishAct": LawKind("asp", "section", "Scottish Parliament"),
    "ScottishOldAct": LawKind("aosp", "section", "Parliament of Scotland"),
    "WelshParliamentAct": LawKind("asc", "section", "Senedd Cymru"),
    "WelshNationalAssemblyAct": LawKind("anaw", "section", "National Assembly for Wales"),
    "WelshAssemblyMeasure": LawKind("mwa", "section", "National Assembly for Wales"),
    "NorthernIrelandAct": LawKind("nia", "section", "Northern Ireland Assembly"),
    "NorthernIrelandAssemblyMeasure": LawKind("mnia", "section", "Northern Ireland Assembly"),
    "NorthernIrelandParliamentAct": LawKind("apni", "section", "Parliament of Northern Ireland"),
    "EnglandAct": LawKind("aep", "section", "Parliament of England"),
    "GreatBritainAct": LawKind("apgb", "section", "Parliament of Great Britain"),
    "IrelandAct": LawKind("aip", "section", "Parliament of Ireland"),
    "UnitedKingdomChurchMeasure": LawKind("ukcm", "section", "General Synod of the Church of England"),
    "UnitedKingdomStatutoryInstrument": LawKind("uksi", ""),
    "UnitedKingdomDraftStatutoryInstrument": LawKind("ukdsi", ""),
    "UnitedKingdomStatutoryRuleOrOrder": LawKind("uksro", ""),
    "UnitedKingdomMinisterialOrder": LawKind("ukmo", "article"),
    "UnitedKingdomMinisterialDirection": LawKind("ukmd", "paragraph"),
    "UnitedKingdomChurchInstrument": LawKind("ukci", ""),
    "ScottishStatutoryInstrument": LawKind("ssi", "", "Scottish Ministers"),
    "ScottishDraftStatutoryInstrument": LawKind("sdsi", "", "Scottish Ministers"),
    "WelshStatutoryInstrument": LawKind("wsi", "", "Welsh Ministers"),
    "WelshDraftStatutoryInstrument": LawKind("wdsi", "", "Welsh Ministers"),
    "NorthernIrelandStatutoryRule": LawKind("nisr", ""),
    "NorthernIrelandDraftStatutoryRule": LawKind("nidsr", ""),
    "NorthernIrelandOrderInCouncil": LawKind("nisi", "article"),
    "NorthernIrelandStatutoryRuleOrOrder": LawKind("nisro", ""),
    "EuropeanUnionRegulation": LawKind("eur", "article", "European Union"),
    "EuropeanUnionDecision": LawKind("eudn", "article", "European Union"),
    "EuropeanUnionDirective": LawKind("eudr", "article", "European Union"),
    "EuropeanUnionTreaty": LawKind("eut", "article", "European Union"),
}
"""By the value of ukm:DocumentMainType, which citations call `Class`."""

UNITS: Final = {"section": "s.", "article": "art.", "regulation": "reg.", "rule": "r.", "paragraph": "para"}
"""The units that legislation is numbered in, and how they are cited."""

_MINOR: Final = {"order": "article", "regulation": "regulation", "rule": "rule", "scheme": "paragraph"}
_TITLE: Final = re.compile(r"\b(order|regulation|rule|scheme|directions?|act of sederunt|act of adjournal)s?\b", re.I)
_PROVISION_ID: Final = re.compile(r"(?:section|article|regulation|rule|paragraph|schedule|annex)(?:-[\w.]+)*\Z", re.I)
_NUMBER_WORD: Final = re.compile(r"(?:section|article|regulation|rule|paragraph|para|reg|art|s|r)s?\.?\s+", re.I)
_LABEL_EDGES: Final = " \t\n\r\u00a0.()[]—–-:;,“”‘’\"'"


def unit_of(main_type: str, minor_type: str, title: str) -> str:
    """The unit that an instrument's provisions are numbered in, one of `UNITS`."""
    kind = KINDS.get(main_type)
    if kind and kind.unit:
        return kind.unit
    if minor_type.lower().rstrip("s") in _MINOR:
        return _MINOR[minor_type.lower().rstrip("s")]
    words = [word.lower() for word in _TITLE.findall(title)]
    last = words[-1] if words else ""
    if last.startswith(("act of", "direction")):
        return "paragraph"
    return _MINOR.get(last, "article" if kind else "section")


def is_provision_id(value: str) -> bool:
    """Whether an `id` of the markup is an address within the document, such as `section-4-1-b`."""
    return bool(_PROVISION_ID.match(value))


def cited_address(law_class: str, year: str, number: str) -> str:
    """The official address of what a citation names by class, year and number; empty where one is missing."""
    kind = KINDS.get(law_class)
    digits = number.lstrip("0")
    return f"{SITE}{kind.code}/{year}/{digits}" if kind and year.isdigit() and digits.isdigit() else ""


def label(number: str) -> str:
    """The bare label of a provision's number: `(a)` gives a, `Article 4.` gives 4, `12A.—` gives 12A."""
    bare = number.strip(_LABEL_EDGES)
    return " ".join(_NUMBER_WORD.sub("", bare, count=1).strip(_LABEL_EDGES).split()) if bare else ""


_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def counted(position: int, style: str) -> str:
    """The label of the item at `position` (from 1) of a list whose markup says only the style of its numbers."""
    style = style.lower()
    if style.startswith("roman"):
        made, left = "", position
        for value, letters in _ROMAN:
            times, left = divmod(left, value)
            made += letters * times
    elif style.startswith("alpha"):
        made, left = "", position
        while left:
            left, letter = divmod(left - 1, 26)
            made = chr(ord("a") + letter) + made
    else:
        return str(position)
    return made.upper() if style.endswith("upper") else made


_SCHEDULE: Final = re.compile(r"(?P<word>schedule|annex|appendix|attachment)s?\b\.?\s*(?P<label>[A-Z]?\d+[A-Z]*|[IVXL]+[A-Z]?|[A-Z]\b)?", re.I)  # fmt: skip # noqa: E501
_ORDINALS: Final = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10",
}  # fmt: skip
_CITED: Final = {"schedule": "sch.", "annex": "annex", "appendix": "app.", "attachment": "attachment"}


def schedule(number: str, kind: str = "schedule") -> tuple[str, str]:
    """How a schedule is cited and its part of the address, from its heading's number: `sch. 2` and `schedule/2`.

    `kind` is what it is where the number does not say so (schedule, annex, appendix).
    """
    match = _SCHEDULE.search(number)
    word = match["word"].lower() if match else kind
    found = (match["label"] or "") if match else ""
    if not found:
        words = number.lower().split()
        found = next((_ORDINALS[word] for word in words if word in _ORDINALS), "")
        found = found or (label(number) if not match else "")
    cited = f"{_CITED[word]} {found}".strip()
    return cited, f"{word}/{found}".rstrip("/")
