"""How languages say that something is not so: what may stand before a keyword and turn it round."""

from functools import cache

from cstool.conditions.text_form import MARK, normal_form

NEGATIONS: dict[str, tuple[str, ...]] = {
    "en": (
        "not",
        "no",
        "never",
        "don't",
        "dont",
        "doesn't",
        "didn't",
        "isn't",
        "without",
        "cannot",
        "can't",
        "won't",
        "instead of",
    ),
    "de": ("nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "nie", "niemals", "ohne", "statt", "anstatt"),
    "es": ("no", "nunca", "sin", "ningún", "ninguna", "ni", "en vez de", "en lugar de"),
    "fr": ("pas de", "pas", "aucun", "aucune", "sans", "jamais", "au lieu de"),
    "it": ("non", "nessun", "nessuna", "senza", "mai", "invece di"),
    "pt": ("não", "nao", "nunca", "sem", "nenhum", "nenhuma", "em vez de"),
    "nl": ("niet", "geen", "nooit", "zonder", "in plaats van"),
    "zh": ("不", "不要", "不想", "没", "没有", "沒", "沒有", "别", "別", "无需", "無需", "不是"),
}
"""Language -> words and phrases that negate what follows. Japanese and Korean negate behind the verb and are left out."""

REACH = 3
"""Up to so many tokens may stand between the negation's beginning and the keyword: "not want a refund"."""


@cache
def negating(language: str) -> tuple[str, ...]:
    """The forms of a language's negations as texts in normal form hold them; of all languages where the language is not known."""
    base = language.split("-")[0]
    words = NEGATIONS[base] if base in NEGATIONS else sum(NEGATIONS.values(), ())
    return tuple(dict.fromkeys(normal_form(word) for word in words))


def negated(form: str, keyword: str, language: str) -> bool:
    """Whether every place of the keyword in the normal form of a text stands close behind a negation.

    A keyword that negates itself (`not received`) says what it means.
    """
    words = negating(language)
    if any(word.rstrip() + " " in keyword for word in words) or keyword not in form:
        return False
    start = form.find(keyword)
    while start >= 0:
        sentence = form[:start].rsplit(MARK, 1)[-1].split()
        before = f" {' '.join(sentence[-REACH - 1 :])} "
        if not any(word in before for word in words):
            return False
        start = form.find(keyword, start + 1)
    return True
