"""Templates as a language: parse with every fault, follow variables and their guards, render per language and helpdesk.

The only home of python-liquid, which is imported when the first markup is read.
"""

from cstool.texts.allows import allows, without_allows
from cstool.texts.filters import OURS, filter_arguments, filter_names
from cstool.texts.flow import Analysis, FilterUse, Included, Use, analyse
from cstool.texts.locales import fallbacks, pick
from cstool.texts.phrases import date_of, date_text, duration_text, money_of, money_text, promise_text
from cstool.texts.pieces import (
    Piece,
    Reading,
    Shared,
    blanked,
    channels_of,
    pieces,
    pieces_of,
    readings,
    shared_for,
    shared_pieces,
)
from cstool.texts.printing import printed
from cstool.texts.rendering import Rendered, RenderError, render, render_text
from cstool.texts.segments import Fault, Parsed, Segment
from cstool.texts.translations import Translation, translations
from cstool.texts.tree import parse
from cstool.texts.values import Fill, example_values, fact_duration
from cstool.texts.variables import Known, built_in_variables, exists_in, find, known_variables
from cstool.texts.walk import plain_texts, segments_of, without_conditionals


def segments(body: str) -> tuple[Segment, ...]:
    """The tree of a text without its allow comments: what compilers walk."""
    return parse(without_allows(body)).segments


__all__ = [
    "OURS",
    "Analysis",
    "Fault",
    "Fill",
    "FilterUse",
    "Included",
    "Known",
    "Parsed",
    "Piece",
    "Reading",
    "RenderError",
    "Rendered",
    "Segment",
    "Shared",
    "Translation",
    "Use",
    "allows",
    "analyse",
    "blanked",
    "built_in_variables",
    "channels_of",
    "date_of",
    "date_text",
    "duration_text",
    "example_values",
    "exists_in",
    "fact_duration",
    "fallbacks",
    "filter_arguments",
    "filter_names",
    "find",
    "known_variables",
    "money_of",
    "money_text",
    "parse",
    "pick",
    "pieces",
    "pieces_of",
    "plain_texts",
    "printed",
    "promise_text",
    "readings",
    "render",
    "render_text",
    "segments",
    "segments_of",
    "shared_for",
    "shared_pieces",
    "translations",
    "without_allows",
    "without_conditionals",
]
