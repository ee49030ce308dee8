"""A click command whose help is a message of the catalogue, with the options that every command has."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.formatting import HelpFormatter

from cstool.cli.session import Session
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.render.words import LANGUAGES, catalogue, translate

FIRST_DAY, LAST_DAY = date(1971, 1, 1), date(2199, 12, 31)
"""What `--today` takes: the years in which working time is counted (`worktime`), which is not read for every `--help`."""


def _stored(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def store(context: click.Context, _: click.Parameter, value: Any) -> None:
        session = context.ensure_object(Session)
        if value is not None:
            setattr(session, name, value)

    return store


def _day(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise UsageError(text("today-not-a-date", value=value)) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise UsageError(text("today-out-of-range", value=value, first=FIRST_DAY, last=LAST_DAY))
    context.ensure_object(Session).day = day


def shared_options() -> list[click.Option]:
    """`--workspace`, `--today`, `--lang`."""
    return [
        click.Option(
            ["--workspace"],
            metavar="DIR",
            type=click.Path(path_type=Path),
            expose_value=False,
            is_eager=True,
            callback=_stored("folder"),
            help="help-option-workspace",
        ),
        click.Option(["--today"], metavar="DATE", expose_value=False, is_eager=True, callback=_day, help="help-option-today"),
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            is_eager=True,
            callback=_stored("language"),
            help="help-option-lang",
        ),
    ]


class Help:
    """Help in the session's language, for commands and for the group."""

    def words(self, context: click.Context, message_id: str | None) -> str:
        """The message in the language that the call asks for; plain text stays."""
        if not message_id or message_id not in catalogue():
            return message_id or ""
        return translate(text(message_id), context.ensure_object(Session).lang)


class Command(Help, click.Command):
    """A command; `help` and the options' helps are message ids, `<help>-examples` is shown below."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params = [*self.params, *shared_options()]

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, in English; the group translates its own list."""
        return self.help or ""

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Usage line in the session's language."""
        formatter.write_usage(ctx.command_path, self._pieces(ctx), prefix=self.words(ctx, "help-usage"))

    def _pieces(self, ctx: click.Context) -> str:
        return " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", self.words(ctx, "help-options-here"))

    def format_help_text(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """The help and its examples."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words(ctx, self.help))
        examples = f"{self.help}-examples"
        if examples in catalogue():
            with formatter.section(self.words(ctx, "help-examples")):
                for line in self.words(ctx, examples).splitlines():
                    formatter.write(" " * formatter.current_indent + line + "\n")

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Options with their translated helps."""
        rows = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record is not None:
                message = "help-option-help" if "--help" in param.opts else getattr(param, "help", None)
                extra = record[1].removeprefix(message or "").strip() if message != "help-option-help" else ""
                rows.append((record[0], f"{self.words(ctx, message)} {extra}".strip()))
        with formatter.section(self.words(ctx, "help-options")):
            formatter.write_dl(rows)


class LazyGroup(Help, click.Group):
    """A group that imports a command's module only when it is called; the list is literal."""

    def __init__(self, *args: Any, commands: Sequence[str] = (), package: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.names, self.package = tuple(commands), package
        self.params = [*self.params, *shared_options()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a newcomer needs them."""
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of `<package>/<name>.py`."""
        from importlib import import_module

        if cmd_name not in self.names:
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name.replace('-', '_')}").command
        return command

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Usage line in the session's language."""
        formatter.write_usage(ctx.command_path, self.words(ctx, "help-group-usage"), prefix=self.words(ctx, "help-usage"))

    def format_help_text(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """What the tool is."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words(ctx, self.help))

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """The commands with a line each (their modules stay unread), then where to go on."""
        with formatter.section(self.words(ctx, "help-commands")):
            formatter.write_dl([(name, self.words(ctx, f"help-{name}").split("\n")[0]) for name in self.names])
        formatter.write_paragraph()
        formatter.write_text(self.words(ctx, "help-more"))
