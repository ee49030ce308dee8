"""The options of bound drop-downs: what one of our values, or a band of amounts, is called in an account."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from cstool.backends.account import Account
from cstool.conditions.syntax import Comparison
from cstool.model.base import Money
from cstool.model.settings import FieldBinding


def slug(name: str) -> str:
    """A name as tags and keys hold it: lower case, `_` for everything but letters and digits."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.lower())


def option(field: str, binding: FieldBinding, value: str) -> str:
    """The option of one value: under our own prefix where we create the field, as it is where the account had it before."""
    return f"cs_{slug(field.removeprefix('fields.'))}_{slug(value)}" if binding.create else value


def bands(field: str, binding: FieldBinding) -> tuple[str, ...]:
    """The options of a drop-down of amounts, from the lowest band to the highest; each includes its lower edge."""
    prefix = f"cs_{slug(field)}" if binding.create else slug(binding.dropdown or binding.attribute or field)
    edges = binding.bands
    if not edges:
        return ()
    between = [f"{_plain(low)}_to_{_plain(high)}" for low, high in pairwise(edges)]
    unit = edges[0].currency.lower()
    names = [f"under_{_plain(edges[0])}", *between, f"from_{_plain(edges[-1])}"]
    return tuple(f"{prefix}_{name}_{unit}" for name in names)


def band_labels(binding: FieldBinding) -> tuple[str, ...]:
    """What agents see for the same bands."""
    edges = binding.bands
    between = [f"{low.amount.normalize():f} – {high}" for low, high in pairwise(edges)]
    return (f"< {edges[0]}", *between, f"≥ {edges[-1]}") if edges else ()


def bands_where(comparison: Comparison, binding: FieldBinding) -> tuple[str, ...] | None:
    """The bands in which a comparison of money holds; None where the bands do not tell."""
    limit = comparison.operands[0]
    if not isinstance(limit, Money) or limit not in binding.bands:
        return None
    names = bands(comparison.field.name, binding)
    edge = binding.bands.index(limit) + 1
    return {"gte": names[edge:], "lt": names[:edge]}.get(comparison.operator)


def known_values(account: Account, field: str) -> Mapping[str, str]:
    """Every value that a field of ours may take, with what agents see; empty where any text may stand."""
    workspace = account.workspace
    if field == "category":
        return {
            id_: account.shown(item.value.name, id_) for id_, item in workspace.categories.items() if account.in_force(item.value)
        }
    own = workspace.fields.get(field.removeprefix("fields."))
    if own is not None:
        return {value: value for value in own.value.values}
    if field == "order.currency":
        found = {store.value.currency for store in workspace.stores.values()}
        return {value: value for value in sorted(value for value in found if value)}
    return {}


def _plain(money: Money) -> str:
    amount: Decimal = money.amount.normalize()
    return f"{amount:f}".replace(".", "_")
