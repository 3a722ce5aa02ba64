"""docs/notebook.ipynb: committed without outputs, and it runs from its first cell to its last."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


@pytest.fixture
def quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Places for what IPython and Jupyter write, so that nothing of the person who runs this is read or touched."""
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    monkeypatch.delenv("CROSSCURRENT_STORE", raising=False)
    (tmp_path / "work").mkdir()
    with tempfile.TemporaryDirectory(prefix="cc") as short:
        # A socket's path must be short; on Windows there are only ports.
        yield Path(short)


def text_of(notebook: nbformat.NotebookNode) -> str:
    """Everything that the cells put out as text."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found.append(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
    return "\n".join(found)


def test_it_is_committed_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and all(not cell.outputs and cell.execution_count is None for cell in code)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) == set() for cell in notebook.cells)


def test_its_links_lead_somewhere() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([\w.]+)\)", text)
    assert links and all((NOTEBOOK.parent / link).is_file() for link in links)


def test_it_runs(quiet_home: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    # Sockets, for a port that is free now may be taken when the kernel starts.
    ports = {} if os.name == "nt" else {"transport": "ipc", "ip": str(quiet_home / "k")}
    manager = KernelManager(kernel_name="python3", **ports)
    client = NotebookClient(notebook, km=manager, timeout=120, resources={"metadata": {"path": str(tmp_path / "work")}})
    client.execute(cleanup_kc=True)
    text = text_of(notebook)
    assert "digest, not the official wording" in text
    assert re.search(r"\d+ nodes, \d+ edges", text) and "nodes-Actor.csv" in text and "closed>" in text
    shown = [output["data"] for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    assert any("vega" in data.get("text/html", "") for data in shown)
    assert not list((tmp_path / "work").iterdir())
