"""Discourse networks against a table worked by hand, as DNA would compute it, and by their properties.

The table, one statement a row unless a number stands behind it (E endorses, R rejects):

    voice      empower   instruct
    gov        E 2       R 1
    L01        E 1       E 1
    board-1    R 3       -

so that with P (endorses) and N (rejects), rows board-1, gov, L01, columns empower, instruct

    P = [[0, 0],  N = [[3, 0],  activity a = [3, 3, 2]
         [2, 0],       [0, 1],
         [1, 1]]       [0, 0]]
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import CrosscurrentError
from graph.measures.networks import affiliation, heard, statements, without_duplicates
from graph.measures.networks_shapes import DUPLICATES, NORMALISATIONS, ONE_MODE, Affiliation, Node, Options
from graph.measures.networks_weights import network, one_mode

BOARD, GOV, LEADER = 0, 1, 2


@pytest.fixture
def table(coding, frame):
    return frame(
        [
            coding("gov", -1, source="g1"),
            coding("gov", -1, source="g1"),
            coding("gov", 1, source="g2", stance="rejects"),
            coding("L01", -1),
            coding("L01", 1),
            *(coding("board-1", -1, stance="rejects", source="b1") for _ in range(3)),
            coding("L02", 1, sender="gov", stance="reports"),
            coding("L03", 1, counted=False),
        ]
    )


@pytest.fixture
def made(table, axes, messages):
    return lambda **options: network(table, axes, messages, Options(**options))


def pairs(net):
    """Weights of the pairs (board-1, gov), (board-1, L01), (gov, L01)."""
    w = net.weights
    assert [n.id for n in net.rows] == ["L01", "board-1", "gov"]
    return [w[1, 2], w[1, 0], w[2, 0]]


def test_congruence_is_the_sum_of_products_of_like_statements(made):
    # board-1 and gov share no side. board-1 and L01 neither. gov and L01 both endorse empower: 2 * 1.
    assert pairs(made(type="congruence")) == [0, 0, 2]


def test_conflict_is_the_sum_of_products_of_unlike_statements(made):
    # board-1 rejects empower 3 times: against gov's 2 it is 6, against L01's 1 it is 3.
    # gov rejects instruct once, L01 endorses it once: 1.
    assert pairs(made(type="conflict")) == [6, 3, 1]


def test_subtract_is_congruence_less_conflict(made):
    assert pairs(made(type="subtract")) == [-6, -3, 1]


def test_average_activity(made):
    # divisors (3+3)/2 = 3, (3+2)/2 = 2.5, (3+2)/2 = 2.5
    assert pairs(made(type="conflict", normalise="average")) == pytest.approx([6 / 3, 3 / 2.5, 1 / 2.5])


def test_cosine_divides_by_the_product_of_activities(made):
    # 3*3, 3*2, 3*2
    assert pairs(made(type="conflict", normalise="cosine")) == pytest.approx([6 / 9, 3 / 6, 1 / 6])


def test_jaccard_counts_what_one_alone_says_and_the_products_of_what_both_say(made):
    # gov, L01: cells (concept, side). gov alone: rejects instruct 1. L01 alone: endorses instruct 1. Both: 2*1.
    # divisor 1 + 1 + 2 = 4. board-1, gov: nothing shared: 3 + 3. board-1, L01: 3 + 2.
    assert pairs(made(type="congruence", normalise="jaccard")) == pytest.approx([0, 0, 2 / 4])
    assert pairs(made(type="conflict", normalise="jaccard")) == pytest.approx([6 / 6, 3 / 5, 1 / 4])


def test_affiliation_by_qualifier(made):
    def rows(**options):
        return made(type="affiliation", **options).weights.tolist()

    # rows L01, board-1, gov; columns empower, instruct
    assert rows() == [[1, 1], [-3, 0], [2, -1]]
    assert rows(qualifier="ignore") == [[1, 1], [3, 0], [2, 1]]
    assert rows(qualifier="combine") == [[1, 1], [2, 0], [1, 2]]
    assert rows(normalise="activity") == [[1 / 2, 1 / 2], [-1, 0], [2 / 3, -1 / 3]]
    # empower is used 1 + 3 + 2 times, instruct 1 + 1
    assert rows(normalise="prominence") == [[1 / 6, 1 / 2], [-3 / 6, 0], [2 / 6, -1 / 2]]


def test_between_messages(made):
    # empower and instruct: L01 endorses both (1 * 1); gov endorses the one (2) and rejects the other (1).
    assert made(type="congruence", between="messages").weights.tolist() == [[0, 1], [1, 0]]
    assert made(type="conflict", between="messages").weights.tolist() == [[0, 2], [2, 0]]


def test_by_axis_a_rejection_of_one_pole_stands_on_the_side_of_the_other(made):
    # Sides on the axis, negative first: gov 3 and 0, L01 1 and 1, board-1 0 and 3.
    assert pairs(made(type="congruence", concept="axis")) == [0, 3, 3]
    assert pairs(made(type="conflict", concept="axis")) == [9, 3, 3]
    # By message the same two voices only agree on empower: rejecting instruct is not endorsing empower.
    assert pairs(made(type="congruence")) == [0, 0, 2]


def test_duplicates_per_document_and_in_all(made, table, axes, messages):
    # gov says empower twice in g1, board-1 rejects it three times in b1: once each is left.
    assert pairs(made(type="conflict", duplicates="document")) == [1, 1, 1]
    again = pd.concat([table, table.assign(id=table["id"] + "x", source=table["source"] + "x")], ignore_index=True)
    document = network(again, axes, messages, Options(type="conflict", duplicates="document"))
    across = network(again, axes, messages, Options(type="conflict", duplicates="acrossrange"))
    assert pairs(document) == [4, 4, 4]
    assert pairs(across) == [1, 1, 1]


def test_duplicates_by_calendar_where_the_date_is_known(coding, frame):
    dates = ["2011", "2011-06", "2011-06-28", "2011-06-29", "2011-07-04", "2012-06-29", ""]
    rows = [coding("gov", -1, source=f"s{i}", date=date) for i, date in enumerate(dates)]
    found = statements(frame(rows), Options())

    def kept(how):
        return set(without_duplicates(found, how)["source"])

    assert kept("include") == kept("document") == {f"s{i}" for i in range(7)}
    assert kept("year") == {"s0", "s5", "s6"}
    assert kept("month") == {"s0", "s1", "s4", "s5", "s6"}
    # 28 and 29 June 2011 are a Tuesday and a Wednesday; without a day a source is a week of its own.
    assert kept("week") == {"s0", "s1", "s2", "s4", "s5", "s6"}
    assert kept("acrossrange") == {"s6"}


def test_ignoring_the_qualifier_ignores_it_for_duplicates_too(coding, frame, axes, messages):
    rows = frame([coding("gov", -1), coding("gov", -1, stance="rejects")])
    kept = {
        q: network(rows, axes, messages, Options(type="affiliation", qualifier=q, duplicates="document")).weights.sum()
        for q in ("ignore", "combine", "subtract")
    }
    assert kept == {"ignore": 1, "combine": 3, "subtract": 0}


def test_isolates_are_voices_without_a_statement_here(made):
    assert [n.id for n in made().rows] == ["L01", "board-1", "gov"]
    assert [n.id for n in made(isolates=True).rows] == ["L01", "L02", "board-1", "gov"]
    assert [n.id for n in made(isolates=True, levels=("meso",)).rows] == ["L01", "L02", "board-1"]
    assert made(isolates=True).weights[1].sum() == 0


def test_a_node_without_ties_stays_as_in_dna(made):
    assert "board-1" in [n.id for n in made(type="congruence").rows]


def test_levels_choose_voices_and_axes_choose_messages(made, table, axes, messages):
    assert {n.level for n in made(levels=("meso",)).rows} == {"meso"}
    assert affiliation(table, axes, messages, Options(axes=("another",))).positive.shape == (0, 0)


def test_what_is_heard_is_a_network_of_its_own(made, table):
    net = made(type="affiliation", qualifier="heard")
    assert [n.id for n in net.rows] == ["gov"]
    assert net.frame().to_dict() == {"Instruct": {"gov": 1.0}}
    assert "L02" not in set(statements(table, Options())["row"])
    assert set(heard(table, Options(between="levels"))["row"]) == {"macro"}


def test_units_before_part_of_and_levels(coding, frame, axes, messages):
    rows = frame([coding("gov", -1), coding("gov", -1) | {"voice": "ministers"}])
    bodies = network(rows, axes, messages, Options())
    actors = network(rows, axes, messages, Options(between="actors"), {"ministers": "The ministers"})
    assert [n.label for n in bodies.rows] == ["gov"]
    assert [n.label for n in actors.rows] == ["gov", "The ministers"]
    assert actors.weights[0, 1] == 1
    levels = network(rows, axes, messages, Options(between="levels"))
    assert [(n.id, n.kind, n.statements) for n in levels.rows] == [("macro", "level", 2)]


def test_two_nodes_of_one_label_are_told_apart(coding, frame, axes, messages):
    rows = frame([coding("board-1", -1, voice_label="Board"), coding("board-2", -1, voice_label="Board")])
    assert list(network(rows, axes, messages, Options()).frame()) == ["Board (board-1)", "Board (board-2)"]


def test_edges_are_each_pair_once_heaviest_first(made):
    edges = made(type="subtract").edges()
    assert edges[["source", "target", "weight"]].values.tolist() == [
        ["board-1", "gov", -6],
        ["L01", "board-1", -3],
        ["L01", "gov", 1],
    ]
    assert len(made(type="affiliation").edges()) == 5


def test_nothing_coded_is_an_empty_network(frame, axes, messages):
    for kind in ("congruence", "affiliation"):
        net = network(frame([]), axes, messages, Options(type=kind))
        assert net.frame().empty
        assert net.edges().empty


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"type": "congruance"}, "congruence"),
        ({"normalise": "activity"}, "average"),
        ({"type": "affiliation", "normalise": "jaccard"}, "prominence"),
        ({"duplicates": "day"}, "document"),
        ({"levels": ("mezzo",)}, "meso"),
        ({"between": "messages", "concept": "axis"}, "convention"),
        ({"type": "affiliation", "between": "messages"}, "columns already"),
        ({"type": "affiliation", "qualifier": "combine", "normalise": "activity"}, "names"),
        ({"type": "affiliation", "qualifier": "heard", "concept": "axis"}, "by message"),
    ],
)
def test_what_does_not_go_together_is_told(options, said):
    with pytest.raises(CrosscurrentError, match=said):
        Options(**options)


counts = st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=6)


def of(cells):
    values = np.array(cells, dtype=float)
    rows = tuple(Node(f"v{i}", f"v{i}", "", "voice", 0) for i in range(len(values)))
    columns = tuple(Node(f"m{i}", f"m{i}", "", "message", 0) for i in range(3))
    return Affiliation(rows, columns, values[:, :3], values[:, 3:])


def as_dna(found, kind, normalise):
    """The loops of DNA's `computeOneModeMatrix` for a boolean qualifier, cell by cell."""
    cells = np.stack([found.negative, found.positive], axis=2)
    size = len(cells)
    made = np.zeros((size, size))
    for a in range(size):
        for b in range(size):
            if a == b:
                continue
            for j in range(cells.shape[1]):
                for k1 in (0, 1):
                    for k2 in (0, 1):
                        product = cells[a, j, k1] * cells[b, j, k2]
                        like = {"congruence": 1 - abs(k1 - k2), "conflict": abs(k1 - k2)}
                        like["subtract"] = like["congruence"] - like["conflict"]
                        made[a, b] += product * like[kind]
            made[a, b] = divided_as_dna(made[a, b], cells[a].ravel(), cells[b].ravel(), normalise)
    return made


