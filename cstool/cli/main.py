"""The command group, and the one place where errors become a line and an exit code."""

import gc
import os
import sys
from collections.abc import Sequence

import click

from cstool import __version__
from cstool.cli.command import LazyGroup
from cstool.cli.session import Session, write_nowhere
from cstool.diagnostic import Text, quoted, text
from cstool.errors import CstoolError
from cstool.spelling import nearest

COMMANDS = (
    "demo",
    "init",
    "check",
    "validate",
    "lint",
    "explain",
    "route",
    "render",
    "simulate",
    "sla",
    "diff",
    "test",
    "plan",
    "push",
    "pull",
    "drift",
    "rollback",
    "review",
    "templates",
    "schema",
)

group = LazyGroup(
    "cstool", commands=COMMANDS, package="cstool.cli", help="help-cstool", context_settings={"max_content_width": 100}
)
click.version_option(__version__, message="cstool %(version)s")(group)


def run(arguments: Sequence[str]) -> int:
    """Run the tool: the exit code of design §4."""
    gc.disable()  # a short-lived process that keeps what it reads: collecting costs three times the reading
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console shows ? for what it lacks, and never ends the run
    return dispatch(arguments, Session(language=_asked_language(arguments)))


def dispatch(arguments: Sequence[str], session: Session) -> int:
    """Run one command in a session; every way in which it can end becomes a line and an exit code."""
    try:
        result = group.main(list(arguments), prog_name="cstool", standalone_mode=False, obj=session)
        sys.stdout.flush()
        return int(result or 0)
    except CstoolError as error:
        return _failed(session, error.message, error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        session.say(error.ctx.get_help() if error.ctx else "")
        return 2
    except click.UsageError as error:
        return _failed(session, _usage(error), 2, error.ctx)
    except (click.Abort, KeyboardInterrupt):
        session.note(session.words(text("interrupted")))
        return 130
    except (BrokenPipeError, SystemExit):  # click turns the one into the other
        write_nowhere(sys.stdout)
        return 0
    except OSError as error:
        write_nowhere(sys.stdout)  # a full disk, a file that went: what is left in the buffer would fail again at the end
        return _failed(session, _refused_by_system(error), 3)
    except Exception as error:
        return _crashed(session, error)


def _open_streams() -> None:
    """A stream that the caller closed (`<&-`, `>&-`) becomes the null device: no reader of it needs to know, and no file that
    is opened later gets its number and with it what was meant for a terminal."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - for the whole run


def _refused_by_system(error: OSError) -> Text:
    reason = error.strerror or type(error).__name__
    return (
        text("system-refused", path=str(error.filename), reason=reason) if error.filename else text("cannot-go-on", reason=reason)
    )


def _asked_language(arguments: Sequence[str]) -> str | None:
    """`--lang` before click reads it, so that a wrong option is reported in the right language as well."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return None


def _failed(session: Session, message: Text, code: int, context: click.Context | None = None) -> int:
    session.note(f"cstool: {session.words(message)}")
    if context is not None:
        session.note(session.words(text("see-help", command=context.command_path)))
    return code


def _usage(error: click.UsageError) -> Text:
    known = COMMANDS if error.ctx is None or error.ctx.parent is None else ()
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities[0] if error.possibilities else None
        return text("no-such-option", name=error.option_name, near=_near(near))
    if isinstance(error, click.MissingParameter):
        return text("missing-parameter", name=error.param.human_readable_name if error.param else "")
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        value = error.message.split("'")[1]
        choices = quoted(*error.param.type.choices)
        return text("not-a-choice", name=error.param.opts[0], value=value, choices=choices)
    if isinstance(error, click.BadParameter):
        return text("bad-parameter", name=error.param.human_readable_name if error.param else "", problem=error.message)
    if error.message.startswith("No such command") and error.ctx is not None:
        name = error.message.split("'")[1]
        return text("no-such-command", name=name, near=_near(nearest(name, known)))
    if "unexpected extra argument" in error.message:
        return text("too-many-arguments", name=error.message.partition("(")[2].rstrip(")"))
    return text("usage-other", problem=error.format_message())


def _near(name: str | None) -> Text | str:
    return text("usage-near", name=name) if name else ""


def _crashed(session: Session, error: Exception) -> int:
    """A fault of ours: one clear line, and the trace in a file to send along, never on the screen."""
    import tempfile
    import traceback

    handle, name = tempfile.mkstemp(prefix="cstool-crash-", suffix=".txt")
    with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(f"cstool {__version__}, Python {sys.version}\n\n{traceback.format_exc()}")
    problem = f"{type(error).__name__}: {str(error)[:200]}"
    return _failed(session, text("crashed", problem=problem, file=name), 3)
