"""`text_of` and `retrieved` in sources.yaml: checked, and told where they are wrong."""

from studyfolder import StudyFolder, Told

from ingest.study.load import load_study


def test_a_text_names_its_digest(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace("sources.yaml", "    title: Interviews\n", "    title: Interviews\n    text_of: plan\n")
    small_study.replace("sources.yaml", "    date: 2020-01\n", "    date: 2020-01\n    retrieved: 2026-11-24\n")
    assert problems_of(small_study) == []
    study, _ = load_study(small_study.path)
    assert study is not None
    assert (study.sources["talks"].text_of, study.sources["plan"].retrieved) == ("plan", "2026-11-24")


def test_a_name_that_is_no_source_is_told(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace("sources.yaml", "    title: Interviews\n", "    title: Interviews\n    text_of: plam\n")
    small_study.replace("sources.yaml", "    title: The plan\n", "    title: The plan\n    text_of: plan\n")
    found = problems_of(small_study)
    assert len(found) == 2
    assert '"text_of" (plan) is the source itself' in found[0]
    assert '"text_of" (plam) is no source' in found[1] and 'Did you mean "plan"?' in found[1]
    study, _ = load_study(small_study.path)
    assert study is not None and {s.text_of for s in study.sources.values()} == {""}


def test_a_day_that_is_none_is_told(small_study: StudyFolder, problems_of: Told) -> None:
    small_study.replace("sources.yaml", "    title: The plan\n", "    title: The plan\n    retrieved: yesterday\n")
    assert any("retrieved" in problem for problem in problems_of(small_study))
