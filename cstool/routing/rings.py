"""Rules that enable each other in a ring, when customers write again or tickets are reopened."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import product

from cstool.conditions.exclusion import exclude
from cstool.conditions.syntax import Comparison, Condition, Every, comparisons, demanded
from cstool.routing.dataflow import CREATED, Dataflow, Fact, Placed, demands
from cstool.routing.siblings import Key, keys_of, writes_of

_COMPARED = 4_000
"""Up to so many pairs of a writer and a reader are held against each other; beyond it a fact joins them all."""

Graph = Sequence[Sequence[int]]


def rings(flow: Dataflow) -> Iterator[tuple[Placed, ...]]:
    """The shortest ring through the first rule of each group of rules that enable each other.

    A new ticket runs top to bottom once, so only rules for later events can go round. A rule that asks for words waits for what
    the customer writes, and is no part of a ring that turns by itself.
    """
    rules = [placed for placed in flow.rules if placed.stage.event != CREATED and not _waits_for_words(placed)]
    graph = _graph(rules, flow)
    for group in strongly_connected(graph):
        ring = [node for node in _ring(graph, min(group), set(group)) if node < len(rules)]
        if len(ring) > 1:
            yield tuple(rules[node] for node in ring)


def _waits_for_words(placed: Placed) -> bool:
    return any(part.field.kind == "text" for part in demanded(placed.rule.condition))


def _graph(rules: list[Placed], flow: Dataflow) -> list[list[int]]:
    numbers = {id(placed): number for number, placed in enumerate(rules)}
    asking: dict[Fact, list[int]] = {}
    for number, placed in enumerate(rules):
        for demand in demands(placed.rule.condition):
            for fact in demand.choices:
                asking.setdefault(fact, []).append(number)
    graph: list[list[int]] = [[] for _ in rules]
    for fact, readers in asking.items():
        writers = [numbers[id(write.by)] for write in flow.writes.get(fact, ()) if id(write.by) in numbers]
        if len(writers) * len(readers) <= _COMPARED:
            for writer, reader in product(writers, readers):
                if writer != reader and not _never_both(rules[writer], rules[reader]):
                    graph[writer].append(reader)
        else:
            for writer in writers:
                graph[writer].append(len(graph))
            graph.append(list(readers))
    return graph


def _never_both(writer: Placed, reader: Placed) -> bool:
    """Whether no ticket that met the writer can meet the reader, whatever the writer changed."""
    written = {key for key, _ in writes_of(writer.rule.actions)}
    return exclude(_unchanged(writer.rule.condition, written), _unchanged(reader.rule.condition, written))


def _unchanged(condition: Condition, written: Collection[Key]) -> Condition:
    """What the condition says of places that are not written."""
    parts = [_without(part, written) for part in (condition.parts if isinstance(condition, Every) else (condition,))]
    kept = [part for part in parts if not any(key in written for one in comparisons(part) for key in keys_of(one))]
    return Every(tuple(kept), condition.span)


def _without(part: Condition, written: Collection[Key]) -> Condition:
    """A demand for the presence or absence of several tags is one for each."""
    if not isinstance(part, Comparison) or part.field.name != "tags" or part.operator not in ("all", "none"):
        return part
    kept = tuple(tag for tag in part.operands if ("tags", str(tag)) not in written)
    return replace(part, operands=kept) if kept else part


def strongly_connected(graph: Graph) -> Iterator[list[int]]:
    """Groups of two or more nodes that all reach each other (Tarjan, without recursion), in the order of their first node."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    groups = []
    for root in range(len(graph)):
        if root in index:
            continue
        walk = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while walk:
            node, rest = walk[-1]
            child = next(rest, None)
            if child is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == index[node]:
                    group = _popped(stack, node)
                    on_stack.difference_update(group)
                    groups += [group] if len(group) > 1 else []
            elif child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                walk.append((child, iter(graph[child])))
            elif child in on_stack:
                low[node] = min(low[node], index[child])
    yield from sorted(groups, key=min)


def _popped(stack: list[int], until: int) -> list[int]:
    at = len(stack) - 1 - stack[::-1].index(until) if stack[-1] != until else len(stack) - 1
    group = stack[at:]
    del stack[at:]
    return group


def _ring(graph: Graph, start: int, group: set[int]) -> list[int]:
    """The nodes of a shortest way from `start` back to it."""
    came: dict[int, int] = {}
    waiting = [start]
    for node in waiting:
        for other in graph[node]:
            if other == start:
                way = [node]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if other in group and other not in came:
                came[other] = node
                waiting.append(other)
    return []
