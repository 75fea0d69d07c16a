"""Files of learning events, in three forms."""

from gateway.files.events.forms import FORMS, Form
from gateway.files.events.reading import WatchedFile, read_rows

__all__ = ["FORMS", "Form", "WatchedFile", "read_rows"]
