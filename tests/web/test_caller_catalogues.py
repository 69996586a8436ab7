"""The texts in all their languages: nothing missing, nothing torn, English plain enough, and an honest mark."""

from pathlib import Path

import pytest
from babel.messages.pofile import write_po

from hotline.web.locales_build import compiled, locale_of, read, sources, write_catalogues
from hotline.web.locales_check import all_languages, compare, complaints
from hotline.web.locales_dates import HAITIAN, dates
from tests.web.reading import grade, running_text

ENGLISH = [(domain, path) for (language, domain), path in sources().items() if language == "en"]
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"

"""
TWO, THREE = "nplurals=2; plural=(n != 1);", "nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);"
SOURCE = """msgid "rights.silent.text"
msgstr "Say: “I want to stay silent.” Form I-862, or call 911 in {time}."

msgid "days"
msgid_plural "days"
msgstr[0] "{count} day"
msgstr[1] "{count} days"
"""
GOOD = """# reviewed: Ana López, 2026-11-24
msgid "rights.silent.text"
msgstr "Diga: “Quiero callar.” (“I want to stay silent.”) Forma I-862, o llame al 911 en {time}."

msgid "days"
msgid_plural "days"
msgstr[0] "{count} día"
msgstr[1] "{count} días"
"""


@pytest.mark.parametrize("language", all_languages())
def test_nothing_is_wrong_with_a_translation(language: str) -> None:
    assert complaints(language) == []


def _compared(folder: Path, text: str, header: str = "es", plural: str = TWO, language: str = "es") -> str:
    """What is said of a made-up translation of a made-up source."""
    paths = folder / "source.po", folder / "translation.po"
    paths[0].write_text(HEADER.format(language="en", plural=TWO) + SOURCE, encoding="utf-8")
    paths[1].write_text(HEADER.format(language=header, plural=plural) + text, encoding="utf-8")
    return "\n".join(compare(*paths, language))


def test_a_good_translation_is_left_in_peace(tmp_path: Path) -> None:
    assert _compared(tmp_path, GOOD) == ""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('msgid "days"', 'msgid "nights"', "days is missing"),
        ('msgid "days"', 'msgid "nights"', "nights is left over"),
        (GOOD, GOOD + '\n#~ msgid "old"\n#~ msgstr "viejo"\n', "old is left over"),
        ("{time}", "{tiempo}", "has the places ['{tiempo}'] and not ['{time}']"),
        ("{time}", "", "has the places [] and not ['{time}']"),
        ('msgstr[0] "{count} día"', 'msgstr[0] "un día"', ""),
        ('msgstr[1] "{count} días"', 'msgstr[1] "días"', "has the places [] and not ['{count}']"),
        ('\nmsgstr[1] "{count} días"', "", "needs 2 forms"),
        ('msgstr[1] "{count} días"', 'msgstr[1] ""', "needs 2 forms"),
        ("# reviewed", "#, fuzzy\n# reviewed", "is marked fuzzy"),
        ("Diga", "\u200fDiga", "has an invisible sign"),
        ("Diga", " Diga", "has blanks at an end"),
        ("911 en", "91\u0661 en", "has digits other than 0 to 9"),
        ("911", "991", "has the numbers and codes ['I-862', '991'] and not ['I-862', '911']"),
        ("I-862", "862", "has the numbers and codes ['862', '911'] and not ['I-862', '911']"),
        ("(“I want to stay silent.”)", "", "lacks the words for officers in English: “I want to stay silent.”"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in GOOD
    told = _compared(tmp_path, GOOD.replace(before, after))
    assert said in told
    assert bool(told) == bool(said)


FRENCH = "nplurals=2; plural=(n > 1);"
IN_FRENCH = """msgid "rights.silent.text"
msgstr "Dites\u00a0: “Puis-je partir\u00a0?” “I want to stay silent.” “Am I free?” I-862, 911, {time}\u00a0; fin\u00a0!"

