"""Text -> data and the place of every value. The only home of yaml; nothing here knows what a team or a rule is."""

from cstool.source.dump import dump
from cstool.source.encoding import decode
from cstool.source.front_matter import read_front_matter, with_key
from cstool.source.place import Source
from cstool.source.secrets import may_hold_secret, secrets_in
from cstool.source.table import read_table
from cstool.source.yaml_reader import read_yaml

__all__ = [
    "Source",
    "decode",
    "dump",
    "may_hold_secret",
    "read_front_matter",
    "read_table",
    "read_yaml",
    "secrets_in",
    "with_key",
]
