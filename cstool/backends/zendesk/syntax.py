"""How Zendesk writes texts."""

from cstool.backends.account import Account
from cstool.backends.references import literal, reference
from cstool.model.settings import FieldBinding


class ZendeskSyntax:
    """Liquid over the product's own names."""

    conditionals = True

    def plain(self, text: str) -> str:
        """Text as it stands."""
        return literal(text)

    def output(self, native: str, filters: str) -> str:
        """A placeholder with the filters that both know."""
        return f"{{{{{native}{literal(filters)}}}}}"

    def bound(self, account: Account, name: str, binding: FieldBinding) -> str | None:
        """The placeholder of a bound field."""
        if binding.requester_field:
            return f"ticket.requester.custom_fields.{binding.requester_field}"
        if binding.text:
            return f"ticket.ticket_field_{reference('found_field', binding.text)}"
        if binding.create and not binding.bands:
            prefix = "ticket.ticket_field_option_title_" if binding.create == "dropdown" else "ticket.ticket_field_"
            return prefix + reference("ticket_field", name.removeprefix("fields."))
        if binding.dropdown and not binding.bands:
            return f"ticket.ticket_field_option_title_{reference('found_field', binding.dropdown)}"
        return None
