"""A message as a mapping of its members."""

from collections.abc import Mapping
from typing import Any

Message = Mapping[str, Any]
"""A message or a part of one.

A member that is absent, nil or empty in the XML is not in the mapping.
"""

Members = dict[str, Any]
"""A message, or a part of one, to be written."""
