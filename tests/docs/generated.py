"""The pages that are written from the code."""

from tests.docs.evidence import draw_evidence
from tests.docs.reference.codes import write_codes
from tests.docs.reference.commands import write_commands
from tests.docs.reference.metrics import write_metrics
from tests.docs.reference.operations import write_operations
from tests.docs.reference.scenarios import write_scenarios
from tests.docs.reference.settings import write_settings
from tests.docs.reference.tables import write_tables
from tests.docs.source_links import PROJECT_PAGES, moved
from tests.documents import DOCS, ROOT


def generate_pages() -> dict[str, str]:
    """Return generated pages and plots, by path in the site."""
    return {
        **write_operations(),
        "reference/codes.md": write_codes(),
        "reference/settings.md": write_settings(),
        "reference/commands.md": write_commands(),
        "reference/metrics.md": write_metrics(),
        "reference/scenarios.md": write_scenarios(),
        "reference/tables.md": write_tables(),
        **draw_evidence(),
        **{to: moved(ROOT / name, DOCS / to) for name, to in PROJECT_PAGES.items()},
    }
