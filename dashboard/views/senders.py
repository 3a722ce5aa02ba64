"""How senders are drawn: the strong by themselves, the others by level and kind, respondents only as role groups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from graph.model import LEVELS

SINGLE = 10
"""A sender with this many codings, its own and others', is drawn by itself."""
PLURALS = {
    "board": "boards",
    "council": "councils",
    "government": "government bodies",
    "improvement": "improvement bodies",
    "parliament": "parliamentary bodies",
    "partnership": "partnerships",
    "people": "groups of people",
    "profession": "professions",
    "regulator": "regulators",
    "representative": "representative bodies",
    "research": "researchers",
    "review": "reviews",
    "role": "office holders",
    "third_sector": "third sector bodies",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """What one or more voices are drawn as; `expandable` is False for role groups, which never come apart."""

    id: str
    label: str
    column: str
    kind: str
    expandable: bool = False


def units_of(ends: pd.DataFrame, tables: Mapping[str, pd.DataFrame], expand: Collection[str]) -> dict[str, Unit]:
    """What every body in `ends` (columns body, id) is drawn as; `expand` names groups whose members stand alone."""
    groups = all_groups(ends, tables)
    labels = tables["Actor"].set_index("id")["label"].to_dict()
    strength = ends.groupby("body")["id"].nunique()
    sizes: dict[str, int] = {}
    for body, unit in groups.items():
        if strength[body] < SINGLE:
            sizes[unit.id] = sizes.get(unit.id, 0) + 1
    units = {}
    for body, unit in groups.items():
        alone = strength[body] >= SINGLE or unit.id in expand or sizes.get(unit.id, 0) == 1
        if unit.expandable and alone:
            unit = Unit(body, str(labels.get(body, body)), unit.column, "actor")
        units[body] = unit
    return units


def all_groups(ends: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> dict[str, Unit]:
    """The group that every body would belong to: level and kind, role group, or the level itself."""
    actors = tables["Actor"].set_index("id")[["level", "kind"]].to_dict("index")
    cases = tables["Respondent"].set_index("id")[["level", "role_group"]].to_dict("index")
    levels = tables["Level"].set_index("id")["label"].to_dict()
    units = {}
    for body in sorted(set(ends["body"])):
        if body in LEVELS:
            units[body] = Unit(f"level:{body}", _capital(f"{levels.get(body, body)} level as a whole"), body, "level")
        elif body in cases:
            level, role = cases[body]["level"] or "outside", cases[body]["role_group"] or "respondent"
            units[body] = Unit(f"role:{level}:{role}", _capital(f"{role}s"), level, "role")
        else:
            about = actors.get(body, {"level": "", "kind": ""})
            level, kind = about["level"] or "outside", about["kind"]
            name = PLURALS.get(kind, kind.replace("_", " ") or "others")
            units[body] = Unit(f"group:{level}:{kind}", _capital(name), level, "group", expandable=True)
    return units


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
