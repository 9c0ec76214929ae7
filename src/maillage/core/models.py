"""The outbox: what is to be written to somebody, kept with what made it necessary."""

from __future__ import annotations

from typing import ClassVar

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Policy(models.TextChoices):
    """What to prefer when nobody knows whether a mail went out: to send it twice, or not to send it."""

    AT_LEAST_ONCE = "AT_LEAST_ONCE", "au moins une fois"
    AT_MOST_ONCE = "AT_MOST_ONCE", "au plus une fois"


class State(models.TextChoices):
    """Where a mail is."""

    WAITING = "WAITING", "en attente"
    SENDING = "SENDING", "en cours d’envoi"
    SENT = "SENT", "envoyé"
    GAVE_UP = "GAVE_UP", "abandonné"


class Mail(models.Model):
    """One mail to one address, written in the transaction of the act it tells of, sent afterwards.

    `body` may hold a personal link: it is emptied once the mail is sent, except in the fictional demo.
    """

    kind = models.CharField("nature", max_length=40)
    recipient = models.EmailField("destinataire")
    scope = models.CharField("objet", max_length=120, blank=True)
    sequence = models.PositiveIntegerField("rang", default=0)
    # Whose keepers may see it; empty: the keepers of the whole platform.
    space = models.CharField("espace", max_length=120, blank=True)
    message_id = models.CharField("identifiant du message", max_length=200, unique=True)
    subject = models.CharField("sujet", max_length=150)
    body = models.TextField("texte", blank=True)
    reply_to = models.EmailField("adresse de réponse", blank=True)
    policy = models.CharField(
        "politique", max_length=20, choices=Policy.choices, default=Policy.AT_LEAST_ONCE
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField("essais", default=0)
    refusals = models.PositiveIntegerField("refus", default=0)
    # While SENDING, the end of the lease: whoever sends has surely stopped by then.
    next_attempt_at = models.DateTimeField("prochain essai", default=timezone.now)
    paused = models.BooleanField("le serveur entier était en défaut", default=False)
    valid_until = models.DateTimeField("inutile après", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    error = models.CharField("raison", max_length=300, blank=True)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        constraints: ClassVar = [
            # The same mail asked for twice is one mail. The address comes first: it is what one searches by.
            models.UniqueConstraint(fields=["recipient", "scope", "kind", "sequence"], name="mail_once"),
            # One sender at a time, whatever the number of workers: this is what keeps the order.
            models.UniqueConstraint(fields=["state"], condition=Q(state="SENDING"), name="mail_one_sender"),
            models.CheckConstraint(
                condition=Q(state="SENT", sent_at__isnull=False)
                | (~Q(state="SENT") & Q(sent_at__isnull=True)),
                name="mail_sent_has_its_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_attempt_at"], name="mail_due"),
            models.Index(fields=["sent_at"], name="mail_sent"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def may_be_retried(self) -> bool:
        """Given up, and its text is still here."""
        return self.state == State.GAVE_UP and bool(self.body)

    def message(self) -> EmailMessage:
        """What goes out: plain text, the same identifier at each attempt."""
        return EmailMessage(
            subject=self.subject,
            body=self.body,
            to=[self.recipient],
            reply_to=[self.reply_to] if self.reply_to else None,
            headers={"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"},
        )
