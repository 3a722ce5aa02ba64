"""The benchmark of reading runs at its smallest size and puts its figures between the marks of a page."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "reading.py"


def test_the_benchmark_measures_and_fills_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nAfter.\n", encoding="utf-8")
    command = [sys.executable, SCRIPT, "--sources", "20", "--repeats", "1", "--page", page]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before.\n<!-- figures: begin -->\n")
    assert text.endswith("<!-- figures: end -->\nAfter.\n")
    assert "20 text sources, 200 passages" in text
    assert "old" not in text
