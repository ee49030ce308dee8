"""A template as customers read it, one text a language: for a terminal, and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cstool.diagnostic import Text
from cstool.render.words import translate
from cstool.texts import Rendered

VERSION = 1


@dataclass(frozen=True, slots=True)
class Preview:
    """The texts of one template, in the languages asked for, with values as `described`."""

    template: str
    described: Text
    texts: Sequence[tuple[str, Rendered]]
    """Language asked for -> the text."""


def as_text(preview: Preview, language: str) -> str:
    """A heading, the subject and the body for each language; what else to know stands below the heading."""
    blocks = []
    for asked, found in preview.texts:
        lines = [f"== {preview.template} [{asked}] {translate(preview.described, language)} =="]
        lines += [f"({translate(note, language)})" for note in found.notes]
        if found.failure:
            lines.append(translate(found.failure, language))
        else:
            subject = translate(Text("render-subject"), language)
            lines += [f"{subject}: {found.subject}", ""] if found.subject else []
            lines.append(found.body)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_json(preview: Preview, language: str) -> str:
    """The same as data."""
    texts = [
        {
            "locale": asked,
            "used": found.locale,
            "subject": found.subject,
            "body": found.body,
            "notes": [translate(note, language) for note in found.notes],
            "failure": translate(found.failure, language) if found.failure else None,
        }
        for asked, found in preview.texts
    ]
    whole = {"version": VERSION, "template": preview.template, "values": translate(preview.described, language), "texts": texts}
    return json.dumps(whole, ensure_ascii=False, indent=2)
