"""The shared pieces while a text is printed: so many includes and no more, since pieces that include pieces multiply."""

from typing import Any

from liquid import DictLoader
from liquid.exceptions import LiquidError

MAX_PRINTED = 1_000
"""Included pieces in one printed text, those of loops counted each time. Checks allow 200 in the text as it is written."""


class Partials(DictLoader):
    """The pieces by name, for one text that is printed once."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(texts)
        self._left = MAX_PRINTED

    def get_source(self, env: Any, template_name: str, **options: Any) -> Any:
        """The piece. Raises LiquidError when too many have been asked for."""
        self._left -= 1
        if self._left < 0:
            raise LiquidError(f"more than {MAX_PRINTED} includes", token=None)
        return super().get_source(env, template_name, **options)
