"""Files of learning events: what they hold, in three forms, and what is wrong with them."""

from gateway.files.events.forms import FORMS, Form
from gateway.files.events.reading import WatchedFile, read_rows

__all__ = ["FORMS", "Form", "WatchedFile", "read_rows"]
