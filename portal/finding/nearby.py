"""Topics to go on with when a search finds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.finding.labels import value_label
from search.service import facet_values


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLink:
    """A topic page: its name, its address and how many matters it lists."""

    name: str
    url: str
    amount: int = 0


def published_topics() -> list[TopicLink]:
    """Return the topics that have matters, the largest first."""
    links = []
    for value in facet_values().get("topic", ()):
        side, _colon, code = value.value.partition(":")
        links.append(
            TopicLink(
                name=value_label("topic", value),
                url=f"/topics/{side}/{code}/",
                amount=value.count,
            )
        )
    return links


def nearest_topics(
    text: str, topics: Iterable[TopicLink], *, limit: int = 8
) -> list[TopicLink]:
    """Return the topics whose names share most characters with the text, best first.

    Topics that share nothing follow in their own order, so there is always a way on.
    """
    wanted = {character for character in text if character.isalnum()}
    return sorted(topics, key=lambda topic: -_shared(wanted, topic.name))[:limit]


def _shared(wanted: set[str], name: str) -> int:
    return len(wanted & set(name))
