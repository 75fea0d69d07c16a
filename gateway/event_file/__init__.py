"""Files of learning events: what they hold, in three forms, and what is wrong with them."""

from gateway.event_file.forms import FORMS, Form
from gateway.event_file.reading import WatchedFile, read_rows

__all__ = ["FORMS", "Form", "WatchedFile", "read_rows"]
