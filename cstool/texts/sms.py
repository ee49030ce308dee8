"""How many billed parts a text message has (3GPP TS 23.038; doc.didww.com, sms-encoding-reference)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
_GSM = (160, 153)
_UCS2 = (70, 67)


def outside_gsm(body: str) -> str | None:
    """The first character that turns the whole message to UCS-2, which more than doubles its parts; None when there is none."""
    return next((character for character in body if character not in _BASIC and character not in _EXTENDED), None)


def segments_of(body: str) -> int:
    """Billed parts. A character of two units is never split over two parts."""
    wide = outside_gsm(body) is not None
    sizes = [(2 if ord(one) > 0xFFFF else 1) if wide else (2 if one in _EXTENDED else 1) for one in body]
    single, joined = _UCS2 if wide else _GSM
    if sum(sizes) <= single:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > joined:
            parts, used = parts + 1, 0
        used += size
    return parts
