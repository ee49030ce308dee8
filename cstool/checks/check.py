"""What a check is: a module whose docstring is its page, with a severity and, unless reading finds the fault, a function."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from textwrap import dedent

from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

Function = Callable[[Workspace], Iterator[Problem]]
_BLOCK = re.compile(r"^(Bad|Good):\n\n?((?:(?: {4}.*)?\n)+)", re.MULTILINE)
_PATH = re.compile(r"^# ((?:config|sop|templates)/\S.*)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """Files that break the check (`bad`), or the same files mended, by the path where they lie in a workspace."""

    bad: bool
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """Something `validate` or `lint` looks for; the name states the fault."""

    name: str
    family: str
    severity: Severity
    page: str
    function: Function | None
    """None: reading finds it, there is nothing left to run."""

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.split("\n", 1)[0].rstrip(".")

    def title_in(self, language: str) -> str:
        """The page in one sentence: its first line in English, the first sentence of its Chinese paragraph."""
        if language != "zh-CN":
            return self.title
        return self.page_in(language).split("\n\n", 1)[0].replace("\n", "").split("。", 1)[0]

    @property
    def examples(self) -> tuple[Example, ...]:
        """The page's `Bad:` and `Good:` blocks; a line `# config/sla.yaml` in a block starts the file of that name."""
        return tuple(
            Example(kind == "Bad", _files(dedent(body).strip("\n") + "\n")) for kind, body in _BLOCK.findall(self.page + "\n")
        )

    def page_in(self, language: str) -> str:
        """The page with the paragraph of one language: `中文：…` for Chinese, the rest for English; examples in both."""
        chinese = re.search(r"^中文：(.*?)(?=\n\n|\Z)", self.page, re.MULTILINE | re.DOTALL)
        if language != "zh-CN" or not chinese:
            return re.sub(r"^中文：.*?(?:\n\n|\Z)", "", self.page, flags=re.MULTILINE | re.DOTALL).strip() + "\n"
        heads = {"Bad": "错误示例", "Good": "正确示例"}
        blocks = [f"{heads[one[1]]}：\n\n{one[2].rstrip()}\n" for one in _BLOCK.finditer(self.page + "\n")]
        return "\n".join([f"{chinese[1].strip()}\n", *blocks])


def _files(block: str) -> dict[str, str]:
    parts = _PATH.split(block)
    return {path.strip(): content for path, content in zip(parts[1::2], parts[2::2], strict=True)}


def load_check(family: str, name: str) -> Check:
    """The check of `checks/<family>/<name>.py`."""
    module = import_module(f"cstool.checks.{family}.{name.replace('-', '_')}")
    return Check(name, family, module.SEVERITY, (module.__doc__ or "").strip() + "\n", getattr(module, "check", None))
