"""Read and write batch files of learners (contract 8).

A file with any error is refused whole.

A file is named LRB_<UKPRN>_<DDMMYYYYHHMM>.CSV or .XML, its extension in capitals, is in UTF-8 with or without
a byte order mark, and holds 1 to 5,000 learners (the live service takes no upload of fewer than 50). The cells
obey the rules of the strict contract (3.1), of which an empty one needs only the given and the family name; a
cell of blanks is an empty one.

CSV: row 1 holds the 30 headings, exactly and in this order; row 2, the first learner's, also states the four
cells of the header (FileVersion "2A", FileName, UKPRN, LearnerRecordCount), which later rows leave empty. Rows
end with CRLF, or LF; cells may go without quotes. What we write has CRLF and quotes throughout.

XML: the layout is not published. Ours has the CSV headings for names, and no namespace:

    <LearnerBatch FileVersion="2A" FileName="intake" UKPRN="TEST0001" LearnerRecordCount="50">
      <Learner><ULN/><MISIdentifier>4711</MISIdentifier><GivenName>Mary</GivenName>...</Learner>
      ...
    </LearnerBatch>

The elements of a Learner stand in any order, each at most once; one without a value may be left out. A file
with the text "<!DOCTYPE" in it is not read at all: no entity is ever declared.

The output has the same columns, the ULN filled in where one is known, and after them ReturnCode. In CSV for
spreadsheets, a cell that they would take for a formula has an apostrophe before it. Problems name
row and column and never repeat a cell, which is personal data.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from gateway.domain.batch import BatchLearner
from gateway.files.batches.columns import HEADER, VERSION
from gateway.files.batches.csv_form import read_csv, write_csv
from gateway.files.batches.reading import BadBatchFile, BatchFile, Reading, Unreadable, read_bytes
from gateway.files.batches.spreadsheet import TEMPLATE, read_spreadsheet
from gateway.files.batches.xml_form import read_xml, write_xml

__all__ = ["TEMPLATE", "BadBatchFile", "BatchFile", "read_batch", "read_spreadsheet", "write_output"]


def read_batch(path: Path) -> BatchFile:
    """Read a batch file, CSV or XML by its name.

    Raises BadBatchFile with all errors of the file, and OSError.
    """
    read = {".csv": read_csv, ".xml": read_xml}.get(path.suffix.lower())
    reading = Reading()
    _check_name(path.name, reading)
    if read is not None:
        try:
            read(_decoded(path), reading)
        except Unreadable as end:
            reading.problem(end.where, end.fact)
    return reading.finish()


def _check_name(name: str, reading: Reading) -> None:
    found = re.fullmatch(r"LRB_([0-9a-zA-Z]{8})_([0-9]{12})\.(CSV|XML)", name)
    try:
        if found is None:
            raise ValueError
        datetime.strptime(found[2], "%d%m%Y%H%M")
        reading.ukprn = found[1]
    except ValueError:
        reading.problem("file name", "must be LRB_<UKPRN>_<DDMMYYYYHHMM>.CSV or .XML, in capitals")


def _decoded(path: Path) -> str:
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"line {line}", "is not UTF-8; save the spreadsheet as 'CSV UTF-8'") from None


def write_output(
    path: Path, *, ukprn: str, reference: str, rows: Iterable[tuple[BatchLearner, str]], for_spreadsheets: bool = False
) -> None:
    """Write learners and their return codes to a file.

    The file is written completely or not at all. Its extension chooses CSV or XML. Only its owner may read it. Raises
    BadBatchFile for another extension, and OSError.
    """
    writers: dict[str, Callable[..., None]] = {
        ".csv": partial(write_csv, for_spreadsheets=for_spreadsheets),
        ".xml": write_xml,
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise BadBatchFile(["file name: must end in .CSV or .XML"])
    learners = tuple(rows)
    header = dict(zip(HEADER, (VERSION, reference, ukprn, str(len(learners))), strict=True))
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            write(file, header, learners)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
