"""What the presence of one keyword says about others, and texts that hold some keywords and no others.

A text is a row of tokens, so everything that can be said for certain is: a keyword brings along every keyword that lies inside
it. `send it back` brings `send it` and `back`, `return` brings `return*`, a Han keyword its parts; never the other way round.
Where no keyword that is wanted brings one that is not, the wanted ones stand side by side in a text, with strange words between.
"""

from collections.abc import Collection, Iterable, Iterator

from cstool.conditions.text_form import Keyword, normal_form

SOFT_HYPHEN = "\u00ad"
_FIRST: tuple[str, ...] = (
    *"zqxjkvwybghpfudlrmsntcaoie0987654321",
    *map(chr, range(0x3B1, 0x3C2)),
    *map(chr, range(0x1200, 0x1249)),
)
"""Letters to begin a strange word with, the rarest first; then Greek and Ethiopic ones, for who has a prefix of each letter."""


def brought_by(keyword: Keyword, known: Collection[str]) -> Iterator[str]:
    """The other forms out of `known` that any text with this keyword holds too."""
    for form in _inside(keyword.form.split(), known, open_end=keyword.prefix):
        if form != keyword.form:
            yield form


def brought_by_raw(piece: str, known: Collection[str]) -> Iterator[str]:
    """The forms that any text with this raw piece holds; its outer words may be parts of longer ones, and tell less."""
    if not piece.isascii():
        return  # folding may join its ends with what stands beside it
    tokens = normal_form(piece).split()
    opened = bool(tokens) and piece[:1].isalnum()
    ending = bool(tokens) and piece[-1:].isalnum()
    for form in _inside(tokens, known, open_start=opened, open_end=ending):
        # A combining mark may follow, and change the last letter.
        if not (ending and form.endswith(" " + tokens[-1])):
            yield form


def _inside(tokens: list[str], known: Collection[str], *, open_start: bool = False, open_end: bool = False) -> Iterator[str]:
    """Every known form among these neighbouring tokens; the first may have letters before it, the last letters after it."""
    last = len(tokens) - 1
    for start in range(1 if open_start else 0, len(tokens)):
        phrase = " "
        for end in range(start, len(tokens)):
            token = tokens[end]
            for length in range(1, len(token) + 1):
                if phrase + token[:length] in known:
                    yield phrase + token[:length]
            phrase += f"{token} "
            if phrase in known and not (open_end and end == last):
                yield phrase


def strange_word(forms: Iterable[str]) -> str:
    """A word that is no keyword and begins none, alone and with any prefix keyword before it."""
    known = tuple(forms)
    begun = {form.split()[-1] for form in known if not form.endswith(" ")} | {""}
    followed = {
        token[length]
        for token in {token for form in known for token in form.split()}
        for length in range(len(token))
        if token[:length] in begun
    }
    first: str = next((letter for letter in _FIRST if letter not in followed), _FIRST[0])
    return first + ("z" if first == "q" else "q")


def texts_with(keywords: Collection[Keyword], strange: str) -> Iterator[str]:
    """Texts that hold these keywords: first as a person would read it, then with strange words between, then in odd spelling."""
    chosen = _outermost(keywords)
    plain = [keyword.raw.strip().rstrip("*") for keyword in chosen]
    yield ", ".join(plain)
    if not chosen:
        return
    apart = [f"{word}{strange}" if keyword.prefix else word for word, keyword in zip(plain, chosen, strict=True)]
    yield f" {strange} ".join(apart)
    # A keyword without the raw piece of the same letters: what a reader does not see still stands between the letters.
    yield f" {strange} ".join(SOFT_HYPHEN.join(word) for word in apart)


def _outermost(keywords: Collection[Keyword]) -> list[Keyword]:
    """Those that no other of them brings along, in a stable order."""
    forms = {keyword.form for keyword in keywords}
    inner = {form for keyword in keywords for form in brought_by(keyword, forms)}
    return sorted((keyword for keyword in keywords if keyword.form not in inner), key=lambda keyword: keyword.raw)
