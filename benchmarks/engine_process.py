"""One engine in a process of its own, so that its memory is its own: `python -m benchmarks.engine_process FOLDER NAME`.

It builds the engine, prints one line of JSON, then answers each line of standard input (seconds to work) with another.
"""

import json
import pickle
import sys
import time
from pathlib import Path

from benchmarks.peers import ENGINES, Engine, Facts, Missing


def main() -> None:
    """Build, then work whenever a line comes."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    facts: Facts = pickle.loads((folder / "facts.pickle").read_bytes())
    begun = time.process_time()
    try:
        engine = ENGINES[name](facts)
        count = min(engine.limit, len(facts.rows), engine.at_once or engine.limit, engine.compared)
        answers = engine.answers(engine.run(0, count))
    except Missing as missing:
        _say({"missing": str(missing)})
        return
    _say({"built": time.process_time() - begun, "answers": answers})
    chunk = engine.at_once or 8
    position = 0
    for line in sys.stdin:
        rate, chunk, position = _work(engine, float(line), chunk, position)
        _say({"rate": rate, "memory": _peak()})


def _work(engine: Engine, seconds: float, chunk: int, position: int) -> tuple[float, int, int]:
    """Tickets a second of processor time, which other programs of the machine cannot take away; calls grow to a quarter of it."""
    begun, judged = time.process_time(), 0
    while True:
        end = min(position + chunk, engine.limit)
        before = time.process_time()
        engine.run(position, end)
        now = time.process_time()
        judged += end - position
        position = 0 if end == engine.limit else end
        if not engine.at_once and now - before < seconds / 4 and chunk < engine.limit:
            chunk *= 2
            begun, judged = (now, 0) if now - before < seconds / 8 else (begun, judged)
            continue
        if now - begun >= seconds and judged:
            return judged / (now - begun), chunk, position


def _peak() -> float:
    """The most memory this process ever held, in MB; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


main()
