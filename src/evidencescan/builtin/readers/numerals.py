"""Numbers as lists show them: in digits, letters, or Roman."""

from __future__ import annotations

_MAX_NUMBER = 32_767
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(value: int) -> str:
    """Return ``value``, from 1 to 32,767, as a Roman number in small letters."""
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def letters(value: int) -> str:
    """Return ``value`` as Word counts with letters: a to z, then aa, bb, cc."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def formatted(value: int, style: str) -> str:
    """Return ``value`` in a number format of Word; formats that spell words are given in digits."""
    if not 0 < value <= _MAX_NUMBER:
        return str(value)
    match style:
        case "lowerLetter":
            return letters(value)
        case "upperLetter":
            return letters(value).upper()
        case "lowerRoman":
            return roman(value)
        case "upperRoman":
            return roman(value).upper()
        case "decimalZero":
            return f"{value:02d}"
        case "ordinal":
            ending = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
            return f"{value}{ending}"
        case "numberInDash":
            return f"- {value} -"
        case "none":
            return ""
        case _:
            return str(value)
