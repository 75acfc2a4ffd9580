from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings

from portal.accounts import masking, sealing
from portal.accounts.models import User
from tests.factories.people import UserFactory

NUMBER = "990101199403120026"


def test_seal_hides_and_opens_the_value() -> None:
    sealed = sealing.seal(NUMBER, field="f")
    assert NUMBER not in sealed
    assert sealed != sealing.seal(NUMBER, field="f")
    assert sealing.open_sealed(sealed, field="f") == NUMBER


def test_empty_value_stays_empty() -> None:
    assert sealing.seal("", field="f") == ""
    assert sealing.open_sealed("", field="f") == ""
    assert sealing.lookup_digest("", field="f") is None


def test_sealed_value_of_another_field_is_refused() -> None:
    sealed = sealing.seal(NUMBER, field="f")
    with pytest.raises(sealing.SealError, match="SECRET_KEY_FALLBACKS"):
        sealing.open_sealed(sealed, field="g")


@pytest.mark.parametrize("damaged", ["v1.", "v1.!!!", "v1.短", "v1.AAAA", "nonsense"])
def test_damaged_value_is_refused(damaged: str) -> None:
    with pytest.raises(sealing.SealError):
        sealing.open_sealed(damaged, field="f")


def test_former_secret_still_opens(settings: Settings) -> None:
    former = settings.SECRET_KEY
    sealed = sealing.seal(NUMBER, field="f")
    digest = sealing.lookup_digest(NUMBER, field="f")
    settings.SECRET_KEY = "another-" * 10
    with pytest.raises(sealing.SealError):
        sealing.open_sealed(sealed, field="f")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert sealing.open_sealed(sealed, field="f") == NUMBER
    assert digest in sealing.lookup_digests(NUMBER, field="f")


@pytest.mark.django_db
def test_person_is_found_by_number_and_no_column_shows_it() -> None:
    user = UserFactory(id_number=NUMBER.lower(), mobile="19900001001")
    assert User.objects.with_id_number(NUMBER).get() == user
    assert not User.objects.with_id_number("990101194506080036").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user")
        row = str(cursor.fetchall())
    assert NUMBER not in row
    assert "19900001001" not in row
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.id_number, fresh.mobile) == (NUMBER, "19900001001")
    assert fresh.masked_id_number == "990101********0026"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王晓明", "王*明"),
        ("李明", "李*"),
        ("王", "王"),
        ("", ""),
        ("阿依古丽·买买提", "阿******提"),
        ("𠮷野家", "𠮷*家"),
    ],
)
def test_mask_name(name: str, shown: str) -> None:
    assert masking.mask_name(name) == shown


def test_mask_short_number_shows_nothing() -> None:
    assert masking.mask_mobile("12") == "**"
    assert masking.mask_number("A1") == "**"
    assert masking.mask_address("云溪区") == "云溪区"
