"""How a Zammad account is adopted and pulled."""

from cstool.backends.adopt.product import Product
from cstool.backends.zammad.decompile import decompile, found_of
from cstool.backends.zammad.decompile_keys import keys_of
from cstool.backends.zammad.decompile_owned import edit, made_there
from cstool.backends.zammad.meaning import meaning

ZAMMAD = Product(keys_of, found_of, decompile, meaning, ("attribute",), edit, made_there, lambda native: f"#{{{native}}}")
