"""The hostile study of the brief's tests serves the dossiers' tests too: uncleared quotes, cases, script in texts."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

BRIEF = Path(__file__).parents[1] / "brief" / "conftest.py"
_spec = spec_from_file_location("brief_conftest", BRIEF)
assert _spec is not None and _spec.loader is not None
_brief = module_from_spec(_spec)
sys.modules["brief_conftest"] = _brief
_spec.loader.exec_module(_brief)
gated_view = _brief.gated_view
