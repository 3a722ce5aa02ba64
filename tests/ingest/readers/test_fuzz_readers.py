"""Damaged documents of every format: the promises of all readers, a little of what benchmarks/fuzz_readers.py tries."""

import logging

import pytest
from hostile_changes import changed
from hostile_promises import promises
from hostile_seeds import seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import ReadOptions, choose, readers

NAMES = [reader.name for reader in readers()]


def test_every_reader_has_a_good_document_that_it_takes() -> None:
    assert {seed.reader for seed in seeds()} == set(NAMES)
    for seed in seeds():
        assert choose(seed.data, seed.name, seed.kind).name == seed.reader
        document = promises(seed.data, seed.name, seed.kind)
        assert document is not None and document.blocks


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damage_breaks_no_promise(name: str, data: st.DataObject) -> None:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    seed = data.draw(st.sampled_from([seed for seed in seeds() if seed.reader == name]))
    state = data.draw(st.randoms(use_true_random=False))
    promises(changed(seed, state), seed.name, seed.kind, name)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(state=st.randoms(use_true_random=False))
def test_the_fast_engine_breaks_none_either(state: object) -> None:
    seed = next(seed for seed in seeds() if seed.reader == "pdf")
    promises(changed(seed, state), seed.name, seed.kind, "pdf", ReadOptions(pdf_engine="pdfium"))  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(
    noise=st.binary(max_size=300),
    name=st.sampled_from(["a.txt", "a.pdf", "a.csv", "a.yaml", "a.md", "a", "a.docx", "a.html"]),
    kind=st.sampled_from(["policy", "transcript", "article", "excerpts", "legislation"]),
)
def test_any_bytes_under_any_name(noise: bytes, name: str, kind: str) -> None:
    promises(noise, name, kind)
