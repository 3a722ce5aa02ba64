"""A page as either engine gives it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.base import Region
from ingest.readers.pdf_lines import ARTIFACT, Line, Run, Tag, lines_of

_TAGGED_SHARE = 0.8
_ARTIFACT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page (from 1), in no order; `pictures` when it shows any, `fault` why it could not be read.

    `width` and `height` are those of the page turned by `turn` degrees (clockwise), so that its letters stand upright;
    the lines' places count there. `label` is what the file calls the page, empty where it does not say. `tagged` says
    that the file's own structure can be relied on.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    pictures: bool
    fault: str = ""
    turn: int = 0
    label: str = ""
    tagged: bool = False

    def region(self, start: int, end: int, line: Line) -> Region:
        """The region of a line whose words are [start, end) of the text, on the page as it is shown."""
        left, right, top, bottom = line.x0, line.x1, self.height - line.y1, self.height - line.y0
        if self.turn == 90:
            left, top, right, bottom = top, self.width - right, bottom, self.width - left
        elif self.turn == 270:
            left, top, right, bottom = self.height - bottom, left, self.height - top, right
        elif self.turn == 180:
            left, top, right, bottom = (
                self.width - right,
                self.height - bottom,
                self.width - left,
                self.height - top,
            )
        return Region(start, end, self.number, *(round(side, 1) for side in (left, top, right, bottom)))


def page_of(
    number: int,
    size: tuple[float, float],
    runs: Mapping[int, Sequence[Run]],
    tags: Mapping[int, Tag],
    *,
    pictures: bool,
    label: str,
) -> Page:
    """The page that runs make, given by direction; `size` is that of the page as shown, `tags` by marked content.

    Words that stand across most of the others are left out. Tags count where most letters have one and no more than
    half of them are called no part of the text.
    """
    letters = {turn: sum(len(run.text) for run in own) for turn, own in runs.items()}
    turn = max(letters, key=lambda key: letters[key], default=0)
    if letters.get(turn, 0) * 2 <= sum(letters.values()):
        turn = 0
    own = runs.get(turn, ())
    width, height = (size[1], size[0]) if turn in (90, 270) else size
    known = _trusted(own, tags)
    return Page(number, width, height, lines_of(own, known), pictures, "", turn, label, bool(known))


def _trusted(runs: Sequence[Run], tags: Mapping[int, Tag]) -> dict[int, Tag]:
    if not tags:
        return {}
    votes: Counter[str] = Counter()
    for run in runs:
        kind = "artifact" if run.tag == ARTIFACT else "tagged" if run.tag in tags else "bare"
        votes[kind] += len(run.text.strip())
    total = votes.total()
    bare = votes["bare"] > (1 - _TAGGED_SHARE) * total
    if not total or bare or votes["artifact"] > _ARTIFACT_SHARE * total:
        return {}
    return {**tags, ARTIFACT: Tag(-1, "Artifact")}


def upright(
    turn: int, p: tuple[float, float], q: tuple[float, float], width: float, height: float
) -> tuple[float, float, float]:
    """Begin, end and baseline of a run from p to q on a page of this size, once it is turned so that it is upright."""
    if turn == 90:
        x0, x1, base = p[1], q[1], width - p[0]
    elif turn == 270:
        x0, x1, base = height - p[1], height - q[1], p[0]
    elif turn == 180:
        x0, x1, base = width - p[0], width - q[0], height - p[1]
    else:
        x0, x1, base = p[0], q[0], p[1]
    return (x0, x1, base) if x0 <= x1 else (x1, x0, base)


def turn_of(a: float, b: float) -> int:
    """By how many degrees the page has to be turned for such letters to stand upright."""
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270
