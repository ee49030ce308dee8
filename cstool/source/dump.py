"""Data -> YAML as a person would write it: block style, order kept, quotes only where YAML 1.2 or our users' tools need them."""

import re
from typing import Any

import yaml

# Plain for us, but something else for a YAML 1.1 reader (an editor, another tool): quote it.
_RISKY = re.compile(r"(?i)(?:y|n|yes|no|on|off|true|false|null|~|)|[-+]?[0-9][0-9_:.eExXoO-]*|=|<<")


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if "\n" in value and not re.search(r"[ \t]\n|\A[ \t\n]", value):
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if _RISKY.fullmatch(value) else None)


_Dumper.add_representer(str, _text)


def dump(data: object) -> str:
    """YAML text of plain data (dict, list, str, int, float, bool, None); ends with a line break."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
