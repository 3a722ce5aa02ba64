"""Structure of the real legislation, checked against counts that are made another way; skipped where it is absent."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from graph.errors import SourceError
from ingest.readers import choose
from ingest.readers.base import HEADING_SEPARATOR, Document

NS = {"l": "http://www.legislation.gov.uk/namespaces/legislation"}
ACTS = ["asp_20030002_en.xml", "asp_20020006_en.xml", "ssi_2011_174_kqps_made.xml"]
ALL = [*ACTS, "aspen_20180015_en.akn", "aspen_20180015_en.html"]
OWN = "not(ancestor::l:BlockAmendment)"


def read(real: Path, name: str) -> Document:
    data = (real / "legislation" / name).read_bytes()
    return choose(data, name, "legislation").read(data, name, "legislation")


def tree(real: Path, name: str) -> "etree._Element":
    return etree.parse(str(real / "legislation" / name)).getroot()


def letters(words: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", words))


@pytest.mark.parametrize("name", ACTS)
def test_every_numbered_provision_that_holds_no_other_is_a_passage(real: Path, name: str) -> None:
    document, root = read(real, name), tree(real, name)
    leaves = root.xpath(f"//*[self::l:P1 or self::l:P2 or self::l:P3 or self::l:P4][{OWN}][not(.//l:P2[{OWN}] or "
                        f".//l:P3[{OWN}] or .//l:P4[{OWN}])][l:Pnumber]", namespaces=NS)  # fmt: skip
    cited = {block.ref for block in document.blocks}
    for leaf in leaves:
        numbers = [
            up.findtext("l:Pnumber", namespaces=NS)
            for up in reversed([leaf, *leaf.iterancestors()])
            if up.tag.rpartition("}")[2] in ("P1", "P2", "P3", "P4")
        ]
        schedule = next(iter(leaf.xpath("ancestor::l:Schedule/l:Number/text()", namespaces=NS)), "")
        unit = "art. " if name.startswith("ssi") else "s. "
        prefix = (
            f"sch. {schedule.split()[-1]}, para " if len(schedule.split()) > 1 else "sch., para " if schedule else unit
        )
        assert prefix + numbers[0] + "".join(f"({number})" for number in numbers[1:]) in cited
    numbered = [ref for ref in cited if re.match(r"(?:s\.|art\.|sch\..* para) \d", ref) and "“" not in ref]
    every = root.xpath(f"count(//l:Pnumber[{OWN}])", namespaces=NS)
    assert len(leaves) <= len(numbered) <= every + root.xpath("count(//l:OrderedList/l:ListItem)", namespaces=NS)


@pytest.mark.parametrize("name", ACTS)
def test_blocks_and_headings_hold_every_word_of_the_body(real: Path, name: str) -> None:
    document, root = read(real, name), tree(real, name)
    want: Counter[str] = Counter()
    for text in root.xpath("//l:Body//l:Text | //l:Schedules//l:Text | //l:Schedules//*[local-name()='td' or "
                           "local-name()='th'] | //l:AppendText", namespaces=NS):  # fmt: skip
        if not text.xpath("ancestor::*[local-name()='td' or local-name()='th']"):
            spaced = [" " if part.tag == f"{{{NS['l']}}}Character" else "" for part in text.iter()]
            want += letters(
                "".join(
                    f"{gap}{part.text or ''}{part.tail or ''}" for gap, part in zip(spaced, text.iter(), strict=True)
                )
            )
    for title in root.xpath(f"(//l:Body | //l:Schedules)//l:Title[{OWN}]", namespaces=NS):
        assert " ".join("".join(title.itertext()).split()) in document.text
    held = letters(" ".join(document.words(block) for block in document.blocks))
    assert not want - held, f"words are missing: {list((want - held).items())[:5]}"


@pytest.mark.parametrize("name", ALL)
def test_blocks_are_in_order_with_headings_from_the_text(real: Path, name: str) -> None:
    document = read(real, name)
    assert all(one.end <= two.start for one, two in pairwise(document.blocks))
    between = "".join(document.text[one.end : two.start] for one, two in pairwise(document.blocks))
    assert all(part in document.text for block in document.blocks for part in block.heading.split(HEADING_SEPARATOR))
    assert between.count("\n") >= len(document.blocks) - 1
    for block in document.blocks:
        assert document.words(block).strip() == document.words(block)
        assert all(end <= block.start for _, end in block.lead)
    for link in document.links:
        assert document.text[link.start : link.end] and link.target


def test_the_large_act(real: Path) -> None:
    document, root = read(real, ACTS[0]), tree(real, ACTS[0])
    amendments = root.xpath("//l:BlockAmendment", namespaces=NS)
    quoting = [block for block in document.blocks if re.search(r"\n\(\w+\) ", document.words(block))]
    assert len(quoting) >= 8 and len(amendments) == 10
    cited = [link for link in document.links if link.kind == "reference"]
    assert len(cited) == root.xpath("count(//l:Primary//l:Citation)", namespaces=NS) == 50
    assert all(link.target.startswith("http://www.legislation.gov.uk/") for link in cited)
    assert {"land", "Ministers", "Land Court"} <= {link.target for link in document.links if link.kind == "definition"}
    about = document.about
    assert (about.date, about.issuer, about.kind) == ("2003-02-25", "Scottish Parliament", "legislation")
    assert next(b for b in document.blocks if b.ref == "sch. 2, para 2").url.endswith(
        "/asp/2003/2/schedule/2/paragraph/2"
    )


def test_the_notes_are_the_same_in_both_forms(real: Path) -> None:
    one, two = read(real, ALL[3]), read(real, ALL[4])
    assert [(b.ref, b.heading) for b in one.blocks] == [(b.ref, b.heading) for b in two.blocks]
    assert re.sub(r"\s", "", one.text) == re.sub(r"\s", "", two.text)
    assert [link.target for link in one.links] == [link.target for link in two.links]
    numbers = [int(b.ref.split()[1]) for b in one.blocks if re.fullmatch(r"para \d+", b.ref)]
    assert sorted(set(numbers)) == list(range(1, 62)) and one.about.issuer == two.about.issuer == "Scottish Government"


@pytest.mark.parametrize("name", ALL[:4])
def test_truncated_at_every_tenth(real: Path, name: str) -> None:
    data = (real / "legislation" / name).read_bytes()
    for tenth in range(1, 10):
        piece = data[: len(data) * tenth // 10]
        with pytest.raises(SourceError) as caught:
            choose(piece, name, "legislation").read(piece, name, "legislation")
        assert name in caught.value.where and caught.value.next_step


def test_a_truncated_page_is_read_as_far_as_it_goes(real: Path) -> None:
    data = (real / "legislation" / ALL[4]).read_bytes()
    for tenth in range(3, 10):
        piece = data[: len(data) * tenth // 10]
        document = choose(piece, "x.html", "legislation").read(piece, "x.html", "legislation")
        assert document.blocks[0].ref == "preface"
