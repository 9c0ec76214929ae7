from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client


def rendered(source: str, **context: Any) -> str:
    return Template("{% load maillage %}" + source).render(Context(context))


class AskForm(forms.Form):
    email = forms.EmailField(label="Adresse", help_text="Celle du travail.")
    note = forms.CharField(label="Remarque", required=False)
    agree = forms.BooleanField(label="J’ai lu")
    level = forms.ChoiceField(label="Niveau", choices=[("1", "un"), ("2", "deux")], widget=forms.RadioSelect)


def test_a_notice_says_its_kind_in_words() -> None:
    html = rendered('{% notice kind="warning" %}Douze attendent.{% endnotice %}')
    assert "À noter" in html
    assert "<svg" in html
    assert "Douze attendent." in html


@pytest.mark.parametrize(
    "source",
    [
        '{% notice kind="danger" %}x{% endnotice %}',
        '{% badge label="x" kind="rouge" %}',
        '{% button href="/" label="x" kind="gros" %}',
        '{% button href="/" label="x" colour="red" %}',
        '{% button label="x" %}',
        '{% empty %}x{% endempty %}',
        '{% figure "12" "structures" %}',
    ],
)  # fmt: skip
def test_a_wrong_argument_is_an_error(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def test_what_people_wrote_is_escaped() -> None:
    html = rendered("{% badge label=x %}{% figure value=x label=x %}{% button href='/' label=x %}", x="<b>")
    assert "<b>" not in html
    html = rendered(
        "{% panel title=x %}{{ x }}{% endpanel %}{% notice title=x %}{{ x }}{% endnotice %}", x="<b>"
    )
    assert "<b>" not in html


def test_a_block_keeps_the_markup_of_the_template() -> None:
    assert "<strong>2</strong>" in rendered(
        '{% panel title="T" %}<strong>{{ n }}</strong>{% endpanel %}', n=2
    )


def test_figures_are_a_list_of_terms() -> None:
    html = rendered(
        '{% figures %}{% figure value=0.42|percent label="réciproques" note="62 sur 80" %}{% endfigures %}'
    )
    assert html.index("<dl") < html.index("<dt") < html.index("<dd")
    assert "42\u202f%" in html
    assert "62 sur 80" in html


def test_filters_speak_french() -> None:
    assert (
        rendered("{{ x|percent }} {{ x|decimal:2 }} {{ n|integer }}", x=0.425, n=1234)
        == "43\u202f% 0,43 1\u202f234"
    )
    assert rendered('{% plural 2 "structure" %}') == "2\u00a0structures"


def test_a_decorative_icon_is_silent_and_a_named_one_speaks() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')
    named = rendered('{% icon "check" label="Fait" %}')
    assert 'aria-label="Fait"' in named
    assert 'role="img"' in named


def test_progress_is_readable_without_its_bar() -> None:
    html = rendered('{% progress value=12 total=40 label="Réponses" %}')
    assert "12 sur\u00a040" in html
    assert 'max="40"' in html
    assert 'max="1"' in rendered('{% progress value=0 total=0 label="Réponses" %}')


def test_a_form_ties_each_field_to_its_words() -> None:
    html = rendered("{% form_fields form=form %}", form=AskForm())
    assert '<label for="id_email">' in html
    assert 'aria-describedby="id_email_helptext"' in html
    assert 'id="id_email_helptext"' in html
    assert "(facultatif)" in html
    assert "<legend>Niveau" in html
    assert "error-summary" not in html


def test_a_form_with_errors_says_so_first_and_where() -> None:
    html = rendered("{% form_fields form=form %}", form=AskForm({"email": "x"}))
    assert "Il reste 3 points à revoir." in html
    assert html.index("error-summary") < html.index("<input")
    assert '<a href="#id_email">Adresse</a>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert html.count('id="id_email_error"') == 1


def test_errors_of_the_whole_form_are_shown() -> None:
    form = AskForm({"email": "a@exemple.fr", "agree": "on", "level": "1"})
    form.add_error(None, "Ces réponses se contredisent.")
    html = rendered("{% form_fields form=form %}", form=form)
    assert "Il reste un point à revoir." in html
    assert "Ces réponses se contredisent." in html


def test_the_demo_says_that_it_is_fictional(client: Client, settings: Any) -> None:
    assert "fictifs" not in client.get("/compte/connexion/").content.decode()
    settings.DEMO = True
    assert "territoires et personnes fictifs" in client.get("/compte/connexion/").content.decode()


def test_the_header_offers_to_leave(client_as: Any) -> None:
    page = client_as("pilot").get("/compte/profil/").content.decode()
    assert "Se déconnecter" in page
    assert '<form method="post" action="/compte/deconnexion/">' in page
    assert "Tableau de bord" in page


def test_a_listing_writes_the_title_of_its_column_on_each_cell() -> None:
    html = rendered(
        '{% listing label="Les acteurs" %}<table><thead><tr><th scope="col"><a href="?tri=nom">Nom ↑</a></th>'
        '<th scope="col" class="num">Part de l’« ensemble »</th></tr></thead><tbody>{% for x in rows %}'
        '<tr><th scope="row">{{ x }}</th><td class="num">1</td></tr>{% endfor %}</tbody></table>{% endlisting %}',
        rows=["PMI", "<td>CAF"],
    )
    assert html.count('<th scope="row" role="rowheader" data-label="Nom">') == 2
    assert html.count('<td role="cell" data-label="Part de l’« ensemble »" class="num">') == 2
    assert html.count('role="row"') == 3
    assert "&lt;td&gt;CAF" in html


@pytest.mark.parametrize(
    ("n", "said"), [(0, "instance<"), (1, "instance<"), (2, "instances<"), (11, "instances<")]
)
def test_a_key_figure_agrees_with_its_number(n: int, said: str) -> None:
    assert said in rendered('{% figure value=n|integer label="instances" one="instance" %}', n=n)
