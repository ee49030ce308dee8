"""Small walks over the tree that compilers and checks share."""

from collections.abc import Iterable, Iterator

from cstool.texts.segments import Branch, Capture, Loop, Output, Plain, Segment


def segments_of(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Every segment, whatever block it stands in, in the order of the text."""
    for segment in segments:
        yield segment
        if isinstance(segment, Branch):
            for arm in segment.arms:
                yield from segments_of(arm.body)
        elif isinstance(segment, Loop):
            yield from segments_of((*segment.body, *segment.otherwise))
        elif isinstance(segment, Capture):
            yield from segments_of(segment.body)


def plain_texts(segments: Iterable[Segment]) -> Iterator[Plain]:
    """Every stretch of plain text."""
    return (segment for segment in segments_of(segments) if isinstance(segment, Plain))


def without_conditionals(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """What a helpdesk without conditionals can hold: each branch gives way to what it prints when its values are missing,
    each value with a literal `default` to that text. Loops and captures keep their bodies."""
    kept: list[Segment] = []
    for segment in segments:
        if isinstance(segment, Branch):
            arm = next((arm for arm in segment.arms if arm.test is None or arm.test.holds_if_missing != arm.negated), None)
            kept.extend(without_conditionals(arm.body) if arm else ())
        elif isinstance(segment, Output) and segment.expression.fallback is not None:
            kept.append(Plain(segment.expression.fallback, segment.start, segment.end))
        elif isinstance(segment, Capture):
            kept.append(Capture(segment.name, without_conditionals(segment.body), segment.start, segment.end))
        elif isinstance(segment, Loop):
            body, otherwise = without_conditionals(segment.body), without_conditionals(segment.otherwise)
            loop = Loop(segment.variable, segment.over, segment.offset, body, otherwise, segment.start, segment.end)
            kept.append(loop)
        else:
            kept.append(segment)
    return tuple(kept)
