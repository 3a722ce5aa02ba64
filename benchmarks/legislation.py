# ruff: noqa: E501 (markup is easier to read unbroken)
"""How fast legislation is read, beside lxml's own parse of the same bytes in the same run, in processor time.

Usage: python benchmarks/legislation.py [FILE …] [--repeats N] [--sections N]

Without files a made-up Act of so many sections is read, in the site's own markup. Printed a file: megabytes (10⁶ bytes)
a second of lxml's parse, of the hardened parse alone, and of the whole reading, medians and ranges; passages; and whether the
goal is met, 20 MB/s or lxml's own rate less 30 %, whichever is smaller.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from ingest import readers
from ingest.readers import xml_safe

GOAL = 20.0
SHARE = 0.7


def made_up(sections: int) -> bytes:
    """An Act with lists, full-out words, citations, definitions and a schedule."""
    item = "<P3><Pnumber>{}</Pnumber><P3para><Text>the {} of the well that the keeper keeps for the valley;</Text></P3para></P3>"
    items = "".join(
        item.format(letter, word) for letter, word in zip("abcd", ("wall", "rope", "roof", "key"), strict=True)
    )
    one = (
        '<P1group><Title>Keeping {0}</Title><P1 id="section-{0}"><Pnumber>{0}</Pnumber><P1para><P2><Pnumber>1</Pnumber>'
        "<P2para><Text>The keeper must, before the end of each year that begins after this section comes into force, count—"
        f"</Text>{items}<Text>and tell the board in writing what was found.</Text></P2para></P2><P2><Pnumber>2</Pnumber>"
        '<P2para><Text>This is subject to section 3(1) of the <Citation URI="http://www.legislation.gov.uk/id/asp/2014/9">'
        "Act of 2014</Citation>, and to anything that the board has said in the year before.</Text></P2para></P2>"
        "</P1para></P1></P1group>"
    )
    body = "".join(one.format(number) for number in range(1, sections + 1))
    return (
        '<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" '
        'IdURI="http://www.legislation.gov.uk/id/asp/2019/7"><Primary><Body>'
        f"{body}</Body></Primary></Legislation>"
    ).encode()


def rates(action: Callable[[], object], size: int, repeats: int) -> list[float]:
    """Megabytes a second of processor time of so many runs, after one that is not counted."""
    action()
    found = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        found.append(size / 1e6 / (time.process_time() - start))
    return found


def measure(name: str, data: bytes, repeats: int) -> None:
    """Print the rates of one document."""
    reader = readers.choose(data, name, "legislation")
    parse = rates(lambda: etree.fromstring(data), len(data), repeats)
    safe = rates(lambda: xml_safe.parse(data, name), len(data), repeats)
    whole = rates(lambda: reader.read(data, name, "legislation"), len(data), repeats)
    document = reader.read(data, name, "legislation")
    print(f"{name}: {len(data) / 1e6:.2f} MB, reader {reader.name}, {len(document.blocks):,} passages")
    for what, found in (("lxml", parse), ("hardened parse", safe), ("whole reading", whole)):
        print(f"  {what:15} median {statistics.median(found):6.1f} MB/s  ({min(found):.1f} to {max(found):.1f})")
    goal = min(GOAL, SHARE * statistics.median(parse))
    print(f"  goal {goal:.1f} MB/s: {'met' if statistics.median(whole) >= goal else 'missed'}")


def main() -> None:
    """Measure the files named, or a made-up Act."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--sections", type=int, default=2000)
    given = parser.parse_args()
    for path in given.files:
        measure(path.name, path.read_bytes(), given.repeats)
    if not given.files:
        measure("made-up-act.xml", made_up(given.sections), given.repeats)


if __name__ == "__main__":
    main()
