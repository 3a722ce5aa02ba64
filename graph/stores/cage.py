"""The child that answers one typed question: `python -P -m graph.stores.cage`, a request in, an answer out.

It opens the build read-only, then gives up what a question could reach with it: no further descriptor can be opened
(so no file and no socket), no file can grow, no core is written, memory is bounded. It reads one line of JSON from
standard input and writes one line of JSON to standard output; when its parent goes away, it ends. Where the system
has no such limits (Windows), the guard alone stands between a question and the machine.
"""

import json
import os
import sys
import threading
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from typing import Any

READY = b"+"
"""Written once the build is open: from here on the question's own time runs."""
ADDRESS_SPACE = 2**36


def main() -> None:
    """Answer the one question on standard input."""
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer = _answer(request)
    except Exception as error:
        answer = {"error": str(error) or type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
    # The engine's own tidying is skipped: it may want descriptors that this process no longer has.
    os._exit(0)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    import ladybug

    database = ladybug.Database(
        request["graph"], read_only=True, buffer_pool_size=request["memory"], max_db_size=ADDRESS_SPACE
    )
    connection = ladybug.Connection(database)
    connection.set_query_timeout(int(request["seconds"] * 1000))
    # What the engine imports for its values only when it meets them must be there before no file can be opened.
    for module in ("datetime", "uuid", "graph.stores.plans"):
        import_module(module)
    connection.execute("RETURN 1")
    lock(request["memory"])
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    text = _sound(connection, request)
    if text is None:
        return {"unsound": True}
    result = connection.execute(text, {"build": request["build"]})
    if isinstance(result, list):
        return {"error": "only one statement is answered at a time"}
    return _rows(result, request["rows"], request["answer"])


def _sound(connection: Any, request: dict[str, Any]) -> str | None:
    """The question as the engine answers it rightly; None where no way is known."""
    from graph.stores.plans import sound

    def explain(text: str) -> str:
        return str(connection.execute(f"EXPLAIN {text}", {"build": request["build"]}).get_next()[0])

    pairs = {name: tuple((a, b) for a, b in of) for name, of in request["ends"].items()}
    return sound(request["text"], explain, pairs)


def _rows(result: Any, most: int, largest: int) -> dict[str, Any]:
    rows: list[list[Any]] = []
    size = 0
    while result.has_next():
        if len(rows) == most:
            return {"columns": result.get_column_names(), "rows": rows, "complete": False}
        row = [plain(value) for value in result.get_next()]
        size += len(json.dumps(row))
        if size > largest:
            return {"limit": "answer"}
        rows.append(row)
    return {"columns": result.get_column_names(), "rows": rows, "complete": True}


def plain(value: Any) -> Any:
    """A value that JSON can carry; a node or an edge is a map of its type and the properties that it has."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        if "_LABEL" not in value:
            return {str(k): plain(v) for k, v in value.items()}
        # The engine also fills in, as null, what only other types have that the question might have found.
        own = {k: v for k, v in value.items() if v is not None and k not in ("_ID", "_LABEL", "_SRC", "_DST")}
        return {"type": value["_LABEL"]} | {str(k): plain(v) for k, v in own.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def lock(memory: int) -> None:
    """Give up descriptors, growing files, cores and memory beyond the pool and as much again, where possible."""
    try:
        import resource
    except ImportError:
        return
    lowest = os.dup(0)
    os.close(lowest)
    limits = [(resource.RLIMIT_NOFILE, lowest), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    if sys.platform == "linux" and (used := _address_space()):
        limits.append((resource.RLIMIT_AS, used + memory))
    for kind, most in limits:
        hard = resource.getrlimit(kind)[1]
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bounded, bounded))


def _address_space() -> int:
    """Bytes of address space in use, which includes what the engine reserved; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib is not loaded in the child
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