def divided_as_dna(value, one, other, normalise):
    if normalise == "none":
        return value
    if normalise == "average":
        norm = (one.sum() + other.sum()) / 2
    elif normalise == "cosine":
        norm = np.sqrt(one.sum() ** 2) * np.sqrt(other.sum() ** 2)
    else:
        norm = one[other == 0].sum() + other[one == 0].sum() + (one * other).sum()
    return value / norm if norm else 0


@settings(max_examples=60, deadline=None)
@given(counts)
def test_matrix_products_are_the_loops_of_dna(cells):
    found = of(cells)
    for kind in ONE_MODE:
        for normalise in NORMALISATIONS[kind]:
            weights = one_mode(found, kind, normalise)
            assert np.allclose(weights, as_dna(found, kind, normalise))
            assert np.array_equal(weights, weights.T)
            assert not weights.diagonal().any()
    difference = one_mode(found, "congruence") - one_mode(found, "conflict")
    assert np.array_equal(difference, one_mode(found, "subtract"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_fewer_duplicates_never_make_more_statements(sources):
    n = len(sources)
    rows = pd.DataFrame(
        {
            "row": "v", "label": "v", "level": "macro", "column": "m", "agrees": True,
            "source": pd.Series(sources, dtype=str), "date": "", "coding": [f"c{i}" for i in range(n)],
        }
    )  # fmt: skip
    left = {how: len(without_duplicates(rows, how)) for how in DUPLICATES}
    assert left["include"] == n
    assert left["document"] == len(set(sources))
    assert left["acrossrange"] == min(n, 1)
