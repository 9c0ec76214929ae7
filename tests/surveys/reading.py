"""A fragment of a form, read as a browser would send it and as a voice would say it."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import QueryDict


class Page(HTMLParser):
    """What a browser would send, what has a name for a voice, and what is wrong in a fragment."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: dict[str, dict[str, str | None]] = {}
        self.referred: list[str] = []
        self.tags: list[str] = []
        self.inline: list[str] = []
        self._select = self._textarea = ""
        self._legends: list[bool] = []
        self.bare_groups = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        self.inline += [name for name in said if name == "style" or name.startswith("on")]
        self.ids += [str(said["id"])] if "id" in said else []
        self.labelled |= {str(said["for"])} if tag == "label" else set()
        self.referred += str(said.get("aria-describedby", "")).split()
        if tag == "fieldset":
            self._legends.append(False)
        if tag == "legend":
            self._legends[-1] = True
        if tag in {"input", "select", "textarea"}:
            self.controls[str(said["id"])] = said
        if (
            tag == "input"
            and "name" in said
            and (said["type"] not in {"radio", "checkbox"} or "checked" in said)
        ):
            self.sent.append((str(said["name"]), str(said.get("value", ""))))
        if tag == "select":
            self._select = str(said["name"])
        if tag == "option" and "selected" in said:
            self.sent.append((self._select, str(said["value"])))
        if tag == "textarea":
            self._textarea = str(said["name"])
            self.sent.append((self._textarea, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self.bare_groups += not self._legends.pop()
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:  # a browser drops the first new line, and sends the others as two characters
            self.sent[-1] = (self._textarea, data.removeprefix("\n").replace("\n", "\r\n"))


def posted(source: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in Page(source).sent:
        data.appendlist(name, value)
    return data