msgid "days"
msgid_plural "days"
msgstr[0] "{count} jour"
msgstr[1] "{count} jours"
"""


def test_in_french_no_sign_can_begin_a_line(tmp_path: Path) -> None:
    assert _compared(tmp_path, IN_FRENCH, "fr", FRENCH, "fr") == ""
    for sign in ":;!?":
        for loose in (sign, f" {sign}"):
            told = _compared(tmp_path, IN_FRENCH.replace(f"\u00a0{sign}", loose), "fr", FRENCH, "fr")
            assert told == "rights.silent.text has a : ; ! or ? without a no-break space (U+00A0) before it"


def test_a_text_left_in_english_is_noticed(tmp_path: Path) -> None:
    assert "rights.silent.text is not translated" in _compared(tmp_path, SOURCE)


def test_a_header_of_another_language_is_noticed(tmp_path: Path) -> None:
    assert "the header says that this is fr" in _compared(tmp_path, GOOD, header="fr")
    assert "Plural-Forms are not those of the language: one, other" in _compared(tmp_path, GOOD, plural=THREE)


def test_a_language_without_a_file_is_noticed() -> None:
    assert complaints("tlh") == [f"tlh/{domain}: there is no such file" for domain, _ in ENGLISH]


@pytest.mark.parametrize(("domain", "path"), ENGLISH)
def test_english_can_be_read_in_the_sixth_year_of_school(domain: str, path: Path) -> None:
    assert grade("\n".join(running_text(path))) <= 6.0


@pytest.mark.parametrize(("domain", "path"), ENGLISH)
def test_no_longer_english_text_is_hard(domain: str, path: Path) -> None:
    hard = {text: grade(text) for text in running_text(path) if len(text.split()) >= 12}
    assert {text: found for text, found in hard.items() if found > 9.0} == {}


def test_the_measure_tells_plain_from_hard() -> None:
    assert grade("The cat sat on the mat. It was fat.") < 1
    assert grade("Notwithstanding aforementioned considerations, representation remains unavailable.") > 20


def test_a_translation_says_which_texts_no_person_has_checked(tmp_path: Path) -> None:
    path = tmp_path / "pack.po"
    path.write_text(HEADER.format(language="es", plural=TWO) + GOOD, encoding="utf-8")
    assert compiled(path, "es")["unreviewed"] == ["days"]
    path.write_text(HEADER.format(language="en", plural=TWO) + SOURCE, encoding="utf-8")
    assert compiled(path, "en")["unreviewed"] == []


def test_gettext_tools_keep_who_has_checked_a_text(tmp_path: Path) -> None:
    path = tmp_path / "pack.po"
    path.write_text(HEADER.format(language="es", plural=TWO) + GOOD, encoding="utf-8")
    catalog = read(path)
    with path.open("wb") as file:
        write_po(file, catalog)
    assert compiled(path, "es")["unreviewed"] == ["days"]


def test_what_reads_from_left_to_right_is_kept_whole_in_arabic(tmp_path: Path) -> None:
    path = tmp_path / "pack.po"
    plural = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    text = 'msgid "a"\nmsgstr "قل: “I agree.” أو اتصل على 1-800-898-7180، أو {phone}، Notice (I-862)."\n'
    path.write_text(HEADER.format(language="ar", plural=plural) + text, encoding="utf-8")
    said = compiled(path, "ar")["messages"]["a"]
    assert (
        said
        == "قل: \u2066“I agree.”\u2069 أو اتصل على \u20661-800-898-7180\u2069، أو {phone}، \u2066Notice (I-862)\u2069."
    )


@pytest.mark.parametrize(
    ("language", "direction", "name"),
    [("en", "ltr", "English"), ("es", "ltr", "Español"), ("ar", "rtl", "العربية")],
)
def test_a_catalogue_knows_its_language(language: str, direction: str, name: str) -> None:
    found = compiled(sources()[language, "caller"], language)
    assert (found["language"], found["direction"], found["name"]) == (language, direction, name)


def test_haitian_creole_has_its_own_days_and_months() -> None:
    assert dates(locale_of("fr"))["weekdays"][0] == "dimanche"
    assert dates(locale_of("ht"))["weekdays"][0] == "dimanch"
    assert dates(locale_of("ht"))["months"] == HAITIAN["months"]
    assert dates(locale_of("zh-Hans"))["day"] == "M月d日EEEE"


def test_a_catalogue_is_built_for_each_language_and_domain(tmp_path: Path) -> None:
    write_catalogues(tmp_path)
    built = {(path.parent.name, path.stem) for path in tmp_path.glob("*/*.json")}
    assert built == set(sources())
    assert all(path.stat().st_size < 100_000 for path in tmp_path.glob("*/*.json"))
