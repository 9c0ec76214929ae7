"""A network that comes and goes, a portal that lies, a browser that is killed: nothing is lost, nothing can be read."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.respond.walking import Begin, entries, fill, ready_for_no_network, until, walk


def test_nothing_is_lost_nor_doubled_when_the_network_comes_and_goes(begin: Begin) -> None:
    from maillage.surveys.models import Answer, Entry, Sheet

    page = begin("fr", path="full")
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    page.locator(".moves .button").first.click()
    page.get_by_text("Pas de réseau").first.wait_for()
    for _ in range(20):
        if page.get_by_role("heading", name="Tout est enregistré").count():
            break
        title = page.locator("#pas").inner_text()
        fill(page)
        page.locator(".moves .button").first.click()
        until(
            page,
            "old => !document.querySelector('#pas') || document.querySelector('#pas').textContent !== old",
            title,
        )
    page.locator("main form .button").first.click()
    page.get_by_text("C’est noté.").wait_for()
    assert not Sheet.objects.get().submitted_at
    page.context.set_offline(False)
    page.wait_for_url("**/merci/")
    assert page.locator(".receipt strong").is_visible()
    assert len(Answer.objects.get(kind="cooperation").value["ties"]) == 2
    assert all(notes == [1, 1, 1] for notes in Answer.objects.get(kind="trust").value["ratings"].values())
    assert len(Answer.objects.get(kind="trust").value["ratings"]) == 2
    assert Entry.objects.filter(question="level").count() == 1
    assert page.evaluate("window.feuille.all()") == []


def test_a_browser_killed_while_one_chooses_loses_nothing_older_than_two_seconds(begin: Begin) -> None:
    page = begin()
    page.locator(".card__input").first.check(force=True)
    page.wait_for_timeout(2000)
    page.locator(".card__input").nth(1).check(force=True)
    page.context.close()  # at once
    again = begin()
    again.goto(re.sub(r"/r/.*", "/r/feuille/1/", again.url))
    assert again.locator(".card__input:checked").count() >= 1
    assert len(entries()[-1]["picked"]) >= 1


# The box of the device opens when one says so, as on a slow phone.
LATE_BOX = """
  const open = IDBFactory.prototype.open;
  const released = new Promise((release) => { window.release = release; });
  IDBFactory.prototype.open = function (...all) {
    const request = open.apply(this, all);
    Object.defineProperty(request, "onsuccess", {
      set(heard) { request.addEventListener("success", (event) => released.then(() => heard.call(request, event))); },
    });
    return request;
  };
