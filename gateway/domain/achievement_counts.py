"""Counts of a batch of achievements (contract 2.15)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.domain.batch import RowResult
from gateway.domain.codes import Code, CodeKind
from gateway.domain.row_details import AchievementDetails


@dataclass(frozen=True, slots=True)
class AchievementCounts:
    """Numbers of records in a batch, by result.

    Each processed record is counted once, in `done` or in `errors`. If the batch stopped before its end, `records` is
    more than their sum.
    """

    done: Counter[Code]
    errors: Counter[CodeKind]
    final: int
    records: int

    @property
    def successes(self) -> int:
        """Count the records that were done."""
        return self.done.total()

    @property
    def provisional(self) -> int:
        """Count the records whose achievement is now provisional."""
        return self.successes - self.final

    @property
    def percentage(self) -> float:
        """Return how many of a hundred records were done."""
        return 100 * self.successes / self.records if self.records else 0.0


def count_achievements(results: Iterable[RowResult], records: int) -> AchievementCounts:
    """Count the results of a batch of so many records."""
    done: Counter[Code] = Counter()
    errors: Counter[CodeKind] = Counter()
    final = 0
    for result in results:
        match result.details:
            case AchievementDetails(is_final):
                done[result.code] += 1
                if is_final:
                    final += 1
            case _:
                errors[result.code.kind] += 1
    return AchievementCounts(done, errors, final, records)
