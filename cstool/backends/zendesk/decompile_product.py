"""How a Zendesk account is adopted and pulled."""

from cstool.backends.adopt.product import Product
from cstool.backends.zendesk.decompile import decompile
from cstool.backends.zendesk.decompile_bindings import fields_of
from cstool.backends.zendesk.decompile_keys import keys_of
from cstool.backends.zendesk.decompile_owned import edit, made_there
from cstool.backends.zendesk.meaning import meaning

ZENDESK = Product(keys_of, fields_of, decompile, meaning, ("ticket_field",), edit, made_there, lambda native: f"{{{{{native}}}}}")
