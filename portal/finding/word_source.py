"""Give search the words of staff from the database."""

from __future__ import annotations

from django.db import DatabaseError
from django.db.models import Count, Max

from portal.finding.models import SearchWord
from search.errors import SearchUnavailable
from search.staff_words import StaffWord


class DatabaseWords:
    """The words of staff, kept as rows."""

    def revision(self) -> str:
        """Return the time of the last change and the number of words.

        Raises:
            SearchUnavailable: the database does not answer.
        """
        try:
            found = SearchWord.objects.aggregate(
                last=Max("changed_at"), all=Count("pk")
            )
        except DatabaseError as error:
            raise SearchUnavailable(f"The words of staff are away: {error}") from error
        return f"{found['last']} {found['all']}" if found["all"] else ""

    def words(self) -> list[StaffWord]:
        """Return all words."""
        return [
            StaffWord(word.phrase, tuple(word.names))
            for word in SearchWord.objects.all()
        ]
