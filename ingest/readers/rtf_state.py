"""What holds inside one group of a Rich Text file, and the tables of words that change it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ingest.readers.flow import Para, Run, rows_of

CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""By `\\fcharset`; a font with another one has the file's own code page."""

CODE_PAGES: Final = {10000: "mac_roman", 936: "gbk", 65001: "utf-8"}

SIGNS: Final = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\N{EM SPACE}",
    "enspace": "\N{EN SPACE}",
    "qmspace": " ",
    "zwj": "\N{ZERO WIDTH JOINER}",
    "zwnj": "\N{ZERO WIDTH NON-JOINER}",
}

SKIPPED: Final = frozenset(
    re.findall(
        r"\w+",
        "aftncn aftnsep aftnsepc atnauthor atnid atnref atrfend atrfstart author bkmkend bkmkstart category "
        "colorschememapping colortbl comment company datafield datastore doccomm falt filetbl fontemb fontfile "
        "footer footerf footerl footerr formfield ftncn ftnsep ftnsepc generator header headerf headerl headerr "
        "hlinkbase keywords latentstyles listoverridetable listtable manager mmathPr nextfile nonshppict objdata "
        "object operator panose pgptbl pict private revtbl rsidtbl shprslt rxe sp subject tc template themedata "
        "userprops wgrffmtfilter xe xmlnstbl",
    )
)
"""Destinations that hold no words of the document."""

READ: Final = frozenset(
    (
        "shpinst",
        "shptxt",
        "fldinst",
        "fldrslt",
        "footnote",
        "listtext",
        "pntext",
        "upr",
        "ud",
        "cs",
        "annotation",
        "mmath",
    )
)
"""Destinations that are read though `\\*` says that older programs may pass over them."""

INFO: Final = frozenset(("title", "creatim", "revtim"))


@dataclass(slots=True)
class Group:
    """How words are set inside a group; a group begins as the one around it, and ends without a trace."""

    dest: str = "body"
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int = 0
    fallback: int = 1
    link: str = ""
    listed: bool = False


@dataclass(slots=True)
class Words:
    """Paragraphs while they grow: those of the body, of one note, or of one text box."""

    paras: list[Para] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cells: list[tuple[Para, ...]] = field(default_factory=list)
    cell: list[Para] = field(default_factory=list)
    notes: list[Para] = field(default_factory=list)
    boxes: list[Para] = field(default_factory=list)
    number: str = ""
    level: int = 0
    style: int = 0
    in_table: bool = False
    ref: str = ""

    def end_paragraph(self, levels: Mapping[int, int]) -> None:
        """Close the paragraph that is open; `levels` are the headings' levels by style."""
        printed = " ".join(self.number.split())
        number = printed if any(c.isalnum() and c.isascii() for c in printed) else ""
        level = self.level or levels.get(self.style, 0)
        para = Para(tuple(self.runs), level=level, number=number, notes=tuple(self.notes), listed=bool(printed))
        target = self.cell if self.in_table else self.paras
        target += [para, *self.boxes]
        self.runs, self.notes, self.boxes, self.number = [], [], [], ""

    def end_cell(self, levels: Mapping[int, int]) -> None:
        """Close a cell and the paragraph in it."""
        self.in_table = True
        self.end_paragraph(levels)
        self.cells.append(tuple(self.cell))
        self.cell = []

    def end_row(self, levels: Mapping[int, int]) -> None:
        """Close a row, and whatever stands after its last cell."""
        self.paras += rows_of([self.cells])
        self.paras += self.cell
        self.cells, self.cell, self.in_table = [], [], False
        if self.runs:
            self.end_paragraph(levels)
