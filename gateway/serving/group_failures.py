"""Count and log the groups that are given up.

Their calls are answered one by one, so no caller sees an error that a group alone meets.
"""

import logging

from gateway import logs, metrics

_log = logging.getLogger(__name__)


class GroupFailures:
    """The errors for which a process has given up groups."""

    def __init__(self) -> None:
        self._logged: set[tuple[str, str | None]] = set()

    def note(self, error: Exception) -> None:
        """Count an error, and log it if it is new.

        It is new if no error of its class was logged from its place. Call it where the error is caught.
        """
        name = type(error).__name__
        metrics.observe_group_given_up(name)
        found = name, logs.place_of(error)
        if found not in self._logged:
            self._logged.add(found)
            logs.failure(_log, "group given up")
