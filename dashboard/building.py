"""A build that goes on beside the screens: started by a button, watched by whoever looks."""

import threading
from pathlib import Path

from graph.errors import CrosscurrentError
from ingest.build import BuildResult, build


class Building:
    """One build in a thread of its own; it ends by itself, also when nobody looks any more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stage = ("reading the study", 0, 0)
        self.result: BuildResult | None = None
        self.fault = ""
        self._thread = threading.Thread(target=self._run, daemon=True, name="building")
        self._thread.start()

    @property
    def going_on(self) -> bool:
        """Whether it still runs."""
        return self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait so long for its end; whether it has ended."""
        self._thread.join(seconds)
        return not self.going_on

    def progress(self) -> tuple[str, float]:
        """What is being done, in words, and which share of that is done, 0 to 1."""
        stage, done, total = self._stage
        shown = f"{stage}: {done} of {total}" if total > 1 else stage
        return shown[:1].upper() + shown[1:], min(done / total, 1.0) if total else 0.0

    def _run(self) -> None:
        try:
            self.result = build(self._folder, self._tell)
        except CrosscurrentError as error:
            self.fault = str(error)
        except Exception as error:  # a thread that dies silently would leave the screen waiting for nothing
            self.fault = f"The build stopped ({type(error).__name__}: {error}). Please report it as a defect."

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._stage = (stage, done, total)