"""


def test_what_is_chosen_before_the_device_opens_its_box_is_kept_with_what_it_held(begin: Begin) -> None:
    page = begin()
    first, second = (page.locator(".card__input").nth(n).get_attribute("value") for n in (0, 1))
    page.route("**/envoi/", lambda route: route.abort())
    page.locator(".card__input").first.check(force=True)
    page.locator("[data-state=phone]").wait_for()
    page.add_init_script(LATE_BOX)
    page.goto(page.url)
    assert not page.locator(".card__input").first.is_checked()  # the server does not know yet
    page.locator(".card__input").nth(1).check(force=True)
    page.unroute("**/envoi/")
    page.evaluate("window.release()")
    page.locator("[data-state=sent]").wait_for()
    assert page.locator(".card__input:checked").count() == 2
    assert sorted(entries()[-1]["picked"]) == sorted([first, second])


def test_without_a_box_the_form_is_posted(begin: Begin) -> None:
    page = begin()
    page.add_init_script(LATE_BOX)  # and it never opens
    page.goto(page.url)
    fill(page)
    page.locator(".moves .button").first.click()
    page.wait_for_url("**/feuille/2/")
    assert len(entries()[-1]["picked"]) == 2


def test_a_portal_that_answers_for_us_is_not_believed(begin: Begin) -> None:
    page = begin()
    html = "<!doctype html><title>Wi-Fi</title><p>Bienvenue"
    page.context.route(
        "**/envoi/", lambda route: route.fulfill(status=200, content_type="text/html", body=html)
    )
    page.locator(".card__input").first.check(force=True)
    page.get_by_text("Enregistré sur le téléphone.").wait_for()
    page.wait_for_timeout(2500)
    assert page.get_by_text("Envoyé.", exact=True).count() == 0
    assert entries() == []
    page.context.unroute("**/envoi/")
    page.get_by_text("Envoyé.", exact=True).wait_for()
    assert len(entries()) == 1


def test_nothing_of_an_answer_can_be_read_on_the_device(begin: Begin) -> None:
    page = begin()
    ready_for_no_network(page)
    page.context.set_offline(True)
    page.locator("input[name=partners]").first.check(force=True)
    page.get_by_text("Enregistré sur le téléphone").first.wait_for()
    kept = page.evaluate(
        """async () => {
          const base = await new Promise(done => { const r = indexedDB.open("feuille"); r.onsuccess = () => done(r.result); });
          const all = await new Promise(done => { const r = base.transaction("garde").objectStore("garde").getAll(); r.onsuccess = () => done(r.result); });
          const pages = [];
          for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) pages.push(new URL(request.url).pathname);
          return {names: all.map(each => Object.keys(each).sort().join()), text: all.map(each => new TextDecoder("latin1").decode(each.data)).join(), pages};
        }"""
    )
    assert set(kept["names"]) == {"at,data,id,iv,sheet"}
    assert "partners" not in kept["text"]
    assert "Structure" not in kept["text"]
    assert not [each for each in kept["pages"] if "feuille" in each]


def test_handing_the_device_back_leaves_nothing(begin: Begin) -> None:
    page = begin()
    ready_for_no_network(page)
    walk(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    page.get_by_role("button", name="Terminer et rendre l’appareil").click()
    page.wait_for_url("**/r/")
    assert page.context.cookies() == [each for each in page.context.cookies() if each["name"] == "csrftoken"]
    left = page.evaluate(
        "async () => [await caches.keys(), (await indexedDB.databases()).map(each => each.name), Object.keys(sessionStorage), (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert left == [[], [], [], 0]


def test_a_device_handed_back_without_a_network_forgets_at_the_first_contact(
    begin: Begin, live_server: Any
) -> None:
    page = begin()
    walk(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Terminer et rendre l’appareil").click()
    page.wait_for_url("about:blank")
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/r/")
    page.wait_for_load_state("networkidle")
    assert "feuille" not in [each["name"] for each in page.context.cookies()]
    assert page.get_by_role("link", name="Reprendre").count() == 0


def test_a_choice_in_a_list_survives_a_page_that_could_not_send_it(begin: Begin, wave: Any) -> None:
    """The made-up situation of an organisation is answered with lists, not with cards."""
    type(wave).objects.update(blocks=["vignette_11"])
    page = begin()
    page.locator(".cards--leave .card__input").first.check(force=True)
    page.locator(".moves .button").first.click()
    page.wait_for_url("**/2/")
    page.locator("button[name=skip]").click()
    page.locator(".story__danger").wait_for()
    page.route("**/envoi/", lambda route: route.abort())
    chosen = page.locator("#vignette_11-first optgroup option").first.get_attribute("value")
    page.locator("#vignette_11-first").select_option(chosen)
    page.locator("[data-state=phone]").wait_for()
    page.goto(page.url)
    until(page, "chosen => document.querySelector('#vignette_11-first').value === chosen", chosen)
    page.unroute("**/envoi/")
    page.locator("#vignette_11-next").select_option("unknown")
    page.locator(".moves .button").first.click()
    page.wait_for_url("**/relire/")
    (said,) = entries("vignette_11")[-1:]
    assert (said["first"], said["next"], said["around"]) == (chosen, "unknown", [])
