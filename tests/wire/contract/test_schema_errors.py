"""A refused message gets the sentence of Xerces, without passwords."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.wire.contract.schema_errors import first_error
from gateway.wire.contract.xerces_sentences import SchemaError

XSD = Path(__file__).parents[3] / "xsd" / "LearnerService"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
NIL = "http://www.w3.org/2001/XMLSchema-instance,nil"

TYPES = r"""
<xs:simpleType name="NonEmpty"><xs:restriction base="xs:string">
  <xs:pattern value="[\s]*[\S][\s\S]*"/><xs:minLength value="1"/><xs:maxLength value="35"/>
</xs:restriction></xs:simpleType>
<xs:simpleType name="Narrow"><xs:restriction base="m:NonEmpty">
  <xs:pattern value="[A-Z]+"/><xs:pattern value="[0-9]+"/>
</xs:restriction></xs:simpleType>
<xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:maxLength value="35"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Long"><xs:restriction base="xs:string"><xs:minLength value="2"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Exact"><xs:restriction base="xs:token"><xs:length value="4"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Find"><xs:restriction base="xs:string">
  <xs:enumeration value="FUL"/><xs:enumeration value="CHK"/>
</xs:restriction></xs:simpleType>
<xs:simpleType name="Count"><xs:restriction base="xs:int">
  <xs:minInclusive value="1"/><xs:maxInclusive value="200"/>
</xs:restriction></xs:simpleType>
<xs:simpleType name="Secret"><xs:restriction base="xs:string">
  <xs:minLength value="16"/><xs:maxLength value="16"/>
</xs:restriction></xs:simpleType>
<xs:simpleType name="FindOrCount"><xs:union memberTypes="m:Find m:Count"/></xs:simpleType>
<xs:simpleType name="Finds"><xs:list itemType="m:Find"/></xs:simpleType>
<xs:simpleType name="Awkward"><xs:restriction base="xs:string">
  <xs:pattern value="(a|aa)+b"/>
</xs:restriction></xs:simpleType>
<xs:complexType name="Person"><xs:sequence>
  <xs:element name="A" type="m:NonEmpty"/><xs:element name="B" type="m:Short" minOccurs="0" nillable="true"/>
</xs:sequence></xs:complexType>
<xs:complexType name="Extended"><xs:complexContent><xs:extension base="m:Person"><xs:sequence>
  <xs:element name="C" type="m:Short" minOccurs="0" maxOccurs="2"/>
  <xs:element name="Linked" form="qualified" type="m:Short" minOccurs="0"/>
  <xs:element name="D" type="m:Short"/>
