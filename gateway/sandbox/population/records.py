"""Learning events of made-up learners."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from gateway.demo import course, school_exam
from gateway.domain.event import LearningEvent
from gateway.domain.learner import Learner
from gateway.sandbox.population.draw import weighted

_GCSES: Final = (
    ("Mathematics", "60142922"), ("English Language", "60142375"), ("English Literature", "60142351"),
    ("Combined Science", "60187516"), ("History", "60144402"), ("Geography", "60144360"), ("French", "60143161"),
    ("Religious Studies", "60146450"), ("Computer Science", "60184138"), ("Art and Design", "60180418"),
    ("Music", "60177800"), ("Welsh Second Language", "60144682"),
)  # fmt: skip
_COURSES: Final = (
    ("Diploma in Health and Social Care", "60157328", "Level 3"), ("Diploma in Engineering", "50098614", "Level 3"),
    ("Bricklaying", "50085292", "Level 2"), ("Hairdressing", "50087654", "Level 2"),
    ("Business Administration", "60148285", "Level 2"), ("Functional Skills English", "60148571", "Level 2"),
    ("Functional Skills Mathematics", "60148492", "Level 1"), ("Award in Childcare", "60041234", "Level 3"),
)  # fmt: skip
_GRADES: Final = weighted(
    [(5, "9"), (7, "8"), (10, "7"), (13, "6"), (17, "5"), (18, "4"), (14, "3"), (9, "2"), (5, "1")]
)
_SUBJECTS: Final = weighted([(3, 5), (4, 6), (5, 7), (6, 8), (5, 9), (2, 10)])
_AGE_AT_RESULTS: Final = 16
_GOES_ON, _ANOTHER_YEAR = 0.7, 0.5


def events_of(learner: Learner, today: date, dice: Random) -> Iterator[LearningEvent]:
    """Return what a learner has achieved by a day.

    GCSEs come in the August after the sixteenth birthday, courses in the summers that follow.
    """
    results = _results_day(learner.person.date_of_birth)
    if results > today:
        return
    school = learner.person.school_at_16 or None
    for subject, code in dice.sample(_GCSES, _SUBJECTS.draw(dice)):
        yield school_exam(subject, code, results, grade=_GRADES.draw(dice), school=school)
    if dice.random() >= _GOES_ON:
        return
    year = results.year + 1
    for subject, code, level in dice.sample(_COURSES, 3):
        ended = date(year, 7, dice.randint(1, 28))
        if ended > today:
            return
        yield course(subject, code, ended, level=level, grade=dice.choice(("Pass", "Merit", "Distinction")))
        year += 1
        if dice.random() >= _ANOTHER_YEAR:
            return


def _results_day(born: date) -> date:
    """Return the day of a learner's GCSE results."""
    school_year = born.year if (born.month, born.day) < (9, 1) else born.year + 1
    return date(school_year + _AGE_AT_RESULTS, 8, 20)
