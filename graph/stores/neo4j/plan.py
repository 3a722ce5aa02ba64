"""A query plan as the server gives it, read into what a guard judges: its kind, and each operator with its details."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EXPLAIN = "EXPLAIN "


@dataclass(frozen=True, slots=True)
class Operator:
    """One step of a plan; `details` is what the server says of it, empty where it says nothing."""

    name: str
    details: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the server would do: `kind` is r for reading only, and every operator is listed."""

    kind: str
    operators: tuple[Operator, ...]


def read_plan(kind: str | None, root: Mapping[str, Any] | None) -> Plan:
    """The plan of a summary's `query_type` and `plan`; without a plan there are no operators."""
    found: list[Operator] = []
    left = [root] if root else []
    while left:
        step = left.pop()
        name = str(step.get("operatorType", "")).partition("@")[0]
        found.append(Operator(name, str((step.get("args") or {}).get("Details") or "")))
        left.extend(step.get("children") or ())
    return Plan(kind or "", tuple(found))
