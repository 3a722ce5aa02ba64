"""The benchmark of networks runs, at a small size, and its three ways give the same weights."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "networks.py"


def test_three_ways_give_the_same_weights(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    small = ["--actors", "30", "--messages", "12", "--statements", "600", "--repeats", "1", "--json", str(figures)]
    done = subprocess.run([sys.executable, SCRIPT, *small], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["pairs"] > 0
    assert found["same"] == {"pandas merge": True, "NetworkX projection": True}
    assert "the same weights" in done.stdout
