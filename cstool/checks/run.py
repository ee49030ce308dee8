"""Run checks over a workspace: settings, allow comments, baseline, stable order."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cstool.checks import FAMILIES, LINT, find, names
from cstool.checks.check import Check, load_check
from cstool.diagnostic import Diagnostic, Problem, Severity, Span, diagnose, text
from cstool.errors import UsageError
from cstool.model.settings import CheckSettings
from cstool.spelling import nearest
from cstool.workspace import Workspace

_ALWAYS = frozenset({"literal-secret"})
"""No comment and no setting switches these off or makes them milder: what they find harms whoever reads the repository or not."""
_ALLOW = re.compile(r"(?:#|\{%-?\s*comment\s*-?%\})\s*cstool:\s*allow\[([^\]]*)\]([^{\n]*)")


@dataclass(frozen=True, slots=True)
class Allow:
    """A comment that allows checks on its line and the next."""

    span: Span
    checks: tuple[str, ...]
    reason: str


def run(workspace: Workspace, part: str = "all", select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Diagnostic]:
    """Every diagnostic of the chosen checks, sorted. `part` is `validate` (all but the wording), `lint` (the wording) or `all`.

    Raises UsageError for a name in `select` or `ignore` that is no check and no family.
    """
    chosen = _chosen(part, select, ignore)
    settings = workspace.settings.value.checks
    found = list(_problems(workspace, chosen, settings))
    allows = [allow for path in workspace.sources for allow in _allows(path, workspace.sources[path].text)]
    found += [
        replace(one, severity=_severity(one, settings))
        for one in workspace.faults
        if one.check in chosen and not _disabled(one.check, settings)
    ]
    kept = _without_allowed(found, allows, chosen)
    kept += [one for one in _settings_faults(workspace, settings) if one.check in chosen]
    return sorted(_once(kept), key=lambda one: (one.sort_key, repr(one.message)))


def _once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    seen: set[tuple[object, ...]] = set()
    for one in found:
        key = (one.sort_key, repr(one.message))
        if key not in seen:
            seen.add(key)
            yield one


def _chosen(part: str, select: Collection[str], ignore: Collection[str]) -> frozenset[str]:
    for name in (*select, *ignore):
        if name not in FAMILIES and find(name) is None:
            near = nearest(name, [*FAMILIES, *names()])
            raise UsageError(
                text("no-such-check", name=name, near=text("did-you-mean", name=near) if near else text("see-check-list"))
            )
    chosen: set[str] = set()
    for family, checks in FAMILIES.items():
        if part == "all" or family in ("shape", "settings") or (family in LINT) == (part == "lint"):
            chosen.update(name for name in checks if not select or name in select or family in select)
            chosen -= {name for name in checks if name in ignore or family in ignore}
    return frozenset(chosen)


def _problems(workspace: Workspace, chosen: Collection[str], settings: CheckSettings) -> Iterator[Diagnostic]:
    for family, checks in FAMILIES.items():
        for name in checks:
            if name in chosen and not _disabled(name, settings):
                yield from _of(load_check(family, name), workspace, settings)


def _of(check: Check, workspace: Workspace, settings: CheckSettings) -> Iterator[Diagnostic]:
    for problem in check.function(workspace) if check.function else ():
        one = diagnose(check.name, problem, check.severity)
        yield replace(one, severity=_severity(one, settings))


def _disabled(name: str, settings: CheckSettings) -> bool:
    return name in settings.disabled and name not in _ALWAYS


def _severity(one: Diagnostic, settings: CheckSettings) -> Severity:
    wanted = settings.severity.get(one.check) if one.check not in _ALWAYS else None
    return Severity(wanted) if wanted else one.severity


def _allows(path: str, whole: str) -> Iterator[Allow]:
    if "cstool:" not in whole:
        return
    for number, line in enumerate(whole.splitlines(), 1):
        for match in _ALLOW.finditer(line):
            checks = tuple(name.strip() for name in match[1].split(",") if name.strip())
            yield Allow(Span(path, number, match.start() + 1, number, match.end() + 1), checks, match[2].strip(" -:：\t"))


def _without_allowed(found: list[Diagnostic], allows: list[Allow], chosen: Collection[str]) -> list[Diagnostic]:
    """Leave out what a comment with a reason allows; say which comments lack a reason, name no check, or allow nothing."""
    used: set[tuple[Allow, str]] = set()
    kept = []
    for one in found:
        able = () if one.check in _ALWAYS else allows
        match = next(
            (allow for allow in able if allow.reason and one.check in allow.checks and _covers(allow.span, one.span)), None
        )
        if match:
            used.add((match, one.check))
        else:
            kept.append(one)
    for allow in allows:
        if not allow.reason and "allow-without-reason" in chosen:
            problem = Problem(allow.span, text("allow-without-reason", checks=allow.checks), text("allow-example"))
            kept.append(diagnose("allow-without-reason", problem))
            continue
        for name in allow.checks:
            if find(name) is None and "unknown-check" in chosen:
                kept.append(_unknown_check(allow.span, name))
            elif name in _ALWAYS:
                kept += [_cannot_be_allowed(allow.span, name)] if "cannot-be-allowed" in chosen else []
            elif name in chosen and (allow, name) not in used and "unused-allow" in chosen:
                problem = Problem(allow.span, text("unused-allow", check=name), text("remove-the-comment"))
                kept.append(diagnose("unused-allow", problem, Severity.WARNING))
    return kept


def _covers(allow: Span, span: Span) -> bool:
    return allow.path == span.path and span.line in (allow.line, allow.line + 1)


def _settings_faults(workspace: Workspace, settings: CheckSettings) -> Iterator[Diagnostic]:
    for part, values in (("severity", settings.severity), ("disabled", settings.disabled)):
        for name in values:
            if find(name) is None:
                yield _unknown_check(workspace.settings.key_at("checks", part, name), name)
            elif name in _ALWAYS and values[name] != "error":
                yield _cannot_be_allowed(workspace.settings.key_at("checks", part, name), name)


def _unknown_check(span: Span, name: str) -> Diagnostic:
    near = nearest(name, names())
    hint = text("did-you-mean", name=near) if near else text("see-check-list")
    return diagnose("unknown-check", Problem(span, text("unknown-check", name=name), hint))


def _cannot_be_allowed(span: Span, name: str) -> Diagnostic:
    return diagnose("cannot-be-allowed", Problem(span, text("cannot-be-allowed", check=name), text("mend-and-remove")))


def without_known(found: Iterable[Diagnostic], known: Iterable[Mapping[str, object]]) -> list[Diagnostic]:
    """What an earlier JSON report did not list yet; lines may have moved, so a fault is known by check, path and message."""
    left = Counter((str(one.get("check")), str(one.get("path")), str(one.get("fingerprint"))) for one in known)
    kept = []
    for one in found:
        key = (one.check, one.span.path, one.fingerprint)
        if left[key] > 0:
            left[key] -= 1
        else:
            kept.append(one)
    return kept
