"""The wheel: what it holds, and that it works in a fresh environment elsewhere, in an empty folder and offline."""

import importlib.util
import os
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOPS = {"crosscurrent", "graph", "ingest", "dashboard"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("wheel")
    # With the build backend at hand nothing is fetched; without it, `build` makes an environment of its own.
    own = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    command = [sys.executable, "-m", "build", "--wheel", *own, "--outdir", str(target), str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True, cwd=target, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The console command in an environment of its own, which borrows only the dependencies of the one that runs."""
    place = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(place, with_pip=False)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run([*command, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    library = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    # A path in a .pth file is searched last and its own .pth files are not read: the checkout stays out of sight.
    (library / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts / ("crosscurrent.exe" if os.name == "nt" else "crosscurrent")


def test_data_lies_inside_the_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == TOPS
    assert {"crosscurrent/data/scotland/study.yaml", "graph/stores/neo4j/read_operators.txt"} <= set(names)
    assert "crosscurrent/data/catalogue.yaml" in names
    assert not [name for name in names if ".crosscurrent/" in name or "__pycache__" in name or "/tests/" in name]


def test_demo_answers_from_an_empty_folder(installed, tmp_path):
    flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "CROSSCURRENT_STUDY")}
    errors = tmp_path / "errors.txt"
    with errors.open("wb") as stderr:
        command = [str(installed), "demo", "study", "--no-browser", "--port", "8700"]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=-1, stderr=stderr, text=True, **flags)
    try:
        address = next((part for line in process.stdout for part in line.split() if part.startswith("http://")), "")
        assert address, errors.read_text(encoding="utf-8", errors="replace")
        assert _answers(address.rstrip("/"), process)
        assert (tmp_path / "study" / ".crosscurrent" / "current").is_file()
    finally:
        _end(process)


def _answers(address, process):
    for _ in range(300):
        if process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return b"<title>" in page.read()
        except OSError:
            time.sleep(0.1)
    return False


def _end(process):
    """The command and the server that it started."""
    if os.name == "nt":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
