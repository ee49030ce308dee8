"""Parquet, a batch of rows at a time; needs the extra `fast`."""

import io
from typing import BinaryIO

from cstool.diagnostic import text
from cstool.errors import MissingExtraError
from cstool.tickets.batch import Raw, Rows, SetAside

_FILE_LIMIT = 1_000_000_000


def read_parquet(path: str, source: BinaryIO) -> Rows:
    """Rows of a Parquet file, numbered from 1. A stream that cannot seek is held in memory."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingExtraError(text("missing-extra", extra="fast", feature="Parquet")) from None
    number = 0
    try:
        table = parquet.ParquetFile(source if source.seekable() else io.BytesIO(source.read(_FILE_LIMIT)))
        for batch in table.iter_batches(batch_size=2000):
            for row in batch.to_pylist():
                number += 1
                yield Raw(number, row)
    except (arrow.ArrowException, OSError, ValueError):
        yield SetAside(path, 0, text("file-not-parquet", rows=number))
