"""An operator loads, lists and withdraws learning events from files."""

from pathlib import Path

import pytest
from click.testing import Result

from gateway import demo
from tests.builders import R9, Wire, r9
from tests.cli.test_commands import JO, failed_in_one_line, lrs_gateway

GOOD = "ULN,Source,Subject,SubjectCode,AchievementAwardDate,Credits,DateLoaded,UnderDataChallenge\n"
ROW = "3000000908,ILR,Maths,60142922,2024-08-22,2,2024-10-14 06:15:00,N\n"


def load(url: str, folder: Path, content: str | bytes, *options: str) -> Result:
    path = folder / "events.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return lrs_gateway(url, "events", "load", *options, str(path))


def test_events_are_loaded(database_url: str, tmp_path: Path) -> None:
    assert (
        "Loaded 2 events as load 1; 0 were there, 0 left out."
        in load(database_url, tmp_path, "\ufeff" + GOOD + ROW + "3000000908,AO,Art,600/1,,,,\n").stdout
    )
    assert "Learning events:      2" in lrs_gateway(database_url, "learner", "show", demo.GIL_ULN).stdout


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "line 1: has no column ULN, Source, Subject, SubjectCode"),
        ("ULN,Source,Subject\n", "line 1: has no column SubjectCode"),
        ("ULN,Source,Subject,SubjectCode,Colour\n", "line 1: has an unknown column Colour"),
        ("ULN,Source,Subject,SubjectCode,ULN\n", "line 1: has a column twice"),
        (GOOD + ROW + "3000000908,ILR\n", "line 3: has 2 cells; expected 8"),
        (GOOD + ROW + ROW.replace("3000000908", "1234567890"), "line 3, ULN: is not a valid ULN"),
        (GOOD + ROW + ROW.replace("3000000908", "9276308686"), "line 3, ULN: no learner has it"),
        (GOOD + ROW + ROW.replace("ILR", ""), "line 3, Source: empty"),
        (GOOD + ROW + ROW.replace("2024-08-22", "22/08/2024"), "line 3, AchievementAwardDate: must be a date"),
        (GOOD + ROW + ROW.replace(",2,", ",two,"), "line 3, Credits: must be a whole number"),
        (GOOD + ROW + ROW.replace("2024-10-14 06:15:00", "soon"), "line 3, DateLoaded: must be a date and time"),
        (GOOD + ROW + ROW.replace(",N", ",Maybe"), "line 3, UnderDataChallenge: must be Y or N"),
        (GOOD + ROW + ROW.replace("Maths", "x" * 255), "line 3, Subject: is longer than 254 characters"),
        (GOOD + ROW + ROW.replace("Maths", "a\x0bb"), "line 3, Subject: has a character that XML does not allow"),
        (GOOD + ROW + '3000000908,"ILR"x\n', "line 3: the file is not CSV"),
        ((GOOD + ROW).encode() + b"\xff\n", "the file is not UTF-8"),
    ],
)
def test_a_malformed_file_is_refused_whole_with_line_and_reason(
    sqlite_url: str, tmp_path: Path, content: str | bytes, reason: str
) -> None:
    assert reason in failed_in_one_line(load(sqlite_url, tmp_path, content))
    assert "Learning events:      0" in lrs_gateway(sqlite_url, "learner", "show", demo.GIL_ULN).stdout


ILR = (
    "ULN,UKPRN,LearnAimRef,LearnAimRefTitle,LearnStartDate,LearnActEndDate,AchDate,OutGrade,NotionalNVQLevel,"
    "LearnAimRefType,ProviderName,AwardOrgCode,AwardOrgName\n"
    "3000000908,10000001,50087654,Hairdressing,2023-09-01,2024-07-05,,,Level 2,NVQ,Ashdown College,,\n"
    "3000000908,10000001,60148571,English,2023-09-01,2024-07-05,2024-07-08,Pass,,,,100001,Northern Board\n"
)
NPD = "AwardDate,Grade,QAN,SubjectTitle,ULN,SchoolName,UKPRN\n2020-08-20,7,601/4321/X,Français,3000000908,,10000099\n"
OF_2024 = ("--source", "ILR", "--year", "2023/24", "--return", "R14")


