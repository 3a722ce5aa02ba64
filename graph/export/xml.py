"""What both XML formats share: how a value is spelled, and what XML cannot carry."""

import re
from xml.sax.saxutils import escape, quoteattr

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot carry; each becomes U+FFFD."""


def text(value: object) -> str:
    """A value as the text of an element; a carriage return is written so that it survives."""
    return escape(_spelled(value), {"\r": "&#13;"})


def attribute(value: object) -> str:
    """A value as an attribute, in quotes; newlines and tabs are written so that they survive."""
    return quoteattr(_spelled(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return FORBIDDEN.sub("\ufffd", str(value))
