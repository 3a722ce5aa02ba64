"""The words of a Rich Text file as paragraphs, rows and notes, in reading order."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from graph.errors import SourceError
from ingest.readers.docx_styles import named_level
from ingest.readers.flow import Para, Run
from ingest.readers.rtf_state import CHARSETS, CODE_PAGES, INFO, READ, SIGNS, SKIPPED, Group, Words
from ingest.readers.rtf_tokens import Token

DEEPEST: Final = 1_000
"""Groups nested deeper are refused; programs nest some ten."""

_ADDRESS: Final = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+)?"(?P<address>[^"]*)"', re.IGNORECASE)
_LONGEST_ASIDE: Final = 4_000
_PICTURE_SYMBOLS: Final = range(0xF000, 0xF100)


class Body:
    """Takes tokens one by one; `paras`, `title`, `date` and `told` say what was in them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._group = Group()
        self._around: list[Group] = []
        self._stack: list[Words] = [Words()]
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._pending = bytearray()
        self._skip = 0
        self._starred = False
        self._asides: dict[str, str] = {}
        self._high = 0
        self._defined = 0
        self._counts: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.date: list[int] = []

    def read(self, tokens: Iterable[Token]) -> list[Para]:
        """The paragraphs of the whole file."""
        for token in tokens:
            if token.kind == "text":
                self._text(token.data)
                continue
            self._flush()
            if token.kind == "open":
                self._open()
            elif token.kind == "close":
                self._close()
            elif token.kind == "sign":
                self._sign(token.name)
            else:
                self._word(token.name, token.number)
        self._flush()
        while len(self._stack) > 1:
            self._finish()
        self._words.end_row(self._levels)
        return self._stack[0].paras

    @property
    def title(self) -> str:
        """The title in the file's own properties."""
        return " ".join(self._asides.get("title", "").split())

    # Groups

    def _open(self) -> None:
        if len(self._around) >= DEEPEST:
            what = f"The file nests groups more than {DEEPEST:,} deep."
            raise SourceError(what, where=self._name, next_step="Open it in Word, save it anew and add that file.")
        self._around.append(self._group)
        self._group = replace(self._group)
        self._starred = False
        self._skip = 0

    def _close(self) -> None:
        if not self._around:
            return
        ended, self._group = self._group, self._around.pop()
        self._skip = 0
        if ended.dest == self._group.dest:
            return
        if ended.dest in ("footnote", "shptxt"):
            self._finish()
        elif ended.dest == "fldinst":
            match = _ADDRESS.match(self._asides.pop("fldinst", ""))
            self._group.link = match["address"] if match else ""
        elif ended.dest in ("listtext", "pntext"):
            self._words.number = self._asides.pop(ended.dest, "")
        elif ended.dest == "style":
            level = named_level(self._asides.pop("style", "").strip().rstrip(";"))
            if level:
                self._levels.setdefault(self._defined, level)

    @property
    def _words(self) -> Words:
        return self._stack[-1]

    def _finish(self) -> None:
        """The end of a note or text box: its paragraphs go to the words around."""
        self._words.end_row(self._levels)
        done = self._stack.pop()
        if not done.ref:
            self._words.boxes += [replace(para, boxed=True) for para in done.paras]
            return
        runs: list[Run] = []
        for para in done.paras:
            if para.words.strip():
                runs += [Run("\n")] if runs else []
                runs += para.runs
        if runs:
            self._words.notes.append(Para(tuple(runs), ref=done.ref))

    # Control words

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        on = number != 0
        if name == "u":
            self._unicode(number or 0)
            return
        self._skip = 0
        if starred and name not in READ and name not in INFO:
            self.told["comments"] += name == "annotation"
            self._group.dest = "skip"
        elif self._group.dest == "skip":
            return
        elif name in SIGNS:
            self._say(SIGNS[name])
        elif name in ("par", "sect", "page", "column", "softpage"):
            self._words.end_paragraph(self._levels)
        elif name in ("cell", "nestcell"):
            self._words.end_cell(self._levels)
        elif name in ("row", "nestrow"):
            self._words.end_row(self._levels)
        elif not self._destination(name) and not self._letters(name, number, on=on):
            self._paragraph(name, number)

    def _destination(self, name: str) -> bool:
        group = self._group
        if name in SKIPPED:
            group.dest = "skip"
        elif name == "annotation":
            self.told["comments"] += 1
            group.dest = "skip"
        elif name == "footnote":
            self._counts["footnote"] += 1
            self._stack.append(Words(ref=f"footnote {self._counts['footnote']}"))
            group.dest, group.listed = name, False
        elif name == "ftnalt" and self._words.ref and not self._words.runs:
            self._counts["footnote"] -= 1
            self._counts["endnote"] += 1
            self._words.ref = f"endnote {self._counts['endnote']}"
        elif name == "shptxt":
            self._stack.append(Words())
            group.dest = name
        elif name in ("fldinst", "listtext", "pntext", "fonttbl", "stylesheet", "info") or name in INFO:
            group.dest = name
            self._asides.pop(name, None)
        elif name == "fldrslt":
            pass
        elif name == "ud":
            group.dest = self._around[-2].dest if len(self._around) > 1 else "body"
        elif name == "upr":
            group.dest = "skip"
        else:
            return False
        return True

    def _letters(self, name: str, number: int | None, *, on: bool) -> bool:
        group = self._group
        if name == "b":
            group.bold = on
        elif name == "v":
            group.hidden = on
        elif name == "deleted":
            group.deleted = on
            self.told["deletions"] += on
        elif name == "revised":
            self.told["insertions"] += on
        elif name == "plain":
            group.bold = group.hidden = group.deleted = False
        elif name == "uc":
            group.fallback = max(0, min(8, number or 0))
        elif name == "f":
            group.font = number or 0
        elif name == "fcharset":
            self._fonts[group.font] = CHARSETS.get(number or 0, "") if number != 1 else ""
        elif name == "ansicpg":
            self._page = _code_page(number or 1252)
        elif name == "mac":
            self._page = "mac_roman"
        elif name in ("yr", "mo", "dy") and group.dest == "creatim":
            self.date.append(number or 0)
        else:
            return False
        return True

    def _paragraph(self, name: str, number: int | None) -> None:
        words = self._words
        if name == "pard":
            words.level = words.style = 0
            words.in_table = False
            words.number = words.number if words.runs else ""
        elif name == "outlinelevel":
            self._level(number)
        elif name == "s":
            if self._group.dest in ("stylesheet", "style"):
                self._group.dest, self._defined = "style", number or 0
                self._asides.pop("style", None)
            else:
                words.style = number or 0
        elif name == "intbl":
            words.in_table = True
        elif name == "trowd" and not words.in_table:
            self._words.end_row(self._levels)

    def _level(self, number: int | None) -> None:
        level = (number or 0) + 2 if 0 <= (number or 0) < 9 else 0
        if self._group.dest == "style":
            self._levels[self._defined] = level
        else:
            self._words.level = level

    # Words

    def _sign(self, sign: str) -> None:
        self._starred = sign == "*"
        if sign in ("\n", "\r"):
            self._words.end_paragraph(self._levels)
        elif sign in "\\{}~_":
            self._say({"~": "\N{NO-BREAK SPACE}", "_": "\N{NON-BREAKING HYPHEN}"}.get(sign, sign))

    def _unicode(self, number: int) -> None:
        """A character by its number (negative ones count from 65,536); two halves of a pair make one."""
        code = number % 0x10000 if number < 0x10000 else number
        self._skip = self._group.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000 and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        if code not in _PICTURE_SYMBOLS and code < 0x110000 and not 0xD800 <= code < 0xE000:
            self._say(chr(code))

    def _text(self, data: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(data))
            self._skip -= taken
            data = data[taken:]
        if data and self._group.dest != "skip":
            self._pending += data

    def _flush(self) -> None:
        if self._pending:
            encoding = self._fonts.get(self._group.font) or self._page
            words = bytes(self._pending).decode(encoding, errors="replace")
            self._pending.clear()
            self._say(words)

    def _say(self, words: str) -> None:
        group = self._group
        if group.dest in ("body", "footnote", "shptxt", "fldrslt"):
            if group.hidden and words.strip():
                self.told["hidden"] += 1
            if not group.hidden and not group.deleted:
                self._words.runs.append(Run(words, group.bold, group.link))
        elif group.dest not in ("skip", "fonttbl", "stylesheet", "info"):
            known = self._asides.get(group.dest, "")
            if len(known) < _LONGEST_ASIDE:
                self._asides[group.dest] = known + words


def _code_page(number: int) -> str:
    import codecs

    name = CODE_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
