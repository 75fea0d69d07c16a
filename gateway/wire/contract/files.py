"""The folders of the contract's WSDLs and schemas."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]

WSDL_FOLDER = _PACKAGE / "wsdl"
XSD_FOLDER = next(folder for folder in (_PACKAGE / "xsd", _PACKAGE.parent / "xsd") if folder.is_dir())
"""Folder of the schemas, with one folder for each service.

It is inside the package if that is installed, and beside it in a checkout.
"""


def find_schema(location: str) -> Path:
    """Return the schema file that a WSDL imports.

    The last folder and the file name of `location` decide, wherever the schemas are installed.
    """
    return XSD_FOLDER.joinpath(*Path(location).parts[-2:])
