"""Somebody who answers, through real HTTP: reads the page, posts it, and posts the very same again until told it is kept."""

from __future__ import annotations

import http.client
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.faults.answers import History

CSRF = "c" * 32
RECEIPT = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b")
Form = dict[str, list[str]]
Answer = tuple[int, str, str]


class Gone(AssertionError):
    """The service did not come back in time."""


@dataclass
class Respondent:
    """One browser, one sheet. `answer` returns once the receipt is shown."""

    port: int
    token: str
    history: History
    dice: random.Random
    name: str = ""
    patience: float = 180.0
    pause: float = 0.05
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": CSRF})
    at_once: Callable[[Callable[[], Answer]], list[Answer]] | None = (
        None  # how a form is sent many times at once
    )

    def answer(self) -> str:
        """From the link to the receipt."""
        self.ask("POST", f"/r/{self.token}/", {"language": ["fr"]}, told="/r/feuille/")
        where = "/r/feuille/"
        while "relire" not in where:
            where = self.screen(where)
        return self.send()

    def screen(self, where: str) -> str:
        """Read a screen, answer it; where to go on."""
        status, location, page = self.ask("GET", where)
        if status == 302:
            return location
        form = fields(page)
        for name, values in choices(page).items():
            form[name] = self.dice.sample(values, 2) if name == "partners" else [self.dice.choice(values)]
        key = form["key"][0]
        self.history.tried[key] = (question_of(page), _value(form))
        told = self.ask("POST", where, form, told="/r/feuille/")[1]
        assert "merci" not in told, "an answer was refused as if it had been kept"
        self.history.acknowledged.add(key)
        return told

    def send(self) -> str:
        """Send the sheet; the receipt that is shown."""
        self.ask("POST", "/r/feuille/relire/", {}, told="/r/feuille/merci/")
        page = self.ask("GET", "/r/feuille/merci/")[2]
        found = RECEIPT.search(page)
        assert found, "sent, and no receipt is shown"
        self.history.receipts.append((self.name or f"{self.token}-{id(self)}", found[0]))
        return found[0]

    def ask(self, method: str, where: str, form: Form | None = None, *, told: str = "") -> Answer:
        """One request, the same again until it is answered. `told`: the address whose mention says that it is kept."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            begun = time.perf_counter()
            try:
                status, location, page = self._sent(method, where, form)
            except (OSError, http.client.HTTPException) as error:
                self.history.broken.append(type(error).__name__)
            else:
                portal = status == 200 and "maillage" not in page
                if not portal and (status == 302 if told else status in {200, 302}):
                    assert location.startswith(told), f"{method} {where} leads to {location}"
                    self.history.seconds.append(time.perf_counter() - begun)
                    return status, location, page
                assert portal or status >= 500, f"{method} {where} answered {status}"
                self.history.broken.append(str(status))
            time.sleep(self.pause)
        raise Gone(f"{method} {where}")

    def _sent(self, method: str, where: str, form: Form | None) -> Answer:
        if method != "POST" or self.at_once is None:
            return self._once(method, where, form)
        answers = self.at_once(lambda: self._once(method, where, form))
        assert len(set(answers)) == 1, f"{method} {where}: {set(answers)}"
        return answers[0]

    def _once(self, method: str, where: str, form: Form | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = None if form is None else urlencode({**form, "csrfmiddlewaretoken": CSRF}, doseq=True)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, where, body, headers | {"Connection": "close"})
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        self.cookies["csrftoken"] = CSRF
        return response.status, response.headers.get("Location", ""), page


def fields(page: str) -> Form:
    """The hidden fields of a form."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: [value] for name, value in hidden if name != "csrfmiddlewaretoken"}


def choices(page: str) -> Form:
    """{name: values} of the radios and boxes of a screen, but for « none of these »."""
    found: Form = {}
    for tag in re.findall(r'<input[^>]*class="card__input"[^>]*>', page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        assert value
        found.setdefault(name[1], []).append(value[1])
    return {name: each for name, each in found.items() if not any(name.startswith(f"{o}-") for o in found)}


def question_of(page: str) -> str:
    """Which question the screen says it asks."""
    asked = re.search(r'name="asked" value="([^"]+)"', page)
    assert asked
    return asked[1]


def _value(form: Form) -> object:
    """What must be found as it was posted: the actors picked."""
    picked = form.get("partners")
    return None if picked is None else {"picked": sorted(picked, key=int), "proposed": []}
