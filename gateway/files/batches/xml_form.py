"""The XML form of a batch file."""

from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from xml.parsers import expat
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from gateway.domain.batch import BatchLearner
from gateway.domain.text import BLANKS
from gateway.files.batches.columns import COLUMNS, HEADER, written_cells
from gateway.files.batches.reading import Reading, Unreadable

_DEEPEST = 20
_CHUNK = 2**20
"""Characters that the parser gets at once.

The exception of a handler ends the parsing only at the end of a chunk. A long token is scanned again in each chunk.
"""

_ATTRIBUTES = frozenset(HEADER)


def read_xml(text: str, reading: Reading) -> None:
    """Read an XML file.

    Raises Unreadable if the rest of the file cannot be understood.
    """
    found = text.find("<!DOCTYPE")
    if found >= 0:
        raise Unreadable(
            f"line {text.count(chr(10), 0, found) + 1}", "has a document type (DOCTYPE), which is not allowed"
        )
    _XmlReader(reading).read(text)
    reading.check_size(f"learner {reading.size}")


class _XmlReader:
    """A reader of LearnerBatch with its Learners and their columns."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._depth = 0
        self._cells: dict[str, str] | None = None
        self._heading: str | None = None
        self._pieces: list[str] = []
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def read(self, text: str) -> None:
        try:
            for start in range(0, len(text), _CHUNK):
                self._parser.Parse(text[start : start + _CHUNK])
            self._parser.Parse("", True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise Unreadable(f"line {error.lineno}", f"not XML ({expat.ErrorString(error.code)})") from None

    def _here(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() != "UTF-8":
            raise Unreadable(self._here(), "has an encoding other than UTF-8")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable(self._here(), f"more than {_DEEPEST} nested elements")
        if not attributes.keys() <= (_ATTRIBUTES if self._depth == 1 else set()):
            self._reading.problem(self._here(), "has an attribute that is not allowed here")
        if self._depth == 1:
            self._start_batch(tag, attributes)
        elif self._depth == 2 and tag == "Learner":
            self._cells = {}
        elif self._depth == 3 and self._cells is not None and tag in COLUMNS:
            if tag in self._cells:
                self._reading.problem(f"learner {self._reading.size + 1}", "appears twice", tag)
            self._heading, self._pieces = tag, []
        else:
            self._reading.problem(self._here(), "has an element that is not allowed here")

    def _start_batch(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "LearnerBatch":
            raise Unreadable(self._here(), "the file is not a LearnerBatch")
        self._reading.header("LearnerBatch", dict.fromkeys(HEADER, "") | attributes)

    def _characters(self, text: str) -> None:
        if self._depth == 3 and self._heading is not None:
            self._pieces.append(text)
        elif text.strip(BLANKS):
            self._reading.problem(self._here(), "has text that is not allowed here")

    def _end(self, _tag: str) -> None:
        if self._depth == 3 and self._cells is not None and self._heading is not None:
            self._cells[self._heading] = "".join(self._pieces)
            self._heading = None
        elif self._depth == 2 and self._cells is not None:
            self._reading.learner(f"learner {self._reading.size + 1}", dict.fromkeys(COLUMNS, "") | self._cells)
            self._cells = None
        self._depth -= 1


def write_xml(file: TextIOWrapper, header: Mapping[str, str], rows: Sequence[tuple[BatchLearner, str]]) -> None:
    """Write the output of a job as XML."""
    from xml.sax.saxutils import XMLGenerator  # noqa: PLC0415  (imports urllib and http, which nothing else here needs)

    out = XMLGenerator(file, "utf-8", short_empty_elements=True)
    none: AttributesImpl[str] = AttributesImpl({})
    out.startDocument()
    out.startElement("LearnerBatch", AttributesImpl(header))
    for learner, code in rows:
        out.characters("\n  ")
        out.startElement("Learner", none)
        for name, cell in written_cells(learner, code).items():
            out.startElement(name, none)
            _write_characters(out, cell)
            out.endElement(name)
        out.endElement("Learner")
    out.characters("\n")
    out.endElement("LearnerBatch")
    out.characters("\n")
    out.endDocument()


def _write_characters(out: ContentHandler, text: str) -> None:
    """Write text, with &#13; for each carriage return.

    A reader would take a plain carriage return for a line feed.
    """
    first, *others = text.split("\r")
    if first:
        out.characters(first)
    for other in others:
        out.ignorableWhitespace("&#13;")  # the one method that does not escape
        out.characters(other)
