"""What is counted of a batch of achievements (contract 2.15)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.domain.batch import RowResult
from gateway.domain.codes import Code, CodeKind
from gateway.domain.row_details import AchievementDetails


@dataclass(frozen=True, slots=True)
class AchievementCounts:
    """How many records came to what.

    Each is counted once among what was done, or once among the errors.

    A batch that did not come to its end has `records` that are in neither.
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
        """Count the records whose achievement is provisional since."""
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
