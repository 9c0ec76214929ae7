"""Who offers what is kept with the figures, and told without a situation."""

from __future__ import annotations

from maillage.context.services import note_action, remove_action
from maillage.diagnosis.blocks import Paragraph, Table
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.sections import prevention, resources
from maillage.diagnosis.snapshot import take
from maillage.surveys.models import Wave


def test_actions_are_told_as_they_were_on_the_day(waves: tuple[Wave, Wave]) -> None:
    wave = waves[1]
    actor = wave.roster.latest("pk").actor
    diagnosis = Diagnosis.objects.create(territory=wave.territory, wave=wave)
    assert "resources" not in take(diagnosis).kept
    made = [
        note_action(
            territory=wave.territory,
            actors=[actor],
            label=f"Accueil {n}",
            bands=["0-3"],
            levels=["UNIVERSAL"],
            note="",
        )
        for n in range(4)
    ]
    diagnosis.snapshot = take(diagnosis).kept
    diagnosis.save()
    remove_action(action=made[0])

    report = report_of(diagnosis)
    table = next(each for each in prevention.build(report) if isinstance(each, Table))
    listed = next(each for each in resources.build(report) if isinstance(each, Table))

    assert table.rows[0][:3] == ("0\u00a0à\u00a03\u00a0ans", "Trou", "4, à coordonner")
    assert len(listed.rows) == 4
    lead = prevention.build(report)[0]
    assert isinstance(lead, Paragraph)
    assert lead.text.startswith("35\u00a0cases sont vides sur 36")
