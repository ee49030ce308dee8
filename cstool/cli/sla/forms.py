"""`--format FORM[=PATH]` of the two: one form to the screen, others into files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cstool.cli.session import Session
from cstool.diagnostic import text
from cstool.errors import CstoolError, MissingExtraError, UsageError

Forms = Mapping[str, Callable[[], str | bytes]]


def write(session: Session, forms: Forms, wanted: Sequence[str]) -> None:
    """Make and write each form. Raises UsageError for a form that does not exist, or a picture on the screen."""
    asked = [(form, Path(path) if path else None) for form, _, path in (value.partition("=") for value in wanted or ("text",))]
    for form, path in asked:
        if form not in forms:
            raise UsageError(text("no-such-form", name=form, known=tuple(forms)))
        if form == "png" and path is None:
            raise UsageError(text("form-needs-file", form=form))
    if sum(path is None for _, path in asked) > 1:
        raise UsageError(text("two-forms-on-stdout"))
    for form, path in asked:
        made = _made(forms, form)
        if path is None:
            session.say(str(made).rstrip("\n"))
        else:
            _save(path, made if isinstance(made, bytes) else made.encode())


def _made(forms: Forms, form: str) -> str | bytes:
    try:
        return forms[form]()
    except ImportError:
        raise MissingExtraError(text("missing-extra", extra="pictures", feature=form.upper())) from None


def _save(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise CstoolError(text("cannot-write", path=str(path), reason=error.strerror or str(error))) from None
