"""Links and codes: never stored, hard to guess, easy to type."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from maillage.surveys import tokens

characters = st.sampled_from(tokens.ALPHABET)
drawn = st.text(characters, min_size=10, max_size=10)


def test_tokens_hold_128_bits_at_least_and_differ() -> None:
    many = {tokens.token_from(str(n)) for n in range(500)}
    assert len(many) == 500
    assert all(len(each) == 32 for each in many)


def test_digests_say_nothing_of_what_they_hide(settings) -> None:
    code = tokens.new_code()
    before = tokens.code_digest(code)
    assert code not in before
    assert len(before) == 64
    settings.SECRET_KEY = "another"
    assert tokens.code_digest(code) != before


def test_a_new_code_reads_as_itself() -> None:
    for _ in range(200):
        code = tokens.new_code()
        assert tokens.read_code(code) == code
        assert tokens.read_code(f"  {tokens.printed(code).lower()} ") == code


def test_letters_typed_for_figures_are_understood() -> None:
    code = next(c for c in iter(tokens.new_code, "") if "0" in c and "1" in c)
    assert tokens.read_code(code.replace("0", "o").replace("1", "l")) == code
    assert tokens.read_code(code.replace("1", "I")) == code


@given(drawn, st.integers(0, 10), characters)
def test_one_wrong_character_is_caught(text: str, position: int, other: str) -> None:
    code = tokens.with_check(text)
    wrong = code[:position] + other + code[position + 1 :]
    assert (tokens.read_code(wrong) is None) == (wrong != code)


@given(drawn, st.integers(0, 9))
def test_two_swapped_neighbours_are_caught(text: str, position: int) -> None:
    code = tokens.with_check(text)
    pair = {code[position], code[position + 1]}
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    if len(pair) == 2 and pair != {"0", "Z"}:
        assert tokens.read_code(swapped) is None


@given(st.text(max_size=40))
def test_anything_typed_gives_a_code_or_nothing(typed: str) -> None:
    assert tokens.read_code(typed) is None or len(tokens.read_code(typed) or "") == 11


def test_a_receipt_is_a_code_that_can_be_given_again(settings) -> None:
    sheets = [uuid.uuid4() for _ in range(300)]
    receipts = [tokens.receipt_of(each) for each in sheets]
    assert len(set(receipts)) == 300
    assert receipts == [tokens.receipt_of(each) for each in sheets]
    assert all(tokens.read_code(tokens.printed(each)) == each for each in receipts)
    settings.SECRET_KEY = "another"
    assert tokens.receipt_of(sheets[0]) != receipts[0]
