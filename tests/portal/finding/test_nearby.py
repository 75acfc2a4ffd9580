from __future__ import annotations

from portal.finding.nearby import TopicLink, nearest_topics

TOPICS = [
    TopicLink(name=name, url=f"/topics/person/{number}/")
    for number, name in enumerate(("生育收养", "户籍办理", "养老服务", "婚姻登记"))
]


def test_nearest_topics_come_first_when_they_share_characters() -> None:
    first = nearest_topics("结婚登计", TOPICS)[0]

    assert first.name == "婚姻登记"


def test_nearest_topics_keep_their_order_when_nothing_is_near() -> None:
    assert nearest_topics("？！", TOPICS, limit=2) == TOPICS[:2]
