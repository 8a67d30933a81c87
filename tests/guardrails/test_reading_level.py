"""How hard a text is to read, on texts whose values were counted by hand."""

import pytest

from guardrails.reading_level import grade, lix, words


def test_grade_of_a_plain_text() -> None:
    # 6 words, 1 sentence, 6 syllables
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    # 3 and 5 words, 5 and 12 syllables
    sentences = ["Open the window.", "Temporary configuration files remain unmodified."]
    assert grade(sentences) == pytest.approx(0.39 * 8 / 2 + 11.8 * (4 + 17) / 8 - 15.59)


def test_lix_counts_long_words() -> None:
    assert lix(["Der Hund schläft."]) == pytest.approx(3 + 100 / 3)
    assert lix(["Der Hund ruht.", "Die Datenschutzerklärung ist lang."]) == pytest.approx(7 / 2 + 100 / 7)


def test_what_is_not_read_does_not_count() -> None:
    assert words("Run `configure --everything` on <SERVER_NAME_1> at 10:40, see https://x.example/configuration") == [
        "Run", "on", "at", "see",
    ]  # fmt: skip
    assert grade([]) == lix(["42", "`code`"]) == 0.0


def test_a_hard_text_is_harder_than_a_plain_one() -> None:
    plain = ["Open the page.", "Press the red key.", "Wait for the light."]
    hard = ["Notwithstanding preceding considerations, organisational responsibilities necessitate authorisation."]
    assert grade(hard) > 20 > 5 > grade(plain)
    assert lix(hard) > 60 > 30 > lix(plain)
