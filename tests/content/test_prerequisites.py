from __future__ import annotations

from hypothesis import given, strategies as st

from content.prerequisites import MatterNeeds, loop_from, loops, prerequisite_graph


def matter(
    code: str, *papers: str, result: str = "", after: tuple[str, ...] = ()
) -> MatterNeeds:
    return MatterNeeds(
        code=code, name=code.upper(), result=result, papers=papers, after=after
    )


def test_paper_that_is_anothers_result_is_a_need_with_its_reason() -> None:
    graph = prerequisite_graph(
        [matter("a", "《卫生许可证》(副本)"), matter("b", result="卫生许可证")]
    )
    assert [(need.other, need.reason) for need in graph.needs["a"]] == [
        ("b", "需要“《卫生许可证》(副本)”")
    ]
    assert loops(graph) == []


def test_two_that_need_each_others_result_are_a_circle() -> None:
    graph = prerequisite_graph(
        [
            matter("a", "乙证", result="甲证"),
            matter("b", "甲证", result="乙证"),
            matter("c", "甲证"),
        ]
    )
    assert loop_from(graph, "a") == ["a", "b"]
    assert loop_from(graph, "c") == []
    assert loops(graph) == [["a", "b"]]


def test_shortest_circle_is_told() -> None:
    graph = prerequisite_graph(
        [
            matter("a", after=("b", "c")),
            matter("b", after=("d",)),
            matter("c", after=("a",)),
            matter("d", after=("a",)),
        ]
    )
    assert loop_from(graph, "a") == ["a", "c"]


def test_own_result_and_unknown_matters_are_no_needs() -> None:
    graph = prerequisite_graph([matter("a", "甲证", result="甲证", after=("x", "a"))])
    assert graph.needs["a"] == []


@given(st.integers(min_value=2, max_value=40))
def test_circle_of_any_length_is_found(length: int) -> None:
    ring = [
        matter(str(number), after=(str((number + 1) % length),))
        for number in range(length)
    ]
    found = loops(prerequisite_graph(ring))
    assert [len(circle) for circle in found] == [length]


@given(st.integers(min_value=2, max_value=40))
def test_chain_of_any_length_is_no_circle(length: int) -> None:
    chain = [matter(str(number), after=(str(number + 1),)) for number in range(length)]
    assert loops(prerequisite_graph(chain)) == []
