"""What is written reads back the same.

What cannot be written is refused, not left out.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.domain.text import is_writable
from gateway.wire.contract.codec import compile_reader, prune
from gateway.wire.contract.compiled import load_contract
from gateway.wire.contract.shape import Member, Shape
from gateway.wire.learner_service import FAMILY
from gateway.wire.learner_service_r9.today import FAMILY as R9_FAMILY
from gateway.wire.namespaces import XSI
from gateway.wire.soap.envelope import compile_answer
from gateway.wire.values.message import NIL, Column, Message, Rows

INNER = Shape((Member(name="ULN", tag="ULN", many=True, optional=True, shape=None),))
SHAPE = Shape(
    (
        Member(name="Code", tag="{urn:x}Code", many=False, optional=False, shape=None),
        Member(name="Name", tag="Name", many=False, optional=True, shape=None),
        Member(name="Linked", tag="{urn:y}Linked", many=False, optional=True, shape=INNER),
    )
)
write = compile_answer(FAMILY.style.__class__("s", {"urn:y": "y"}, FAMILY.style.write_fault), "{urn:x}Answer", SHAPE)
read = compile_reader(SHAPE)

# XML cannot carry the other control characters, nor surrogates; a carriage return survives only as a reference
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n\r"),
    min_size=1,
)
PRINTED = TEXT.filter(lambda value: bool(value.strip()))


def payload(answer: bytes) -> etree._Element:
    return etree.fromstring(answer)[0][0]


@given(
    st.fixed_dictionaries(
        {"Code": PRINTED},
        optional={"Name": PRINTED, "Linked": st.fixed_dictionaries({"ULN": st.lists(TEXT, min_size=1)})},
    )
)
def test_a_message_reads_back_as_it_was_written(message: dict[str, Any]) -> None:
    assert read(payload(write(message))) == message


ITEM = Shape(
    (
        Member(name="Name", tag="Name", many=False, optional=True, shape=None),
        Member(name="Kind", tag="{urn:y}Kind", many=False, optional=True, shape=None),
        Member(name="Credits", tag="{urn:y}Credits", many=False, optional=True, shape=None),
    )
)
ITEMS = Shape((Member(name="Item", tag="{urn:y}Item", many=True, optional=True, shape=ITEM),))
write_items = compile_answer(
    FAMILY.style.__class__("s", {"urn:y": "y", XSI: "i"}, FAMILY.style.write_fault), "{urn:x}Answer", ITEMS
)
COLUMNS: dict[str, Column | str] = {
    "Credits": Column(0, str, NIL),
    "Kind": "a & b",
    "Name": Column(2, lambda name: None if name == "x" else name, None),
}


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 2), st.just("not shown"), st.none() | TEXT | st.sampled_from(["x", ""]))
    )
)
def test_rows_are_written_as_the_same_items_are(rows: list[tuple[int | None, str, str | None]]) -> None:
    items = [
        {"Credits": NIL if number is None else str(number), "Kind": "a & b"}
        | ({} if name in (None, "x") else {"Name": name})
        for number, _, name in rows
    ]
    assert write_items({"Item": Rows(COLUMNS, rows)}) == write_items({"Item": items})


@pytest.mark.parametrize(
    "rows",
    [
        Rows({"Grade": Column(0, str, None)}, [("A",)]),
        Rows({"Kind": "\ud800"}, [()]),
        Rows(COLUMNS, [(1, "", "Ann"), (1, "", "B\x0b")]),
    ],
)
def test_rows_that_the_contract_or_xml_cannot_carry_are_refused(rows: Rows) -> None:
    with pytest.raises(ValueError, match=r"contract|XML"):
        write_items({"Item": rows})


def test_members_are_written_in_the_order_of_the_contract_with_their_namespaces() -> None:
    element = payload(write({"Linked": {"ULN": ["1"]}, "Name": "a", "Code": "b"}))
    assert [child.tag for child in element] == ["{urn:x}Code", "Name", "{urn:y}Linked"]
    assert element[2][0].tag == "ULN"


def test_an_empty_list_and_an_empty_text_are_written_empty() -> None:
    element = payload(write({"Code": "", "Linked": {"ULN": []}}))
    assert [(child.text or "", len(child)) for child in element] == [("", 0), ("", 0)]


@pytest.mark.parametrize(
    "message",
    [{"Code": "a", "Unknown": "b"}, {"Code": "a", "Linked": {"uln": ["1"]}}, {"Code": "a\x0b"}, {"Code": "\ud800"}],
)
def test_what_the_contract_or_xml_cannot_carry_is_refused(message: Message) -> None:
    with pytest.raises(ValueError, match=r"contract|XML"):
        write(message)


def test_every_character_that_xml_can_carry_reads_back_and_every_other_is_refused() -> None:
    characters = [chr(number) for number in range(0x10000)] + ["\U00010000", "\U0010ffff"]
    carried = [one for one in characters if is_writable(one)]
    assert read(payload(write({"Code": "".join(carried)}))) == {"Code": "".join(carried)}
    for refused in set(characters) - set(carried):
        with pytest.raises(ValueError, match="XML"):
            write({"Code": refused})


def test_nil_is_written_for_r9() -> None:
    route = load_contract("LearnerServiceR9", "LearnerServiceR9").routes[
        "{http://tempuri.org/}GetLearnerLearningEvents"
    ]
    r9 = compile_answer(R9_FAMILY.style, route.operation.response, route.response)
    answer = r9({"GetLearnerLearningEventsResult": {"LearnerRecord": {"LearningEvent": [{"Level": NIL}]}}})
    assert b'<a:Level i:nil="true"/>' in answer


def test_only_optional_members_without_a_value_are_pruned() -> None:
    element = etree.fromstring(
        '<q:A xmlns:q="urn:x" xmlns:y="urn:y" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        '<q:Code i:nil="true"/><Name i:nil="false"> </Name><y:Linked><ULN/><ULN>1</ULN></y:Linked><Other/></q:A>'
    )
    prune(element, SHAPE)
    assert [child.tag for child in element] == ["{urn:x}Code", "{urn:y}Linked", "Other"]
    assert [child.text for child in element[1]] == ["1"]
