"""Where the files of the contract are: the WSDLs and the schemas."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]

WSDL_FOLDER = _PACKAGE / "wsdl"
XSD_FOLDER = next(folder for folder in (_PACKAGE / "xsd", _PACKAGE.parent / "xsd") if folder.is_dir())
"""Inside the package where it is installed, beside it in a checkout; one folder for each service."""


def find_schema(location: str) -> Path:
    """Return the schema file that a WSDL imports.

    Folder and name tell it, wherever the schemas are installed.
    """
    return XSD_FOLDER.joinpath(*Path(location).parts[-2:])
