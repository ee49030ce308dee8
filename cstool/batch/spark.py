"""The batch function under Spark: Parquet in, Parquet out, on this machine alone. Needs the extra `spark` and a Java runtime.

Every worker process builds the program once and keeps it; each Arrow batch that Spark hands over goes through `decide_batch`,
so the outcomes are those of the plain run.
"""

import pickle
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow

from cstool.batch.decide import decide_batch
from cstool.batch.files import ROWS_AT_ONCE, with_id, written_schema
from cstool.batch.program import Program
from cstool.diagnostic import text
from cstool.errors import CstoolError, MissingExtraError

_HERE = "127.0.0.1"
_SETTINGS = {
    "spark.driver.host": _HERE,
    "spark.driver.bindAddress": _HERE,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS_AT_ONCE),
    "spark.sql.catalogImplementation": "in-memory",
    "spark.pyspark.python": sys.executable,
    "spark.pyspark.driver.python": sys.executable,
}

Batches = Iterable[pyarrow.RecordBatch]
_programs: dict[str, Program] = {}
"""What this process has built, by the hash of its pickled form."""


def run_spark(
    paths: Sequence[Path], program: Program, out: Path, *, event: str = "ticket.created", now: datetime | None = None
) -> int:
    """Decide the tickets of Parquet files with canonical columns; write their ids and outcomes as a new folder of Parquet files.

    The number of tickets is returned. Raises MissingExtraError without pyspark, CstoolError without Java, where `out` exists, or
    where Spark gives up.
    """
    if out.exists():
        raise CstoolError(text("spark-out-exists", path=out.as_posix()))
    if find_spec("pyspark") is None:
        raise MissingExtraError(text("missing-extra", extra="spark", feature="Spark"))
    with warnings.catch_warnings():
        # Spark 4.3 says of pandas 3 that "some features may not work"; of pandas it only asks that it is there.
        warnings.simplefilter("ignore", FutureWarning)
        return _run(paths, program, out, event, now)


def _run(paths: Sequence[Path], program: Program, out: Path, event: str, now: datetime | None) -> int:
    from pyspark.errors import PySparkException, PySparkImportError
    from pyspark.sql.pandas.types import from_arrow_schema

    session = _session()
    try:
        tickets = session.read.parquet(*(path.resolve().as_posix() for path in paths))
        names, schema = tuple(tickets.columns), written_schema(program)
        decide = decider(program, names, event, now)
        # Spark takes a dot in a name for a way into a structure, so the columns travel by number.
        outcomes = tickets.toDF(*numbered(names)).mapInArrow(decide, from_arrow_schema(renamed(schema)))
        outcomes.toDF(*schema.names).write.parquet(out.resolve().as_posix())
        return int(session.read.parquet(out.resolve().as_posix()).count())
    except PySparkImportError:
        raise MissingExtraError(text("missing-extra", extra="spark", feature="Spark")) from None
    except PySparkException as error:
        raise CstoolError(text("spark-failed", problem=_first_line(error))) from error
    finally:
        session.stop()


def _session() -> Any:
    """A session on all cores of this machine."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        return SparkSession.builder.master("local[*]").appName("cstool").config(map=dict(_SETTINGS)).getOrCreate()
    except PySparkException as error:
        raise CstoolError(text("spark-no-session", problem=_first_line(error))) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]


def numbered(names: Sequence[str]) -> list[str]:
    """The names under which columns travel."""
    return [f"c{place}" for place in range(len(names))]


def renamed(schema: pyarrow.Schema) -> pyarrow.Schema:
    """The schema with these names."""
    return pyarrow.schema([field.with_name(name) for field, name in zip(schema, numbered(schema.names), strict=True)])


def decider(
    program: Program, names: Sequence[str], event: str, now: datetime | None
) -> Callable[[Batches], Iterator[pyarrow.RecordBatch]]:
    """The function that Spark hands to its workers: plain bytes, so that nothing of this process goes along."""
    packed = pickle.dumps(program)
    key = sha256(packed).hexdigest()
    columns = list(names)

    def decide(batches: Batches) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            tickets = batch.rename_columns(columns)
            outcomes = with_id(tickets, decide_batch(program_of(key, packed), tickets, event=event, now=now))
            yield outcomes.rename_columns(numbered(outcomes.schema.names))

    return decide


def program_of(key: str, packed: bytes) -> Program:
    """The program of this process; built when it is first asked for."""
    if key not in _programs:
        _programs[key] = pickle.loads(packed)
    return _programs[key]
