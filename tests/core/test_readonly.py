from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.readonly import WriteOnRead, refuse_writes


def test_reads_go_through() -> None:
    with connection.execute_wrapper(refuse_writes):
        assert not User.objects.exists()


@pytest.mark.parametrize(
    "sql",
    ["UPDATE accounts_user SET full_name = ''", "DELETE FROM accounts_user", "  insert into x values (1)"],
)
def test_writes_are_refused(sql: str) -> None:
    with connection.execute_wrapper(refuse_writes), pytest.raises(WriteOnRead), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_session_is_djangos_own_business() -> None:
    with connection.execute_wrapper(refuse_writes):
        Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
