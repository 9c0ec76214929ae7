"""What each trial is called in docs/fiabilite.md, by the name of its test."""

from __future__ import annotations

from typing import Final

LABELS: Final = {
    "test_killed_web_workers": "F1 Processus web tués",
    "test_a_killed_database": "F2 PostgreSQL tué, tous ses processus",
    "test_a_full_disk[sqlite]": "F4 Disque plein",
    "test_a_full_disk[postgresql]": "F4 Disque plein (tables)",
    "test_the_same_form_sent_fifty_times_at_once": "F5 Le même envoi, cinquante fois à la fois",
    "test_two_devices_on_one_sheet": "F6 Deux appareils sur une feuille",
    "test_a_line_that_drops": "F7 Ligne qui lâche, se tait ou ment",
    "test_a_phone_killed_while_one_chooses": "F8 Navigateur tué pendant que l’on choisit",
    "test_a_phone_whose_clock_is_wrong[wrong at first]": "F10 Horloge de l’appareil fausse, puis remise à l’heure",
    "test_a_phone_whose_clock_is_wrong[wrong when it comes back]": "F10 Horloge de l’appareil déréglée avant l’envoi",
    "test_a_wave_that_closes_while_one_answers": "F12 La vague ferme pendant que l’on répond",
    "test_a_killed_sender_loses_nothing[before the answer]": "F14 Tué après l’acceptation, avant la réponse",
    "test_a_killed_sender_loses_nothing[after the answer]": "F14 Tué de 0 à 3 ms après la réponse",
    "test_a_day_without_server": "F15 Serveur absent 24 h",
    "test_a_day_of_not_now[rcpt-450 later]": "F15 24 h de refus passager de l’adresse (450)",
    "test_a_day_of_not_now[data-452 too many]": "F15 24 h de refus passager du message (452)",
    "test_a_day_of_not_now[accept-451 try again]": "F15 24 h de refus passager après le texte (451)",
    "test_a_day_of_no[greet]": "F15 24 h de refus ferme à l’accueil (554)",
    "test_a_day_of_no[mail]": "F15 24 h de refus ferme de l’expéditeur (554)",
    "test_a_day_of_no[rcpt]": "F15 24 h de refus ferme de l’adresse (554)",
    "test_a_day_of_no[data]": "F15 24 h de refus ferme du message (554)",
    "test_a_day_of_no[accept]": "F15 24 h de refus ferme après le texte (554)",
    "test_a_slow_server_is_waited_for": "F15 Serveur lent",
    "test_the_line_is_cut_after_the_text[at_least_once]": "F15 Ligne coupée après l’acceptation, invitations",
    "test_the_line_is_cut_after_the_text[at_most_once]": "F15 Ligne coupée après l’acceptation, relances",
    "F16": "F16 Sans compteurs, ou sans file des travaux",
    "test_a_hall_that_answers": "F20 Une salle de 300 personnes en deux minutes",
    "test_a_long_evening": "F20 2 000 personnes en vingt minutes, cinq affiches",
    "test_a_phone_that_kept_the_first_shell": "F23 Vieille coquille, serveur nouveau",
}