def learning_events(wire: Wire) -> list[dict[str, str]]:
    values = {"uln": "3000000908", "givenName": "Gil", "familyName": "Ash", "dateOfBirth": "", "gender": ""}
    reply = wire.post(R9, r9("GetLearnerLearningEvents", values | {"getType": "FULL"}))
    return [
        {member.tag.rpartition("}")[2]: member.text or "" for member in event}
        for event in reply.payload.iter("{*}LearningEvent")
    ]


def test_an_extract_of_the_ilr_stands_in_the_record_as_the_service_shows_it(wire: Wire, tmp_path: Path) -> None:
    url = wire.store.engine.url.render_as_string(hide_password=False)
    assert "Loaded 2 events as load 1" in load(url, tmp_path, ILR, *OF_2024).stdout
    first, second = learning_events(wire)
    assert first.pop("ID") and first.pop("DateLoaded").startswith("20")
    assert first == {
        "AchievementAwardDate": "2024-07-05",
        "AchievementProviderName": "Ashdown College",
        "AchievementProviderUkprn": "10000001",
        "AwardingOrganisationName": "UNKNOWN",
        "AwardingOrganisationUkprn": "UNKNWN",
        "CollectionType": "W",
        "Credits": "0",
        "Grade": "9999999999",
        "Level": "Level 2",
        "ParticipationEndDate": "2024-07-05",
        "ParticipationStartDate": "2023-09-01",
        "QualificationType": "NVQ",
        "Restriction": "0",
        "ReturnNumber": "14",
        "Source": "ILR",
        "Status": "F",
        "Subject": "Hairdressing",
        "SubjectCode": "50087654",
        "UnderDataChallenge": "N",
    }
    assert (second["AchievementAwardDate"], second["Grade"]) == ("2024-07-08", "Pass")
    assert (second["AwardingOrganisationUkprn"], second["AwardingOrganisationName"]) == ("100001", "Northern Board")


def test_an_extract_of_the_npd_stands_in_the_record_as_the_service_shows_it(wire: Wire, tmp_path: Path) -> None:
    url = wire.store.engine.url.render_as_string(hide_password=False)
    loaded = load(url, tmp_path, NPD, "--source", "NPD", "--year", "2020", "--return", "01")
    assert "Loaded 1 events as load 1" in loaded.stdout
    (only,) = learning_events(wire)
    expected = {
        "AchievementAwardDate": "2020-08-20",
        "AchievementProviderUkprn": "10000099",
        "CollectionType": "A",
        "Grade": "7",
        "ReturnNumber": "01",
        "Source": "NPD",
        "Subject": "Français",
        "SubjectCode": "601/4321/X",
    }
    assert {name: only[name] for name in expected} == expected


def test_loads_are_listed_and_withdrawn_and_loaded_again(database_url: str, tmp_path: Path) -> None:
    assert lrs_gateway(database_url, "events", "loads").stdout == "0 loads.\n"
    load(database_url, tmp_path, ILR, *OF_2024, "--by", "jo")
    again = load(database_url, tmp_path, ILR, *OF_2024).stdout
    assert again.startswith("Loaded 0 events: you loaded this file before, as load 1 (")
    withdrawn = lrs_gateway(database_url, "events", "withdraw", "1", "--reason", "The wrong year", "--by", "jo")
    assert withdrawn.stdout == "Withdrew load 1.\n"
    assert "Learning events:      0" in lrs_gateway(database_url, "learner", "show", demo.GIL_ULN).stdout
    assert "Loaded 0 events as load 2; 2 were there" in load(database_url, tmp_path, ILR, *OF_2024).stdout
    assert "Learning events:      2" in lrs_gateway(database_url, "learner", "show", demo.GIL_ULN).stdout
    listing = lrs_gateway(database_url, "events", "loads").stdout
    for fact in (f"withdrawn by {JO}: The wrong year", "released", "2023/24", "events.csv", "2 loads."):
        assert fact in listing
    assert str(tmp_path) not in listing
    refused = lrs_gateway(database_url, "events", "withdraw", "1", "--reason", "Again")
    assert "load 1 is withdrawn already" in failed_in_one_line(refused)


