"""Links that nobody looks at must never be wrong: the exact answer of a search, and the recommended merge.

Both are asked for everybody of a task; who is not on the register must get neither, who is may only get the own one.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from gateway.domain.learner import Gender, Learner, Person, Standing
from gateway.domain.matching.comparison import Comparison
from gateway.domain.matching.decision import ExactMatch, decide
from gateway.domain.matching.levels import BirthplaceLevel, EmailLevel, FamilyLevel, Field, GivenLevel, PostcodeLevel
from gateway.domain.matching.model import Model
from tests.bench_matching.measures import Ranked
from tests.bench_matching.ours import Matcher
from tests.bench_matching.records import Record
