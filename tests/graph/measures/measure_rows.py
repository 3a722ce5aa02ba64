"""Rows of a `Coding` frame with sensible defaults, for tests of the measures."""

from graph.ontology import ontology

COLUMNS = [p.name for p in ontology().nodes["Coding"].columns]
LEVEL_OF = {"L": "meso", "N": "macro", "P": "micro"}
ACTORS = {
    "gov": ("macro", "governs"),
    "parliament": ("macro", "governs"),
    "audit": ("macro", "governs"),
    "cosla": ("macro", "represents"),
    "board-1": ("meso", "governs"),
    "board-2": ("meso", "governs"),
    "board-3": ("meso", "governs"),
    "councils": ("meso", "governs"),
    "carers": ("micro", "governs"),
    "authors": ("", "outside"),
    "macro": ("macro", "governs"),
    "meso": ("meso", "governs"),
    "micro": ("micro", "governs"),
}


def _voice(voice: str) -> dict[str, object]:
    if voice in ACTORS:
        level, standing = ACTORS[voice]
        return {"voice_kind": "actor", "voice_level": level, "voice_standing": standing}
    return {"voice_kind": "case", "voice_level": LEVEL_OF[voice[0]], "voice_standing": "governs"}


def make_coding(number: int, voice: str, pole: int, **given: object) -> dict[str, object]:
    """One counted message coding on axis `led`; `sender`, `stance`, `source`, `force`, … may be given."""
    row: dict[str, object] = dict.fromkeys(COLUMNS, "")
    sender = str(given.get("sender", ""))
    level, standing = ACTORS.get(sender, ("", ""))
    row |= {
        "id": f"c-{number:04d}",
        "code_kind": "message",
        "axis": "led",
        "code": "empower" if pole < 0 else "instruct",
        "pole": pole,
        "stance": "endorses",
        "status": "accepted",
        "counted": True,
        "coder": "anna",
        "source": f"s-{voice}",
        "source_kind": "policy" if voice in ACTORS else "excerpts",
        "passage": f"p-{number}",
        "quote": f"words number {number}",
        "voice": voice,
        "voice_body": voice,
        "voice_label": voice,
        "sender_body": sender,
        "sender_level": level,
        "sender_standing": standing,
        "sender_label": sender,
        "start_offset": 0,
        "end_offset": 5,
    }
    return row | _voice(voice) | given
