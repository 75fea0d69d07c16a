"""Hints about the members of a message, and their values."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from gateway.domain.password import LENGTH
from gateway.domain.uln import is_valid
from gateway.sandbox.elements import is_nil, local
from gateway.sandbox.scenarios.catalogue import SCENARIOS
from gateway.sandbox.scenarios.scenario import PREFIX
from gateway.sandbox.space import Space
from gateway.sandbox.web.inspector.hints_of_frame import in_words
from gateway.sandbox.web.inspector.reading import Reading
from gateway.sandbox.web.inspector.verdict import Finding, judge
from gateway.wire.contract.shape import Shape

_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}(?:Z|[+-]\d{2}:\d{2})")
_WITH_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_BY_HAND = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_BIRTH_IN_R9 = "dateOfBirth"
"""A date that the schema has as text."""
_REFERENCES = ("OrganisationRef", "Reference")
_PASSWORDS = ("OrgPassword", "Password")
_CALLER = {"FindType", "OrganisationRef", "UKPRN", "Ukprn", "OrgPassword", "Password", "UserName", "Username"}
_LIKE_PREFIX = re.compile(r"\s*sand[\s_-]?box\s*[:;_. -]\s*(\S+)", re.IGNORECASE)


def find_spelling(reading: Reading) -> Iterator[str]:
    """Return hints about members whose names nobody knows."""
    if not reading.routes:
        return
    known = sorted({name for _, route in reading.routes for name in _names(route.request)})
    for name in dict.fromkeys(local(one) for one in reading.elements if local(one) not in known):
        by_case = {one.lower(): one for one in known}
        near = by_case.get(name.lower()) or next(iter(get_close_matches(name, known, 1, 0.75)), None)
        if near is not None:
            yield f"The contract has no {name[:60]}. It has {near}: capitals count."


def _names(shape: Shape) -> Iterator[str]:
    for member in shape.members:
        yield member.name
        if member.shape is not None:
            yield from _names(member.shape)


def find_nil(reading: Reading) -> Iterator[str]:
    """Return a hint about members that are nil."""
    nil = [local(one) for one in reading.elements if is_nil(one)]
    if nil:
        yield f"Your client sends xsi:nil for {in_words(nil)}. It means no value, as if the element were left out."


def find_empty(reading: Reading) -> Iterator[str]:
    """Return a hint about members without a text."""
    empty = [
        local(one) for one in reading.elements if not len(one) and not (one.text or "").strip() and not is_nil(one)
    ]
    if empty:
        yield f"Your client sends {in_words(empty)} empty. It means no value; leave the element out."


def find_nothing_stated(reading: Reading) -> Iterator[str]:
    """Return a hint about a message that states nothing."""
    stated = [one for one in reading.elements if (one.text or "").strip()]
    if reading.routes and not stated and judge(reading).finding is Finding.INVALID:
        yield (
            "The message states no value at all, not even credentials. Some generated constructors ignore their "
            "arguments: set the members afterwards."
        )


def _wrong_dates(reading: Reading) -> Iterator[tuple[str, str]]:
    """Return name and text of the date that is refused."""
    dates = [(local(one), (one.text or "").strip()) for one in reading.elements if "date" in local(one).lower()]
    if dates:
        refused = judge(reading).field
        yield from dict.fromkeys((name, text) for name, text in dates if name == refused)


def find_date_zone(reading: Reading) -> Iterator[str]:
    """Return hints about dates with a zone."""
    of_r9 = ((_BIRTH_IN_R9, (one.text or "").strip()) for one in reading.elements if local(one) == _BIRTH_IN_R9)
    for name, text in dict.fromkeys((*_wrong_dates(reading), *of_r9)):
        if _ZONE.fullmatch(text):
            yield f"{name} has a zone ({text[:20]}). A date of birth has none: a zone can move it by a day."


def find_date_time(reading: Reading) -> Iterator[str]:
    """Return hints about dates with a time of day."""
    for name, text in _wrong_dates(reading):
        if _WITH_TIME.fullmatch(text):
            yield f"{name} has a time of day ({text[:30]}). Write the date alone: YYYY-MM-DD."


def find_date_order(reading: Reading) -> Iterator[str]:
    """Return hints about dates as people write them."""
    for name, text in _wrong_dates(reading):
        if _BY_HAND.fullmatch(text):
            yield f"{name} is written {text}. XML has YYYY-MM-DD."


def find_gender(reading: Reading) -> Iterator[str]:
    """Return hints about a gender in letters."""
    for text in reading.values("Gender"):
        if text.lower() in ("m", "f", "male", "female", "u", "unknown"):
            yield f"Gender is {text}. The contract has digits: 0 not known, 1 male, 2 female, 9 not specified."


def find_bad_uln(reading: Reading) -> Iterator[str]:
    """Return hints about ULNs that cannot be."""
    for text in reading.values("ULN"):
        if not is_valid(text):
            yield f"{text[:20]} is no ULN: a ULN has ten digits, and the last checks the others."


def find_blanks(reading: Reading) -> Iterator[str]:
    """Return a hint about values with blanks around them."""
    around = [
        local(one)
        for one in reading.elements
        if not len(one) and one.text and one.text.strip() and one.text != one.text.strip()
    ]
    if around:
        yield f"There are blanks around the value of {in_words(around)}. They may count when names are compared."


def find_disagreement(reading: Reading, space: Space) -> Iterator[str]:
    """Return a hint if reference and UKPRN are of two."""
    ukprn, reference = reading.value("UKPRN"), reading.value(*_REFERENCES)
    by_ukprn = next((one for one in space.organisations if one.ukprn == ukprn), None)
    if ukprn and reference and by_ukprn is not None and reference not in (by_ukprn.reference, ukprn):
        yield f"OrganisationRef {reference[:20]} and UKPRN {ukprn} disagree. {by_ukprn.name} has {by_ukprn.reference}."


def find_unknown_organisation(reading: Reading, space: Space) -> Iterator[str]:
    """Return a hint about an organisation that is not there."""
    stated = reading.value("UKPRN") or reading.value(*_REFERENCES)
    known = list(space.identifiers)
    if not stated or stated in known or not reading.routes:
        return
    near = next(iter(get_close_matches(stated.upper(), known, 1, 0.6)), None)
    advice = "" if near is None else f" The nearest is {near}."
    yield f"The space {space.name} has no organisation {stated[:20]}.{advice} The API lists its credentials."


def find_password(reading: Reading, space: Space) -> Iterator[str]:
    """Return a hint about a password that is wrong."""
    stated = next((one.text or "" for one in reading.elements if local(one) in _PASSWORDS), "")
    ukprn, reference = reading.value("UKPRN"), reading.value(*_REFERENCES)
    caller = next(
        (one for one in space.organisations if ukprn == one.ukprn or (not ukprn and reference == one.reference)), None
    )
    if caller is None or not stated or stated == caller.password:
        return
    if stated.strip() == caller.password:
        yield "The password has blanks around it."
    elif len(stated) != LENGTH:
        yield f"The password has {len(stated)} characters. Every password has {LENGTH}."
    elif stated.swapcase() == caller.password or stated.lower() == caller.password.lower():
        yield "The password differs only in capitals."
    else:
        owner = next((one for one in space.organisations if one.password == stated), None)
        yield f"The password is {'not that of ' + caller.name if owner is None else 'that of ' + owner.name}."


def find_scenario_spelling(reading: Reading) -> Iterator[str]:
    """Return hints about names that nearly ask for a scenario."""
    for user in reading.values("UserName"):
        found = None if user.startswith(PREFIX) else _LIKE_PREFIX.fullmatch(user)
        if found is not None:
            yield f"The user name {user[:40]} asks for no scenario. Write {PREFIX}{_nearest(found[1])}."
        elif user in SCENARIOS:
            yield f"The user name {user} asks for no scenario. Write {PREFIX}{user}."
    for name in dict.fromkeys(reading.values("FamilyName")):
        found = None if name.startswith("Sandbox ") else _LIKE_PREFIX.fullmatch(name)
        if found is not None:
            yield f"The family name {name[:40]} asks for no scenario. Write Sandbox {_nearest(found[1])}."


def _nearest(name: str) -> str:
    by_case = {one.lower(): one for one in SCENARIOS}
    near = next(iter(get_close_matches(name.lower(), by_case, 1)), None)
    return "NAME" if near is None else by_case[near]
