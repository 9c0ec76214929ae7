"""What people write in Markdown never becomes anything but text, links and headings of ours."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import product
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.markdown import SCHEMES, TAGS, clean, parts, render

RUNS: Final = "alert(1)"
ADDRESSES: Final = [
    f"javascript:{RUNS}", f"JaVaScRiPt:{RUNS}", f"java\tscript:{RUNS}", f"java&#9;script:{RUNS}", f"&#106;avascript:{RUNS}",
    f"&#x6A;avascript:{RUNS}", f"javascript&colon;{RUNS}", f"%6Aavascript:{RUNS}", f" javascript:{RUNS}", f"\x01javascript:{RUNS}",
    f"vbscript:{RUNS}", f"data:text/html,<script>{RUNS}</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=1>",
    "file:///etc/passwd", f"feed:javascript:{RUNS}", f"view-source:javascript:{RUNS}", "blob:https://x.exemple/1", f"jar:javascript:{RUNS}!/",
    f"javascript://%0a{RUNS}", f"livescript:{RUNS}", f"javascript\\:{RUNS}",
]  # fmt: skip
AROUND: Final = [
    "[lien]({})", "[lien](<{}>)", '[lien]({} "titre")', "![image]({})", "<{}>", "[lien][1]\n\n[1]: {}", '<a href="{}">lien</a>',
]  # fmt: skip
HTML: Final = [
    f"<script>{RUNS}</script>", f"<SCRIPT SRC=//x.exemple/x.js></SCRIPT>{RUNS}", f"<scr<script>ipt>{RUNS}</scr</script>ipt>",
    f"<img src=x onerror={RUNS}>", f"<svg onload={RUNS}>", f"<svg><script>{RUNS}</script></svg>", f"<body onload={RUNS}>",
    f'<iframe src="javascript:{RUNS}"></iframe>', "<iframe srcdoc='<script>1</script>'></iframe>", f"<object data=javascript:{RUNS}>",
    "<embed src=//x.exemple/x.swf>", f"<form action=javascript:{RUNS}><button>x", f"<input onfocus={RUNS} autofocus>",
    f"<details open ontoggle={RUNS}>", f"<math><mi xlink:href=javascript:{RUNS}>x", "<style>*{background:url(//x.exemple)}</style>",
    "<link rel=stylesheet href=//x.exemple/x.css>", "<meta http-equiv=refresh content=0;url=//x.exemple>", "<base href=//x.exemple/>",
    f"<video><source onerror={RUNS}></video>", f"<audio src=x onerror={RUNS}>", f"<marquee onstart={RUNS}>x</marquee>",
    f"<p style='background:url(javascript:{RUNS})'>x</p>", f"<p onmouseover={RUNS}>x</p>", f"<div/onclick={RUNS}>x", "<plaintext>", "<xmp><p>",
    f"<textarea></textarea><script>{RUNS}</script>", f"<noscript><p title='</noscript><img src=x onerror={RUNS}>'>", f"<!--><script>{RUNS}</script>-->",
    f"<![CDATA[<script>{RUNS}</script>]]>", "<?php echo 1 ?>", "<template><script>1</script></template>", "<img src=x>", "<a id=contenu name=user>x</a>",
]  # fmt: skip
PLACES: Final = ["{}", "# {}", "* {}", "> {}", "a | b\n--|--\n{} | c"]
ODD: Final = [
    "```<script>\n<script>1</script>\n```", "`<script>1</script>`", "    <script>1</script>", "&lt;script&gt;1&lt;/script&gt;",
    "&#60;script&#62;1&#60;/script&#62;", '[a](http://x.exemple/"onmouseover="alert(1))', "[a](http://x.exemple 'onclick=alert(1)')",
    "[<img src=x onerror=1>](http://x.exemple)", "**<b onclick=1>x</b>**", "\\<script>1\\</script>", "``` \"><script>1</script>\n```",
    "[a](#\"><script>1</script>)", "<http://x.exemple/><script>1</script>", "| a |\n|:-:|\n| <script>1</script> |",
]  # fmt: skip
VECTORS: Final = [
    *(shape.format(address) for shape, address in product(AROUND, ADDRESSES)),
    *(place.format(html) for place, html in product(PLACES, HTML)),
    *ODD,
]


class Seen(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.tags.add("<!--")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("<!")

    def handle_pi(self, data: str) -> None:
        self.tags.add("<?")


def _is_harmless(html: str) -> bool:
    seen = Seen(html)
    named = {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start")}
    links = [value for _, name, value in seen.attributes if name == "href"]
    return (
        seen.tags <= TAGS
        and {(tag, name) for tag, name, _ in seen.attributes} <= named
        and all(urlsplit("".join(link.split())).scheme in {*SCHEMES, ""} for link in links)
    )


def _addresses(made: list[dict[str, Any]]) -> list[str]:
    found = [run["href"] for part in made for run in part.get("runs", []) if "href" in run]
    return found + [href for part in made for href in _addresses(part.get("parts", []))]


def test_there_are_enough_of_them() -> None:
    assert len(set(VECTORS)) > 300


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_hostile_survives(vector: str) -> None:
    assert _is_harmless(render(vector))
    assert _is_harmless(clean(vector))  # the second door alone
    assert all(urlsplit(href).scheme in SCHEMES for href in _addresses(parts(vector)))


@given(
    st.text(alphabet=st.sampled_from("ab<>/\"'=&;#:()[]!*_`|-\n \\é1"), max_size=200) | st.text(max_size=200)
)
def test_whatever_is_written(text: str) -> None:
    html = render(text)
    assert _is_harmless(html)
    assert clean(html) == html
    json.dumps(parts(text))


def test_links_say_nothing_of_where_one_comes_from() -> None:
    html = render("[ici](https://exemple.fr/a?b=1&c=2) et <mailto:a@exemple.fr>")
    assert '<a href="https://exemple.fr/a?b=1&amp;c=2" rel="noopener nofollow">ici</a>' in html
    assert 'href="mailto:a@exemple.fr"' in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n\n## b\n\n# c", ["h3", "h4", "h3"]),
        ("## a\n\n#### b", ["h3", "h4"]),
        ("### a\n\n# b\n\n## c", ["h3", "h3", "h4"]),
        ("a\n=\n\nb\n-", ["h3", "h4"]),
        ("\n\n".join("#" * n + " x" for n in range(1, 7)), ["h3", "h4", "h5", "h6", "h6", "h6"]),
    ],
)
def test_headings_come_below_those_of_the_page(text: str, levels: list[str]) -> None:
    order: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: order.append(tag)  # type: ignore[method-assign,assignment]
    parser.feed(render(text))
    assert order == levels
    assert [f"h{part['level']}" for part in parts(text)] == levels


def test_the_parts_of_a_document_say_the_same() -> None:
    text = "Un **mot** et [un *lien*](https://exemple.fr), `code`.\nSuite\n\n3. trois\n4. quatre\n   - dedans\n\n> cité\n\n---\n\n```\nbrut\n```"
    paragraph, ordered, quote, rule, code = parts(text)
    assert paragraph["runs"] == [
        {"text": "Un "},
        {"text": "mot", "strong": True},
        {"text": " et "},
        {"text": "un ", "href": "https://exemple.fr"},
        {"text": "lien", "em": True, "href": "https://exemple.fr"},
        {"text": ", "},
        {"text": "code", "code": True},
        {"text": "."},
        {"text": " "},
        {"text": "Suite"},
    ]
    assert (ordered["ordered"], ordered["start"], len(ordered["parts"])) == (True, 3, 2)
    assert [part["kind"] for part in ordered["parts"][1]["parts"]] == ["paragraph", "list"]
    assert (quote["kind"], rule["kind"], code["text"]) == ("quote", "rule", "brut")


def test_it_is_printed_as_french_but_code_is_left() -> None:
    html = render("L'école **et** : `l'un ?`")
    assert html == "<p>L’école <strong>et</strong>&nbsp;: <code>l'un ?</code></p>\n"


@pytest.mark.parametrize("text", ["#", "# ", "# [](http://x.exemple)", "- #", "> #"])
def test_a_heading_of_nothing_is_left_out(text: str) -> None:
    assert "<h" not in render(f"{text}\n\nun mot").replace("<hr", "")
    json.dumps(parts(text))


def test_quotations_go_three_deep() -> None:
    depth, (inner,) = 0, parts(">" * 19 + " mot")
    while inner["kind"] == "quote":
        depth, (inner,) = depth + 1, inner["parts"]
    assert (depth, inner["runs"]) == (3, [{"text": "mot"}])


def test_a_table() -> None:
    text = "| a | b |\n|--|:-:|\n| 1 | 2 |"
    assert "<th>b</th>" in render(text)
    (table,) = parts(text)
    assert [len(rows["parts"]) for rows in table["parts"]] == [1, 1]
