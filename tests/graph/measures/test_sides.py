"""Claims as arrays give voice by voice what the plain way gives claim by claim."""

import numpy as np
import pytest

from graph.measures.claims import claims, rows_of
from graph.measures.positions import heard_values, source_values, voice_positions
from graph.measures.sides import both_sides, heard_by, sides_by_axis, source_means, voice_values

VOICES = ["gov", "parliament", "audit", "cosla", "board-1", "board-2", "L01", "L02", "L03", "P01", "authors"]


@pytest.fixture
def many(coding, frame):
    rng = np.random.default_rng(11)
    rows = []
    for _ in range(400):
        voice = VOICES[rng.integers(0, len(VOICES))]
        sender = ["", "gov", "cosla", "macro", "board-1"][rng.integers(0, 5)]
        rows.append(
            coding(
                voice,
                int(rng.choice([-1, 1])),
                axis=str(rng.choice(["led", "scale"])),
                sender=sender,
                stance=str(rng.choice(["endorses", "rejects", "reports"])),
                source=f"s-{voice}-{rng.integers(0, 3)}",
                force=str(rng.choice(["", "duty", "guidance"])),
                date=str(rng.choice(["", "2011", "2014-03", "2019"])),
            )
        )
    return claims(frame(rows))


def test_all_voices_at_once_are_each_voice_alone(many):
    rows = rows_of(many)
    for axis, own in zip(["led", "scale"], sides_by_axis(many, ["led", "scale"]), strict=True):
        said = [c for c in rows if c.axis == axis and c.claim == "said"]
        plain = voice_positions(said)
        fast = own.where(own.said)
        assert voice_values(fast) == pytest.approx({v: p.position for v, p in plain.items()})
        assert list(voice_values(fast)) == sorted(plain)
        assert both_sides(fast) == {v for v, p in plain.items() if p.both_sides}
        assert source_means(fast) == pytest.approx(source_values(said))
        heard = [
            c for c in rows
            if c.axis == axis and c.claim == "heard" and c.governs and (c.holder_level, c.by_level) == ("macro", "meso")
        ]  # fmt: skip
        assert heard_by(own.heard("macro", "meso")) == pytest.approx(heard_values(heard))
        assert len(own.heard("macro", "meso")) == len(heard)


def test_codings_come_with_the_strongest_wording_first_then_newest(coding, frame):
    rows = [
        coding("gov", 1, force=""),
        coding("gov", 1, force="guidance", date="2011"),
        coding("gov", 1, force="guidance", date="2019"),
        coding("gov", 1, force="duty"),
        coding("gov", 1, force="guidance"),
    ]
    (own,) = sides_by_axis(claims(frame(rows)), ["led"])
    assert own.codings() == tuple(rows[i]["id"] for i in (3, 2, 1, 4, 0))


def test_claims_of_other_axes_are_left_out(many):
    (own,) = sides_by_axis(many, ["scale"])
    assert len(own) == (many["axis"] == "scale").sum()


def test_groups_part_the_claims(many):
    own = sides_by_axis(many, ["led", "scale"])[0]
    groups = own.groups(own.holder)
    assert list(groups) == sorted(groups)
    assert sum(map(len, groups.values())) == len(own)


def test_no_claims_at_all(frame):
    (own,) = sides_by_axis(claims(frame([])), ["led"])
    assert len(own) == 0
    assert voice_values(own) == {} and heard_by(own) == {} and own.codings() == () and own.groups(own.holder) == {}
