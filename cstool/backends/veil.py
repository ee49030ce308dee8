"""Secrets struck out of words, in every spelling in which a server may hand them back."""

import html
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from urllib.parse import quote, quote_plus

STRUCK = "***"


class Veil:
    """Strikes secrets out of whatever is shown, logged or raised."""

    def __init__(self, secrets: Sequence[str]) -> None:
        spelled = {spelling for secret in secrets if secret for spelling in _spellings(secret)}
        self._spelled = sorted(spelled, key=lambda word: (-len(word), word))  # the longer first: one may hold the other

    def over(self, words: str) -> str:
        """The words without secrets."""
        for word in self._spelled:
            words = words.replace(word, STRUCK)
        return words

    def over_data(self, data: object) -> object:
        """The same for decoded JSON, keys included."""
        if isinstance(data, str):
            return self.over(data)
        if isinstance(data, Mapping):
            return {self.over(str(key)): self.over_data(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return [self.over_data(value) for value in data]
        return data


def _spellings(secret: str) -> set[str]:
    """As it is, and as it stands in addresses, JSON, HTML and Basic authentication."""
    written = json.dumps(secret)[1:-1]
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        written,
        json.dumps(secret, ensure_ascii=False)[1:-1],
        written.replace("/", "\\/"),
        html.escape(secret),
        html.escape(secret, quote=False),
        b64encode(secret.encode()).decode(),
    }