</xs:sequence></xs:extension></xs:complexContent></xs:complexType>
"""


@cache
def schema_of(declarations: str) -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:m" targetNamespace="urn:m">'
        f"{TYPES}{declarations}</xs:schema>"
    )


def error_of(declarations: str, message: str) -> SchemaError:
    return first_error(schema_of(declarations), etree.fromstring(message))


def value_error(kind: str, text: str) -> SchemaError:
    """Put the text into an element of this type."""
    message = etree.Element("{urn:m}V")
    message.text = text
    return first_error(schema_of(f'<xs:element name="V" type="{kind}"/>'), message)


def extended_error(inner: str, attributes: str = "") -> SchemaError:
    message = f'<m:R xmlns:m="urn:m" {XSI} {attributes}>{inner}</m:R>'
    return error_of('<xs:element name="R" type="m:Extended"/>', message)


FACET = "Value '{}' is not facet-valid with respect to "
SIZED_FACET = "Value '{}' with length = '{}' is not facet-valid with respect to "
NON_EMPTY = r"pattern '[\s]*[\S][\s\S]*' for type '{}'."


@pytest.mark.parametrize(
    ("kind", "text", "code", "sentence"),
    [
        ("m:NonEmpty", "", "cvc-pattern-valid", FACET.format("") + NON_EMPTY.format("NonEmpty")),
        (
            "m:Short",
            "x" * 36,
            "cvc-maxLength-valid",
            SIZED_FACET.format("x" * 36, 36) + "maxLength '35' for type 'Short'.",
        ),
        ("m:Long", "x", "cvc-minLength-valid", SIZED_FACET.format("x", 1) + "minLength '2' for type 'Long'."),
        ("m:Exact", "  abc ", "cvc-length-valid", SIZED_FACET.format("abc", 3) + "length '4' for type 'Exact'."),
        (
            "m:Find",
            "ful",
            "cvc-enumeration-valid",
            FACET.format("ful") + "enumeration '[FUL, CHK]'. It must be a value from the enumeration.",
        ),
        ("m:Count", "0", "cvc-minInclusive-valid", FACET.format("0") + "minInclusive '1' for type 'Count'."),
        ("m:Count", "201", "cvc-maxInclusive-valid", FACET.format("201") + "maxInclusive '200' for type 'Count'."),
        ("m:Count", "x", "cvc-datatype-valid.1.2.1", "'x' is not a valid value for 'integer'."),
        ("m:Count", "1_0", "cvc-datatype-valid.1.2.1", "'1_0' is not a valid value for 'integer'."),
        ("xs:boolean", "maybe", "cvc-datatype-valid.1.2.1", "'maybe' is not a valid value for 'boolean'."),
        ("xs:dateTime", "today", "cvc-datatype-valid.1.2.1", "'today' is not a valid value for 'dateTime'."),
        ("m:FindOrCount", "x", "cvc-datatype-valid.1.2.3", "'x' is not a valid value of union type 'FindOrCount'."),
        ("m:Finds", "FUL x", "cvc-datatype-valid.1.2.2", "'FUL x' is not a valid value of list type 'Finds'."),
    ],
)
def test_a_value_that_breaks_its_type_gets_the_sentence_of_that_rule(
    kind: str, text: str, code: str, sentence: str
) -> None:
    assert value_error(kind, text) == SchemaError(sentence=f"{code}: {sentence}", field="V")


@pytest.mark.parametrize(("kind", "text"), [("m:FindOrCount", "7"), ("m:Finds", "FUL CHK"), ("xs:date", "1999-01-01")])
def test_a_value_that_keeps_its_type_is_not_the_error(kind: str, text: str) -> None:
    assert value_error(kind, text).sentence.startswith("cvc-complex-type: ")


def test_a_date_beyond_what_python_can_hold_is_no_date() -> None:
    assert value_error("xs:dateTime", "9" * 30 + "-01-01T00:00:00").sentence.startswith("cvc-datatype-valid.1.2.1: ")


def test_the_pattern_is_reported_before_the_length() -> None:
    assert value_error("m:NonEmpty", " " * 40).sentence.startswith("cvc-pattern-valid: ")


def test_the_pattern_of_the_base_type_is_reported_first_and_under_the_name_of_the_derived_type() -> None:
    assert value_error("m:Narrow", " ").sentence.endswith(NON_EMPTY.format("Narrow"))


def test_alternative_patterns_are_joined_by_a_bar() -> None:
    assert value_error("m:Narrow", "a1").sentence.endswith("pattern '[A-Z]+|[0-9]+' for type 'Narrow'.")


def test_a_number_too_large_for_its_built_in_type_breaks_the_bound_of_that_type() -> None:
    sentence = value_error("xs:int", "3000000000").sentence
    assert sentence.endswith("maxInclusive '2147483647' for type 'int'.")


def test_the_length_of_a_value_counts_characters_outside_the_basic_plane_once() -> None:
    assert "with length = '36'" in value_error("m:Short", "\U0001f600" * 36).sentence


def test_a_type_without_a_name_is_called_after_the_declarations_around_it() -> None:
    declaration = (
        '<xs:complexType name="Box"><xs:sequence><xs:element name="Lid"><xs:simpleType><xs:restriction '
        'base="xs:string"><xs:maxLength value="1"/></xs:restriction></xs:simpleType></xs:element></xs:sequence>'
        '</xs:complexType><xs:element name="R" type="m:Box"/>'
    )
    error = error_of(declaration, '<R xmlns="urn:m"><Lid xmlns="">ab</Lid></R>')
    assert error.sentence.endswith("for type '#AnonType_LidBox'.")


@pytest.mark.parametrize("text", ["a<!-- b -->b", "a<?p q?>b"])
def test_the_text_around_a_comment_is_one_value(text: str) -> None:
    error = error_of('<xs:element name="V" type="m:Find"/>', f'<V xmlns="urn:m">{text}</V>')
    assert error.sentence.startswith("cvc-enumeration-valid: Value 'ab' ")


def test_an_unknown_root_has_no_declaration() -> None:
    unknown = error_of('<xs:element name="R" type="m:Extended"/>', '<X xmlns="urn:other"/>')
    assert unknown == SchemaError(sentence="cvc-elt.1: Cannot find the declaration of element 'X'.", field="X")


def test_a_child_out_of_place_is_named_with_what_was_expected() -> None:
    error = extended_error("<A>a</A><X/>")
    assert error.sentence == (
        "cvc-complex-type.2.4.a: Invalid content was found starting with element 'X'. "
        "One of '{B, C, \"urn:m\":Linked, D}' is expected."
    )
    assert error.field == "X"


def test_a_qualified_child_is_named_with_its_namespace() -> None:
    assert "starting with element '{\"urn:m\":A}'. One of '{A}' is expected." in extended_error("<m:A>a</m:A>").sentence


def test_an_element_that_may_be_repeated_is_expected_again_until_its_number_is_full() -> None:
    one, two = extended_error("<A>a</A><C/><A/>"), extended_error("<A>a</A><C/><C/><C/>")
    assert "One of '{C, \"urn:m\":Linked, D}'" in one.sentence
    assert "One of '{\"urn:m\":Linked, D}'" in two.sentence


def test_a_child_after_the_last_one_is_not_expected() -> None:
    assert extended_error("<A>a</A><D/><D/>").sentence == (
        "cvc-complex-type.2.4.d: Invalid content was found starting with element 'D'. "
        "No child element is expected at this point."
    )


def test_content_that_ends_too_early_is_not_complete() -> None:
    error = extended_error("<A>a</A><B/>")
    assert error.sentence == (
        "cvc-complex-type.2.4.b: The content of element 'm:R' is not complete. "
        "One of '{C, \"urn:m\":Linked, D}' is expected."
    )
    assert error.field == "R"


def test_text_between_elements_is_not_allowed() -> None:
    sentence = (
        "cvc-complex-type.2.3: Element 'm:R' cannot have character [children], "
        "because the type's content type is element-only."
    )
    for inner in ("x<A>a</A><D/>", "<A>a</A>x<D/>", "<A>a</A><D/><!-- c -->x", "<A>a</A>\u00a0<D/>"):
        assert extended_error(inner).sentence == sentence


def test_an_error_in_a_child_comes_before_the_text_and_the_end_of_its_parent() -> None:
    assert extended_error("x<A></A>").field == "A"


def test_the_first_of_several_errors_is_reported() -> None:
    assert extended_error("<A></A><B>" + "x" * 36 + "</B><X/>").field == "A"


def test_text_in_an_empty_element_is_not_allowed() -> None:
    error = error_of('<xs:complexType name="E"/><xs:element name="R" type="m:E"/>', '<R xmlns="urn:m"> </R>')
    assert error.sentence.startswith("cvc-complex-type.2.1: Element 'R' must have no character or element ")


def test_an_unknown_attribute_is_not_allowed() -> None:
    error = extended_error("", 'xmlns:q="urn:q" q:style="x"')
    assert error.sentence == "cvc-complex-type.3.2.2: Attribute 'q:style' is not allowed to appear in element 'm:R'."


def test_a_simple_type_has_no_attributes() -> None:
    error = extended_error('<A lang="en">a</A>')
    assert error.sentence.startswith("cvc-type.3.1.1: Element 'A' is a simple type, so it cannot have attributes, ")
    assert error.sentence.endswith("However, the attribute, 'lang' was found.")


def test_a_declared_attribute_is_held_against_its_type_and_a_required_one_is_missed() -> None:
    declaration = (
        '<xs:element name="R"><xs:complexType><xs:simpleContent><xs:extension base="m:NonEmpty">'
        '<xs:attribute name="n" type="m:Count" use="required"/>'
        "</xs:extension></xs:simpleContent></xs:complexType></xs:element>"
    )
    assert error_of(declaration, '<R xmlns="urn:m" n="x">a</R>').sentence.startswith("cvc-datatype-valid.1.2.1: 'x' ")
    assert error_of(declaration, '<R xmlns="urn:m">a</R>').sentence.startswith("cvc-complex-type.4: Attribute 'n' ")
    assert error_of(declaration, '<R xmlns="urn:m" n="1"/>').sentence.startswith("cvc-pattern-valid: Value '' ")
    assert error_of(declaration, '<R xmlns="urn:m" n="1"><a/></R>').sentence.startswith("cvc-complex-type.2.2: ")


def test_an_element_that_is_not_nillable_takes_no_nil() -> None:
    assert extended_error('<A xsi:nil="false">a</A>').sentence == (
        f"cvc-elt.3.1: Attribute '{NIL}' must not appear on element 'A', "
        "because the {nillable} property of 'A' is false."
    )


@pytest.mark.parametrize("content", ["x", " ", "<x/>"])
def test_a_nil_element_has_no_content(content: str) -> None:
    assert extended_error(f'<A>a</A><B xsi:nil=" 1 ">{content}</B>').sentence == (
        "cvc-elt.3.2.1: Element 'B' cannot have character or element information [children], "
        f"because '{NIL}' is specified."
    )


def test_a_nil_element_may_hold_a_comment() -> None:
    assert extended_error('<A>a</A><B xsi:nil="true"><!-- c --></B><X/>').field == "X"


def test_nil_is_true_or_false() -> None:
    error = extended_error('<A>a</A><B xsi:nil="maybe"/>')
    assert error.sentence == "cvc-datatype-valid.1.2.1: 'maybe' is not a valid value for 'boolean'."


def test_an_element_inside_a_value_is_the_error_and_not_the_value() -> None:
    assert extended_error("<A><b/></A>").sentence == (
        "cvc-type.3.1.2: Element 'A' is a simple type, so it must have no element information item [children]."
    )


def test_a_message_without_an_error_gets_the_general_sentence() -> None:
    assert extended_error("<A>a</A><D/>") == SchemaError(
        sentence="cvc-complex-type: The content of element 'm:R' is not valid.", field="R"
    )


CHOICE = (
    '<xs:element name="R"><xs:complexType><xs:sequence><xs:choice><xs:element name="A" type="m:Find"/>'
    '<xs:element name="B" type="xs:dateTime"/></xs:choice></xs:sequence></xs:complexType></xs:element>'
)


@pytest.mark.parametrize(
    ("inner", "code", "field"),
    [
        ("<X/>", "cvc-complex-type.2.4.a", "X"),
        ("", "cvc-complex-type.2.4.b", "R"),
        ("<A>b</A>", "cvc-enumeration-valid", "A"),
        ("<A n=''>FUL</A>", "cvc-complex-type", "A"),
        ("<A>FUL</A>", "cvc-complex-type", "R"),
        ("<B>999999999999999999999-01-01T00:00:00</B>", "cvc-complex-type", "R"),  # xmlschema overflows
    ],
)
def test_content_that_is_no_sequence_gets_the_error_of_xmlschema(inner: str, code: str, field: str) -> None:
    error = error_of(CHOICE, f'<m:R xmlns:m="urn:m">{inner}</m:R>')
    assert (error.sentence.partition(":")[0], error.field) == (code, field)


def test_a_quoted_value_is_cut_and_stays_on_one_line() -> None:
    assert value_error("m:Find", "a\n\x85\u202eb\tc").sentence.startswith("cvc-enumeration-valid: Value 'abc' ")
    assert value_error("m:Find", "x" * 100).sentence.startswith(f"cvc-enumeration-valid: Value '{'x' * 100}' ")
    assert value_error("m:Find", "x" * 101).sentence.startswith(f"cvc-enumeration-valid: Value '{'x' * 100}...' ")


def test_a_value_with_braces_is_quoted_as_it_is() -> None:
    assert "Value '{0}{field}%s' is" in value_error("m:Find", "{0}{field}%s").sentence


def password_error(inside: str, attributes: str = "") -> SchemaError:
    declaration = (
        '<xs:element name="R"><xs:complexType><xs:sequence><xs:element name="OrgPassword" type="m:Secret"/>'
        "</xs:sequence></xs:complexType></xs:element>"
    )
    return error_of(declaration, f'<m:R xmlns:m="urn:m" {XSI}><OrgPassword {attributes}>{inside}</OrgPassword></m:R>')


def test_a_password_is_masked_and_its_length_withheld() -> None:
    assert password_error("hunter2") == SchemaError(
        sentence="cvc-minLength-valid: " + FACET.format("********") + "minLength '16' for type 'Secret'.",
        field="OrgPassword",
    )


LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"


@given(st.text(LETTERS, min_size=3, max_size=39).filter(lambda rest: len(rest) != 15).map(lambda rest: f"Q{rest}"))
def test_no_sentence_holds_a_password(password: str) -> None:
    """The password may be where an attribute or child belongs."""
    as_value, as_child = password_error(password), password_error(f"<{password}/>")
    as_attribute, as_nil = password_error("", f'{password}="{password}"'), password_error("", f'xsi:nil="{password}"')
    for error in (as_value, as_child, as_attribute, as_nil):
        assert error.field == "OrgPassword"
        assert password not in error.sentence + error.field


@pytest.mark.parametrize(
    "inner", ["<Hunter2/>", "<Name>Hunter2Hunter2</Name>", "<Name>a</Name><Hunter2/>", "Hunter2<Name>a</Name>"]
)
@pytest.mark.parametrize("model", ["sequence", "choice"])
def test_nothing_inside_a_password_is_quoted(inner: str, model: str) -> None:
    declaration = (
        f'<xs:element name="WebPassword"><xs:complexType><xs:{model}><xs:element name="Name" type="m:Exact"/>'
        f"</xs:{model}></xs:complexType></xs:element>"
    )
    for start, end in (
        ('<m:WebPassword xmlns:m="urn:m">', "</m:WebPassword>"),
        ('<WebPassword xmlns="urn:m">', "</WebPassword>"),
    ):
        error = error_of(declaration, f"{start}{inner}{end}")
        assert "Hunter2" not in error.sentence + error.field


def test_an_attribute_that_holds_a_password_is_masked() -> None:
    declaration = (
        '<xs:element name="R"><xs:complexType><xs:attribute name="passWord" type="m:Secret"/>'
        "</xs:complexType></xs:element>"
    )
    assert "Value '********' is" in error_of(declaration, '<R xmlns="urn:m" passWord="hunter2"/>').sentence


def test_a_very_long_value_is_held_against_its_length_and_not_against_its_pattern() -> None:
    assert value_error("m:NonEmpty", " " * 2_000_000).sentence.startswith("cvc-maxLength-valid: ")


def test_a_number_of_a_million_digits_breaks_its_bound() -> None:
    assert value_error("m:Count", "9" * 1_000_000).sentence.startswith("cvc-maxInclusive-valid: ")


@pytest.mark.parametrize("text", ["a" * 254, "a" * 5000])
def test_a_pattern_that_invites_backtracking_is_answered_in_time(text: str) -> None:
    started = time.thread_time()
    assert value_error("m:Awkward", text).sentence.startswith("cvc-pattern-valid: ")
    assert time.thread_time() - started < 2


def test_no_more_than_the_first_unexpected_child_is_looked_at() -> None:
    message = etree.fromstring(f'<m:R xmlns:m="urn:m">{"<X/>" * 300_000}</m:R>')
    started = time.thread_time()
    assert first_error(schema_of('<xs:element name="R" type="m:Extended"/>'), message).field == "X"
    assert time.thread_time() - started < 2


def test_the_number_of_attributes_costs_no_more_than_reading_their_names() -> None:
    started = time.thread_time()
    error = extended_error("", " ".join(f'a{number}=""' for number in range(25_000)))
    assert "Attribute 'a0' is not allowed" in error.sentence
    assert time.thread_time() - started < 1


def test_types_that_contain_themselves_are_followed_as_deep_as_the_parser_goes() -> None:
    declaration = (
        '<xs:complexType name="Nest"><xs:sequence><xs:element name="n" type="m:Nest" minOccurs="0"/>'
        '</xs:sequence></xs:complexType><xs:element name="R" type="m:Nest"/>'
    )
    error = error_of(declaration, '<m:R xmlns:m="urn:m">' + "<n>" * 250 + "<x/>" + "</n>" * 250 + "</m:R>")
    assert error.field == "x"


def test_threads_get_the_error_of_their_own_message() -> None:
    texts = ["", "Ann", " ", "Bob"] * 500
    with ThreadPoolExecutor(8) as pool:
        sentences = list(pool.map(lambda text: value_error("m:NonEmpty", text).sentence.partition(":")[0], texts))
    assert sentences == ["cvc-pattern-valid", "cvc-complex-type"] * 1000


def find_by_uln(**changed: str) -> SchemaError:
    members = {
        "FindType": "FUL",
        "UKPRN": "TEST0001",
        "OrgPassword": "sixteen-letters!",
        "UserName": "clerk",
        "ULN": "9276308686",
        "FamilyName": "Lovelace",
        "GivenName": "Ada",
    } | changed
    message = etree.Element("{http://api.lrs.miap.gov.uk/findmsg}FindLearnerByULN")
    for name, text in members.items():
        etree.SubElement(message, name).text = text
    return first_error(_findmsg(), message)


@cache
def _findmsg() -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(str(XSD / "findmsg.xsd"))


def test_an_empty_name_breaks_the_pattern_of_its_type() -> None:
    assert find_by_uln(FamilyName="") == SchemaError(
        sentence=r"cvc-pattern-valid: Value '' is not facet-valid with respect to pattern '[\s]*[\S][\s\S]*' "
        "for type 'MIAPNameNonEmpty'.",
        field="FamilyName",
    )


def test_a_short_organisation_password_is_not_quoted() -> None:
    error = find_by_uln(OrgPassword="letmein")
    assert error.sentence.startswith("cvc-minLength-valid: Value '********' is not facet-valid ")


def test_members_of_a_base_type_come_before_those_of_its_extension() -> None:
    assert find_by_uln(Gender="1").sentence.startswith("cvc-complex-type.2.4.d: ")
    message = etree.Element("{http://api.lrs.miap.gov.uk/findmsg}FindLearnerByULN")
    etree.SubElement(message, "ULN").text = "9276308686"
    assert first_error(_findmsg(), message).sentence.endswith("element 'ULN'. One of '{FindType}' is expected.")
