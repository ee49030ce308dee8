"""What our language cannot hold."""


class Unsayable(Exception):  # noqa: N818 - no fault of anybody: the object is kept raw
    """Our language has no word for this: the field, operator or value."""
