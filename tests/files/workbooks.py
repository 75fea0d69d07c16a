"""Write workbooks as Excel does.

Texts are shared, dates are numbers with a style, and empty rows are left out.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_MEDIA}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MEDIA}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_MEDIA}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_MEDIA}.styles+xml"/></Types>'
)
STYLES = f"""<styleSheet {_MAIN}><numFmts count="1">
<numFmt numFmtId="164" formatCode="[$-809]dd&quot; of &quot;mmmm\\ yyyy;@"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs></styleSheet>"""
GENERAL, DAY, LONG_DAY, DECIMAL = range(4)

Cell = str | int | date | None


def workbook(rows: Sequence[Sequence[Cell]], more: Mapping[str, str] = {}, *, day: int = DAY) -> bytes:
    """Return a workbook of one sheet.

    `more` replaces or adds parts, by name. An empty row is not written.
    """
    strings: list[str] = []
    written = "".join(
        f'<row r="{number}">{"".join(_cell(number, place, cell, strings, day) for place, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
        if any(cell is not None for cell in row)
    )
    shared = "".join(f"<si><r><t>{escape(text[:1])}</t></r><r><t>{escape(text[1:])}</t></r></si>" for text in strings)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book('<sheet name="Enrolments" sheetId="1" r:id="rId1"/>'),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/worksheet" Target="/xl/worksheets/sheet2.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId4" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>",
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet(written),
    }
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for name, text in (parts | dict(more)).items():
            file.writestr(name, text if text.startswith("<!") else _HEAD + text)
    return archive.getvalue()


def book(sheets: str, properties: str = "") -> str:
    return f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{properties}<sheets>{sheets}</sheets></workbook>'


def sheet(rows: str) -> str:
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"


def _cell(number: int, place: int, cell: Cell, strings: list[str], day: int) -> str:
    name = f"{chr(65 + place)}{number}"
    if cell is None:
        return f'<c r="{name}" s="{day}"/>'
    if isinstance(cell, date):
        return f'<c r="{name}" s="{day}"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, int):
        return f'<c r="{name}"><v>{float(cell):.9E}</v></c>'
    strings.append(cell)
    return f'<c r="{name}" t="s"><v>{len(strings) - 1}</v></c>'
