"""Score a ranking against judgements. Pure functions, no engine in sight."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.errors import SearchConfigError

NEGATIVE = "negative"
FIGURES = ("ndcg_at_10", "recall_at_10", "mrr", "hit_at_3", "zero_result_rate")
_DEPTH = 10
_HIT_DEPTH = 3
_RELEVANT = 1


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with its class and the grade (1 to 3) of each relevant source id."""

    query_id: str
    text: str
    kind: str
    grades: Mapping[str, int]

    @property
    def number(self) -> int:
        """The number in the id, which tells the halves apart: J017 gives 17."""
        return int("".join(filter(str.isdecimal, self.query_id)) or 0)


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain with gain 2^grade - 1.

    >>> ndcg(["a", "b"], {"a": 3, "b": 1})
    1.0
    >>> ndcg(["x"], {"a": 3})
    0.0
    """
    ideal = _dcg(sorted(grades.values(), reverse=True)[:depth])
    gained = _dcg([grades.get(source_id, 0) for source_id in ranking[:depth]])
    return gained / ideal if ideal else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum(
        (2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades)
    )


def recall(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the share of relevant ids among the first `depth`, at most `depth` ids.

    >>> recall(["a", "x"], {"a": 3, "b": 1})
    0.5
    """
    relevant = {source_id for source_id, grade in grades.items() if grade >= _RELEVANT}
    found = relevant.intersection(ranking[:depth])
    return len(found) / min(len(relevant), depth) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return one over the place of the first relevant id, 0 without one."""
    for place, source_id in enumerate(ranking, start=1):
        if grades.get(source_id, 0) >= _RELEVANT:
            return 1 / place
    return 0.0


def evaluate(
    queries: Sequence[JudgedQuery], rank: Callable[[str], Sequence[str]]
) -> dict[str, object]:
    """Return the figures of all queries.

    `rank` gives the source ids of a query's hits, best first; empty ids are left out
    before scoring. Negative queries count only for `negatives_empty`, the share of them
    that got no hit at all.
    """
    return summary(scored(queries, rank))


@dataclass(frozen=True, slots=True)
class Scored:
    """The figures of one judged query; of a negative one only `zero_result_rate`."""

    query: JudgedQuery
    figures: Mapping[str, float]


def scored(
    queries: Sequence[JudgedQuery], rank: Callable[[str], Sequence[str]]
) -> list[Scored]:
    """Return the figures of each query, in order."""
    found = []
    for query in queries:
        hits = rank(query.text)
        if query.kind == NEGATIVE:
            found.append(Scored(query, {"zero_result_rate": float(not hits)}))
        else:
            ranking = [source_id for source_id in hits if source_id]
            found.append(Scored(query, _figures(ranking, query.grades)))
    return found


def summary(results: Sequence[Scored]) -> dict[str, object]:
    """Return means over all queries and by class."""
    groups: dict[str, list[Mapping[str, float]]] = {}
    for result in results:
        groups.setdefault(result.query.kind, []).append(result.figures)
    negatives = groups.pop(NEGATIVE, [])
    everything = [figures for group in groups.values() for figures in group]
    return {
        "queries": len(results),
        **_means(everything),
        "negatives_empty": _mean(
            [figures["zero_result_rate"] for figures in negatives]
        ),
        "by_class": {
            kind: {"queries": len(group), **_means(group)}
            for kind, group in sorted(groups.items())
        },
    }


def _figures(ranking: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    first = ranking[:_HIT_DEPTH]
    return {
        "ndcg_at_10": ndcg(ranking, grades, _DEPTH),
        "recall_at_10": recall(ranking, grades, _DEPTH),
        "mrr": reciprocal_rank(ranking, grades),
        "hit_at_3": float(any(grades.get(source_id, 0) for source_id in first)),
        "zero_result_rate": float(not ranking),
    }


def _means(group: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: _mean([figures[name] for figures in group]) for name in FIGURES}


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def read_judgements(queries: Path, judgements: Path) -> list[JudgedQuery]:
    """Return the judged queries of two tab-separated files.

    Raises:
        SearchConfigError: a file is missing or has other columns.
    """
    grades: dict[str, dict[str, int]] = {}
    for row in _table(judgements, ("query_id", "matter_id", "grade")):
        if not row["grade"].isdigit():
            raise SearchConfigError(
                f"'{judgements}': grade '{row['grade']}' of query '{row['query_id']}'; "
                f"expected a whole number from 0 to 3."
            )
        grades.setdefault(row["query_id"], {})[row["matter_id"]] = int(row["grade"])
    return [
        JudgedQuery(
            row["query_id"],
            row["query"],
            row["class"],
            {
                key: grade
                for key, grade in grades.get(row["query_id"], {}).items()
                if grade
            },
        )
        for row in _table(queries, ("query_id", "query", "class"))
    ]


def _table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    if not path.is_file():
        raise SearchConfigError(
            f"File '{path}' does not exist; expected a tab-separated file with the "
            f"columns {', '.join(columns)}."
        )
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not set(columns) <= set(reader.fieldnames or ()):
            raise SearchConfigError(
                f"File '{path}' has the columns {reader.fieldnames}; expected "
                f"{', '.join(columns)}."
            )
        return [{name: row[name] or "" for name in columns} for row in reader]
