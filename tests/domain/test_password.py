"""Passwords that are easy to guess are refused.

Passwords that are generated are not.
"""

import pytest

from gateway.domain.password import WeakPassword, drawn_password, require_strong

PUBLISHED = ["CollegePass-0001", "VerifierPass-004"]


def judge(password: str, *, ukprn: str = "10001234", reference: str = "ABC123", name: str = "Fal College") -> None:
    require_strong(password, ukprn=ukprn, reference=reference, name=name, published=PUBLISHED)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Kx7-Tm2-Vb9-Rq4", "16 characters"),
        ("Kx7-Tm2-Vb9-Rq4wz", "16 characters"),
        ("Kx7-Tm2-Vb9-Rq4\n", "16 characters"),
        (" " * 16, "different"),
        ("1111111111111111", "different"),
        ("AAAABBBBCCCC1234", "different"),
        ("Kx10001234-Tm2Vb", "UKPRN"),
        ("Kx7-Tm2Vb9-aBc123"[1:], "reference"),
        ("Kx7-FalCollege-9", "name"),
        ("CollegePass-0001", "demonstration"),
        ("collegepass_0009", "demonstration"),
        ("Password12345678", "common"),
        ("P4$$w0rd-2026-!1", "common"),
        ("Welcome2024!!!!!", "common"),
        ("1qaz2wsx3edc4rfv", "common"),
        ("qwertyuiopasdfgh", "common"),
        ("abcdefghijklmnop", "common"),
        ("9876543210zyxwvu", "common"),
        ("Summer2026Autumn", "common"),
        ("CollegePassword1", "common"),
        ("Qwertyuiop123456", "common"),
        ("MyStudentLogin99", "common"),
        ("Tr4mB1kzTr4mB1kz", "repetition"),
        ("kx7tkx7tkx7tkx7t", "different"),
        ("kx7TmQ/9kx7TmQ/9", "repetition"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword, match=reason) as refusal:
        judge(password)
    assert password not in str(refusal.value)


@pytest.mark.parametrize(
    ("password", "ukprn", "name"),
    [
        ("test0010Kx7-Tm2V", "TEST0010", "Fal"),
        ("Kx7-ashdowncolle", "10001234", "Ashdown College of Further Education"),
        ("collegeoffurther", "10001234", "Ashdown College of Further Education"),
    ],
)
def test_the_identifiers_and_the_name_are_found_in_any_case_and_in_part(password: str, ukprn: str, name: str) -> None:
    with pytest.raises(WeakPassword):
        judge(password, ukprn=ukprn, name=name)


@pytest.mark.parametrize("password", ["Kx7-Tm2-Vb9-Rq4w", "NewCollegePass01", "correcthorsebatt", "mäßig viel Glück"])
def test_other_passwords_are_taken(password: str) -> None:
    judge(password)


def test_drawn_passwords_are_taken_and_never_twice_the_same() -> None:
    drawn = {drawn_password() for _ in range(500)}
    assert len(drawn) == 500
    for password in drawn:
        judge(password)
    letters = set("".join(drawn))
    assert not letters & set("0O1lIo")
    assert len(letters) == 56
