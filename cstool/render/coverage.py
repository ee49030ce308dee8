"""Coverage as tables for a terminal, and as the part of a JSON report."""

from collections.abc import Iterator, Mapping

from cstool.coverage import RESULTS, Coverage, Spot
from cstool.diagnostic import Text, text
from cstool.tables import Cell, Table


def tables(coverage: Coverage) -> Iterator[Table]:
    """What each run of tickets did not reach, place by place; then how much it reached."""
    for run in coverage.runs:
        rows = tuple(_rows(coverage, run))
        if rows:
            title = text(f"coverage-missed-{run}", tickets=coverage.runs[run].tickets)
            yield Table(title, _heads("place", "of", "what", "never"), rows)
    yield _totals(coverage)


def _rows(coverage: Coverage, run: str) -> Iterator[tuple[Cell, ...]]:
    """A row per place. Conditions of one owner that were never judged share a row: the row of what stopped them says why."""
    missed = list(coverage.missed(run))
    unjudged: dict[tuple[str, str], list[Spot]] = {}
    for spot, lacking in missed:
        if len(lacking) > 1:
            unjudged.setdefault((spot.kind, spot.owner), []).append(spot)
    for spot, lacking in missed:
        alike = unjudged[spot.kind, spot.owner] if len(lacking) > 1 else [spot]
        if spot is not alike[0]:
            continue
        said: Cell = spot.said if spot.part == "conditions" else ""
        if len(alike) > 1:
            said = text("coverage-and-more", first=spot.said, count=len(alike) - 1)
        never = text("coverage-never-judged") if len(lacking) > 1 else text(f"coverage-never-{lacking[0]}", locale=spot.said)
        yield f"{spot.span.path}:{spot.span.line}", text(f"coverage-{spot.kind}", id=spot.owner), said, never


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"coverage-head-{name}") for name in names)


def _totals(coverage: Coverage) -> Table:
    rows = []
    for part in (part for part in coverage.parts if any(spot.part == part for spot in coverage.spots)):
        row: list[Cell] = [text(f"coverage-{part}")]
        for run in coverage.runs:
            tally = coverage.tally(part, run)
            row += [f"{tally.reached}/{tally.total}", tally.share]
        rows.append(tuple(row))
    heads = [text("coverage-head-part")]
    for run in coverage.runs:
        heads += [text(f"coverage-head-{run}"), text("coverage-head-share")]
    return Table(text("coverage-title"), tuple(heads), tuple(rows))


def body(coverage: Coverage) -> Mapping[str, object]:
    """The coverage as JSON: shares per run and part, then every place with its counts."""
    return {
        "runs": {
            run: {
                "tickets": found.tickets,
                **{
                    part: {"reached": tally.reached, "total": tally.total, "share": round(float(tally.share), 4)}
                    for part in coverage.parts
                    for tally in (coverage.tally(part, run),)
                },
            }
            for run, found in coverage.runs.items()
        },
        "places": [_place(coverage, position, spot) for position, spot in enumerate(coverage.spots)],
    }


def _place(coverage: Coverage, position: int, spot: Spot) -> dict[str, object]:
    said = {"conditions": {"condition": spot.said}, "templates": {"locale": spot.said}}.get(spot.part, {})
    counts = {run: dict(zip(RESULTS[spot.part], found.counts[position], strict=True)) for run, found in coverage.runs.items()}
    place = {"path": spot.span.path, "line": spot.span.line, "column": spot.span.column}
    return {"part": spot.part, spot.kind: spot.owner, **said, **place, **counts}
