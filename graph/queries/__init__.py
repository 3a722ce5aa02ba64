"""Named queries: what can be asked of the graph by name, on every engine alike."""

from graph.queries.catalogue import NamedQuery, Order, Parameter, catalogue, measured
from graph.queries.runner import check_parameters, named, parse_parameters, run

__all__ = [
    "NamedQuery",
    "Order",
    "Parameter",
    "catalogue",
    "check_parameters",
    "measured",
    "named",
    "parse_parameters",
    "run",
]
