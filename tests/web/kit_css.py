"""Make the pages' style sheet from GOV.UK Frontend's.

Usage: `python -m tests.web.kit_css govuk-frontend.min.css`, with dist/govuk/govuk-frontend.min.css of the npm package
govuk-frontend. The font and the crest are not ours to use, so nothing of them stays.
"""

import re
import sys
from pathlib import Path

from tests.documents import ROOT

TARGET = ROOT / "gateway" / "web" / "assets" / "govuk-frontend.css"
_NOTICE = "/*! GOV.UK Frontend 6.3.0, without its font and crest. MIT licence: see LICENCE-govuk-frontend.txt. */\n"
_FONT_FACE = re.compile(r"(?:/\*![^*]*\*/)?@font-face\{[^}]*\}")
_CREST = re.compile(r"[a-z-]+:url\([^)]*govuk-crest\.svg\)(?:[^;}]*);?")
_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")


def strip(css: str) -> str:
    """Return the style sheet without font, crest and map."""
    for pattern in (_FONT_FACE, _CREST, _MAP):
        css = pattern.sub("", css)
    return _NOTICE + css.replace("GDS Transport,", "").strip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(strip(Path(sys.argv[1]).read_text("utf-8")), "utf-8")
