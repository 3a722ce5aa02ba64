"""Mappings inside an entry of sources.yaml (`columns`, `speakers`), as pairs."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from graph.ids import is_given_id
from graph.model import COLUMN_ROLES


def columns_of(value: object) -> tuple[tuple[str, str], ...]:
    """`columns` as pairs of role and header; a role may have a list of headers."""
    pairs: list[tuple[str, str]] = []
    for role, headers in value.items() if isinstance(value, Mapping) else [("", "")]:
        listed: list[Any] = list(headers) if isinstance(headers, list | tuple) else [headers]
        if role not in COLUMN_ROLES or not all(isinstance(header, str) and header.strip() for header in listed):
            known = ", ".join(COLUMN_ROLES)
            told = f"has to be lines such as `text: Quote`: a role ({known}) and the header of its column"
            raise PydanticCustomError("columns", "{told}", {"told": told})
        pairs += [(role, header.strip()) for header in listed]
    return tuple(pairs)


def speakers_of(value: object) -> tuple[tuple[str, str], ...]:
    """`speakers` as pairs of label and case."""
    pairs = list(value.items()) if isinstance(value, Mapping) else [("", "")]
    for label, case in pairs:
        if not str(label).strip() or not isinstance(case, str) or not is_given_id(case.strip()):
            told = "has to be lines such as `R: L04`: a speaker's label and the id of a case, or `interviewer`"
            raise PydanticCustomError("speakers", "{told}", {"told": told})
    return tuple((" ".join(str(label).split()), case.strip()) for label, case in pairs)