def test_a_corrected_extract_may_take_the_place_of_a_load(database_url: str, tmp_path: Path) -> None:
    load(database_url, tmp_path, ILR, *OF_2024)
    again = load(database_url, tmp_path, ILR, *OF_2024, "--replaces", "1")
    assert "Loaded 0 events" in again.stdout
    assert "Load 1 was not withdrawn" in again.stderr
    corrected = load(database_url, tmp_path, ILR.replace("Pass", "Merit"), *OF_2024, "--replaces", "1")
    assert "Loaded 1 events as load 2; 1 were there" in corrected.stdout
    assert "Learning events:      2" in lrs_gateway(database_url, "learner", "show", demo.GIL_ULN).stdout


def test_every_error_of_a_file_is_told_up_to_a_limit(sqlite_url: str, tmp_path: Path) -> None:
    broken = ROW.replace("2024-08-22", "soon").replace(",2,", ",two,")
    stranger = ROW.replace("3000000908", "9276308686")
    bad = GOOD + broken + stranger + ROW + ROW.replace("Maths", "")
    refused = load(sqlite_url, tmp_path, bad)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "line 2, AchievementAwardDate: must be a date as YYYY-MM-DD",
        "line 2, Credits: must be a whole number",
        "line 3, ULN: no learner has it",
        "line 5, Subject: empty",
        "lrs-gateway: events.csv has 4 errors; nothing was loaded",
    ]
    cut = load(sqlite_url, tmp_path, bad, "--most-errors", "1").stderr.splitlines()
    assert cut[1:] == ["... and 3 more", "lrs-gateway: events.csv has 4 errors; nothing was loaded"]
    assert lrs_gateway(sqlite_url, "events", "loads").stdout == "0 loads.\n"


def test_rows_of_unknown_learners_are_left_out_where_that_is_asked_for(database_url: str, tmp_path: Path) -> None:
    rows = ILR + "".join(
        ILR.splitlines(keepends=True)[2].replace("3000000908", n) for n in ("9999999999", "9276308686")
    )
    refused = load(database_url, tmp_path, rows, *OF_2024)
    assert refused.stderr.splitlines()[0] == "line 4, ULN: is a temporary number, which no learner has"
    loaded = load(database_url, tmp_path, rows, *OF_2024, "--skip-unknown")
    assert loaded.stderr.splitlines() == [
        "line 4, ULN: is a temporary number, which no learner has",
        "line 5, ULN: no learner has it",
    ]
    assert "Loaded 2 events as load 1; 0 were there, 2 left out." in loaded.stdout


def test_a_file_without_headings_shows_nothing_of_its_rows(sqlite_url: str, tmp_path: Path) -> None:
    refused = load(sqlite_url, tmp_path, "3000000908,Penhaligon's,10000001\n", *OF_2024)
    assert "line 1: has an unknown column (not a name), (not a name), (not a name)" in refused.stderr
    assert "Penhaligon" not in refused.stderr and "3000000908" not in refused.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--source", "ILR"),
        ("--source", "ILR", "--year", "2023/24"),
        ("--source", "AO", "--year", "2023/24", "--return", "R14"),
        ("--year", "23"),
        ("--return", "14th"),
        ("--by", " "),
    ],
)
def test_an_extract_says_of_which_year_and_return_it_is(
    sqlite_url: str, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert load(sqlite_url, tmp_path, ILR, *options).exit_code == 2
