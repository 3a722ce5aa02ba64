"""The benchmark of the engines runs, at its smallest size and without a server, and makes its page."""

import subprocess
import sys
from pathlib import Path

from graph import queries

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "engines.py"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, *map(str, words)], capture_output=True, text=True)


def test_the_benchmark_measures_and_makes_its_page(tmp_path: Path) -> None:
    figures, page, again = tmp_path / "figures.json", tmp_path / "page.md", tmp_path / "again.md"
    smallest = ["--edges", "1000", "--engines", "embedded", "--draws", "2", "--repeats", "1"]
    done = run(*smallest, "--json", figures, "--page", page)
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    for name in queries.catalogue():
        assert f"| {name} |" in text
    assert "## Loading" in text and "## Memory" in text and "## Search" in text
    assert run("--from", figures, "--page", again).returncode == 0
    assert again.read_text(encoding="utf-8") == text


def test_an_unknown_engine_is_told() -> None:
    done = run("--engines", "embeded")
    assert done.returncode == 2
    assert "no engine is called embeded; there are: embedded, neo4j" in done.stderr


def test_the_benchmark_of_the_measures_runs() -> None:
    script = SCRIPT.with_name("measures.py")
    small = ["--voices", "30", "--axes", "2", "--codings", "400", "--repeats", "1"]
    done = subprocess.run([sys.executable, script, *small], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = [line.split("  ")[0] for line in done.stdout.splitlines()]
    assert "2 axes, 30 voices, 400 codings" in done.stdout
    assert "tensions, 10,000 bootstrap and 10,000 exchange draws" in lines and "claims" in lines


def test_the_benchmark_of_pdfs_runs() -> None:
    script = SCRIPT.with_name("pdf.py")
    done = subprocess.run([sys.executable, script, "--pages", "4", "--repeats", "1"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "made up: 4 pages" in done.stdout and "100.0% of passages agree" in done.stdout
    assert "  pdfium: at most" in done.stdout


def test_the_fuzzer_of_the_readers_runs() -> None:
    script = SCRIPT.with_name("fuzz_readers.py")
    short = ["--seconds", "1", "--reader", "digest", "--reader", "captions"]
    done = subprocess.run([sys.executable, script, *short], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["digest:", "captions:"]
    assert " 0 documents" not in done.stdout
