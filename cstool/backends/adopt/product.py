"""What adopting has to know about a product, in one place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cstool.backends.adopt.adoption import Decompile, Place
from cstool.backends.adopt.edits import Edit
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.plan import Body, Key, Live
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Product:
    """The inverse of a compile."""

    keys: Callable[[Sequence[Live], Mapping[Place, Key], Mapping[str, str], str], Mapping[Place, Key]]
    """Our key of every object that can be taken: from the live objects, the lockfile's keys, our agents by mail,
    and the language of the files."""
    found: Callable[[Sequence[Live]], Mapping[Place, str]]
    """What is only looked up: place -> `{kind/name}`."""
    decompile: Decompile
    meaning: Callable[[str, Body], object]
    """Equal for bodies that mean the same."""
    fields: tuple[str, ...]
    """Kinds that are bound, not taken."""
    edit: Edit
    """Carries a change of an object that cstool pushed over to our objects."""
    made_there: Callable[[Sequence[Live], Mapping[str, object], Mapping[str, str]], list[tuple[Key, Live]]]
    """What somebody added to objects of ours: from live objects, our teams, and our agents by mail."""
    placeholder: Callable[[str], str]
    """How texts write a value of the product."""

    def placeholders(self, workspace: Workspace, backend: str) -> dict[str, str]:
        """How the product writes our variables."""
        facts = workspace.helpdesks[workspace.settings.value.backends[backend].type].value
        return {self.placeholder(one.native): ours for ours, one in facts.placeholders.items() if one.native}


def product_of(type_: str) -> Product:
    """Raises UsageError for a product that is not adopted so."""
    if type_ == "zendesk":
        from cstool.backends.zendesk.decompile_product import ZENDESK

        return ZENDESK
    if type_ == "zammad":
        from cstool.backends.zammad.decompile_product import ZAMMAD

        return ZAMMAD
    raise UsageError(text("cannot-adopt", type=type_))
