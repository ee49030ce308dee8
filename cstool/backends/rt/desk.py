"""One Request Tracker over HTTP: REST 2.0 where it goes, forms of the administration where it does not."""

import json
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote

from cstool.backends.base import AccessError, CallError
from cstool.backends.http import Answer, Http
from cstool.backends.rt.pages import Page, page_of
from cstool.diagnostic import text

REST = "REST/2.0"
PAGE = 100
"""Objects a page; the server gives no more (measured: per_page)."""
CONFIG = "Admin/Tools/EditConfig.html"
LEVELS, HOURS = "ServiceAgreements", "ServiceBusinessHours"
WHOLE = "100000"
"""Rows of a list page that is to be whole."""


def problem(answer: Answer) -> tuple[str, str]:
    """Code and words of an error answer: `{"message": …}`."""
    data = answer.data if isinstance(answer.data, Mapping) else {}
    return "", str(data.get("message", "")) or answer.body[:200]


class Desk:
    """The calls of one account."""

    def __init__(self, http: Http) -> None:
        self.http = http
        self.one_setting = Lock()
        """Held while a setting that is one for all is read and written."""
        self._numbers: dict[str, str] = {}
        self._mails: dict[str, str] = {}

    def rows(self, path: str, fields: str, search: object = None, **options: object) -> Iterator[Mapping[str, Any]]:
        """Every object of a list, page by page. Lists without a search of their own take one as a JSON body."""
        page = 1
        while True:
            params = {"fields": fields, "per_page": PAGE, "page": page, **options}
            answer = self.http.send("GET" if search is None else "POST", f"{REST}/{path}", search, params=params)
            data = answer.data if isinstance(answer.data, Mapping) else {}
            yield from data.get("items", ())
            if page >= int(float(data.get("pages") or 0)):
                return
            page += 1

    def one(self, path: str) -> Mapping[str, Any]:
        """One object."""
        data = self.http.get(f"{REST}/{path}")
        return data if isinstance(data, Mapping) else {}

    def make(self, path: str, body: object) -> str:
        """A new object; its number."""
        answer = self.http.send("POST", f"{REST}/{path}", body, creates=True)
        return str(answer.data["id"])

    def write(self, path: str, body: object) -> None:
        """Change an object. What the server does not know it drops without a word: read it back."""
        self.http.send("PUT", f"{REST}/{path}", body)

    def remove(self, path: str) -> None:
        """Delete, which switches off; what is gone already is what was wanted."""
        try:
            self.http.send("DELETE", f"{REST}/{path}")
        except CallError as error:
            if error.status != 404:
                raise

    def page(self, path: str, **params: object) -> Page:
        """A page of the administration."""
        return page_of(self.http.send("GET", path, params=params, page=True).body)

    def fill(self, path: str, form: Mapping[str, str], *, creates: bool = False) -> Answer:
        """A form sent in. The answer is a page, or leads to one."""
        return self.http.send("POST", path, form=form, page=True, creates=creates)

    def submitted(self, path: str, form: Mapping[str, str], *, creates: bool = False) -> Page:
        """The page that a form sent in leads to at once."""
        return page_of(self.fill(path, form, creates=creates).body)

    def set(self, name: str, value: Mapping[str, object]) -> Page:
        """Write one setting. The former value is named as something else: a server that compares would else do nothing."""
        written = json.dumps(value, ensure_ascii=False, sort_keys=True)
        return self.submitted(CONFIG, {"Update": "Save", name: written, f"{name}-Current": "cstool"})

    def number(self, mail: str) -> str:
        """The number of a user by address. Raises KeyError."""
        if mail not in self._numbers:
            found = list(self.rows("users", "id,EmailAddress,Disabled", [{"field": "EmailAddress", "value": mail}]))
            if len(found) != 1:
                raise KeyError(f"user/{mail}")
            self._numbers[mail] = str(found[0]["id"])
            self._mails[self._numbers[mail]] = mail
        return self._numbers[mail]

    def mail(self, number: str) -> str:
        """The address of a user, else the name there."""
        if number not in self._mails:
            user = self.one(f"user/{quote(number)}")
            self._mails[number] = str(user.get("EmailAddress") or user.get("Name") or number)
        return self._mails[number]


def settings_of(page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """Service levels and business hours, as they are in force: a server that counted with them has added to them.

    Raises AccessError where they are not shown: to write them all the same would wipe out what others wrote there.
    """
    if not {LEVELS, HOURS} <= page.fields.keys():
        raise AccessError(text("rt-not-shown", path=CONFIG, right="SuperUser"))
    return _object(page.fields[LEVELS]), _object(page.fields[HOURS])


def _object(written: str) -> dict[str, Any]:
    found = json.loads(written or "{}")
    return found if isinstance(found, dict) else {}
