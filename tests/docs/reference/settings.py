"""The page of settings."""

import re

from gateway import settings
from tests.docs.reference.markdown import code, page, table


def write_settings() -> str:
    """Return the page of all settings."""
    return page(
        "Settings",
        "Settings are environment variables. `lrs-gateway settings` prints those in force."
        " [Operating the gateway](../operating.md) says which of them you need.",
        table(("setting", "what it does"), ((code(name), text) for name, text in setting_texts().items())),
    )


def setting_texts() -> dict[str, str]:
    """Return what the module says of each setting."""
    blocks = re.split(r"^(?=(?:GATEWAY|LRS)_[A-Z_]+\b)", settings.__doc__ or "", flags=re.MULTILINE)
    named = (block.split(None, 1) for block in blocks if block.startswith(("GATEWAY_", "LRS_")))
    return {name: " ".join(text.split()) for name, text in named}
