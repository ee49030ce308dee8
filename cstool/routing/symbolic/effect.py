"""What a rule does to a ticket, without its name: rules of equal effect are interchangeable."""

from cstool.routing.symbolic.course import Firing

Effect = tuple[object, ...]


def effect_of(firing: Firing) -> Effect:
    """What is written, and whether the ticket then counts as matched by a rule of its own."""
    actions = firing.rule.actions
    placed = firing.rule.real and (actions.team is not None or actions.category is not None)
    return (actions.model_dump_json(), placed)
