"""The shared pieces while a text is printed: so many includes and no more, since pieces that include pieces multiply."""

from functools import lru_cache
from typing import Any

MAX_PRINTED = 1_000
"""Included pieces in one printed text, those of loops counted each time. Checks allow 200 in the text as it is written."""


def counted_pieces(texts: dict[str, str]) -> Any:
    """A loader of the pieces by name, for one text that is printed once."""
    return _kind()(texts)


@lru_cache(maxsize=1)
def _kind() -> Any:
    from liquid import DictLoader
    from liquid.exceptions import LiquidError

    class Counted(DictLoader):
        """Refuses the piece that is one too many."""

        left = MAX_PRINTED

        def get_source(self, env: Any, template_name: str, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise LiquidError(f"more than {MAX_PRINTED} includes", token=None)
            return super().get_source(env, template_name, **options)

    return Counted
