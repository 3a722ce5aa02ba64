"""Words that cannot stand unquoted as a label, edge type, property or column on one of the two engines."""

LADYBUG = """
acyclic all and any asc ascending case cast column commit_skip_checkpoint create dbtype default desc
descending distinct else end ends exists false for glob group headers hint in index install join macro multi_join
none not null on only optional or order primary profile rollback_skip_checkpoint shortest single starts table then trail
true union unwind when where with wshortest xor
"""
"""Measured on Ladybug 0.22: each fails as the name of a table or of a property."""

NEO4J = "false in is nfc nfd nfkc nfkd normalized not null true typed"
"""Neo4j 5 takes nearly every word after a colon or a dot; these it may read as part of an expression there."""


def is_reserved(name: str) -> bool:
    """Whether `name`, in any case, is a reserved word of either engine."""
    return name.lower() in {*LADYBUG.split(), *NEO4J.split()}
