"""Encodings that a text does not name: found out by what its words would be."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from ingest.readers.base import canonical
from ingest.readers.charsets import spoken
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.text import TextReader

PLAIN = "The board said that the new way of working is better for all of us, and we will see what happens next. "
WORDS = {
    "en": "The board’s “plan” cost £5 – naïve café owners said so… It’s a maze. ",
    "gd": "Tha Bòrd na h-Alba ag ràdh gu bheil an dòigh-obrach ùr nas fheàrr; chì sinn dè thachras às dèidh sin. ",
    "ga": "Deir an Bord gur fearr an bealach nua oibre seo; feicfimid cad a tharlóidh. Tá súil againn léi. ",
    "cy": "Mae'r Bwrdd yn dweud bod y dull newydd yn well; tŷ, dŵr, gŵyl, môr a llŷn. ",
    "fr": "Les élèves de l'école étaient très intéressés par la réforme du système éducatif, à Noël. ",
    "de": "Die Behörde muss über größere Veränderungen rechtzeitig informieren, schließlich können Bürger prüfen. ",
    "es": "El año pasado la administración española comenzó una reforma según los ciudadanos. ¿Cómo fue? ",
    "pl": "Rada ogłosiła, że nowy sposób pracy jest lepszy; zobaczymy, co się później wydarzy. ",
    "cs": "Rada oznámila, že nový způsob práce je lepší pro zdravotnictví; uvidíme, co se stane příští týden. ",
    "ru": "Совет сообщил, что новый порядок работы лучше подходит для здравоохранения и социальной помощи. ",
    "el": "Το συμβούλιο ανακοίνωσε ότι ο νέος τρόπος εργασίας είναι καλύτερος για την υγεία. ",
    "he": "המועצה הודיעה כי דרך העבודה החדשה טובה יותר לבריאות ולרווחה חברתית. ",
    "ar": "أعلن المجلس أن طريقة العمل الجديدة أفضل للصحة والرعاية الاجتماعية. ",
    "ja": "評議会は、新しい働き方が保健と社会福祉のためにより良いと発表した。これからどうなるか見てみよう。",
    "zh": "委员会表示，新的工作方式对卫生和社会护理更好，我们将看看以后会发生什么。",
    "ko": "위원회는 새로운 업무 방식이 보건과 사회 복지에 더 좋다고 발표했습니다. 앞으로를 지켜보겠습니다. ",
}
ENCODINGS = [
    *[("en", e) for e in ("cp1252", "mac_roman", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")],
    *[("gd", e) for e in ("cp1252", "latin-1", "iso8859_15", "iso8859_14", "mac_roman")],
    ("ga", "cp1252"), ("cy", "iso8859_14"),
    *[("fr", e) for e in ("cp1252", "iso8859_15", "mac_roman", "cp850")],
    ("de", "cp1252"), ("de", "mac_roman"), ("de", "cp850"), ("es", "cp1252"), ("es", "mac_roman"),
    ("pl", "cp1250"), ("pl", "iso8859_2"), ("cs", "cp1250"), ("cs", "iso8859_2"),
    *[("ru", e) for e in ("cp1251", "koi8_r", "iso8859_5", "mac_cyrillic", "cp866")],
    ("el", "cp1253"), ("he", "cp1255"), ("ar", "cp1256"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"),
    ("zh", "gb18030"), ("ko", "euc_kr"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
@pytest.mark.parametrize("how", ["short", "long", "a little in much English"])
def test_no_letter_is_mangled(language: str, encoding: str, how: str) -> None:
    words = WORDS[language]
    words = {"short": words, "long": words * 40}.get(how, PLAIN * 20 + words)
    data = words.encode(encoding)
    assert looks_like_text(data)
    text, notes = decode(data, "x.txt")
    assert text == canonical(words)
    assert notes


@pytest.mark.parametrize(
    ("codec", "name"), [("cp1252", "Windows-1252"), ("koi8_r", "KOI8-R"), ("mac_roman", "Mac Roman")]
)
def test_encodings_are_called_as_people_call_them(codec: str, name: str) -> None:
    assert spoken(codec) == name


def test_euro_of_latin_9() -> None:
    assert decode("Le café coûte 5 € à midi, déjà".encode("iso8859_15"), "x.txt")[0] == "Le café coûte 5 € à midi, déjà"


@pytest.mark.parametrize("declared", ["windows-1251", "WINDOWS-1251", "cp1251"])
def test_what_a_document_declares_is_believed_where_it_fits(declared: str) -> None:
    assert decode("Ђ ѓ".encode("cp1251"), "x.html", declared) == ("Ђ ѓ", ())


def test_null_bytes_and_controls_become_spaces() -> None:
    data = b"One word.\r\nAnother\x00word.\rA third.\x0b" + b"And many more of them. " * 10
    assert looks_like_text(data)
    assert decode(data, "x.txt")[0].startswith("One word.\nAnother word.\nA third.\nAnd")


def test_bytes_that_are_no_text() -> None:
    assert not looks_like_text(bytes(range(256)) * 4)
    assert not looks_like_text(b"\0" * 1000)


def test_letters_from_right_to_left_keep_their_order() -> None:
    words = WORDS["he"] + "\u200f(" + WORDS["ar"] + ")"
    document = TextReader().read(words.encode("utf-8"), "x.txt", "policy")
    assert document.text == words
    assert [document.words(block) for block in document.blocks] == [words.strip()]


def test_a_line_of_many_megabytes() -> None:
    data = b"caf\xc3\xa9 words " * 1_000_000
    document = TextReader().read(data, "x.txt", "policy")
    assert len(document.text) == 11 * 1_000_000 and len(document.blocks) == 1
    assert decode(b"caf\xe9 words " * 1_000_000, "x.txt")[0].startswith("café words café")


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "shift_jis", "rot13", "base64", "idna", "x" * 50]))
def test_any_bytes_give_canonical_text_or_a_message(data: bytes, declared: str) -> None:
    try:
        text, _ = decode(data, "x.txt", declared)
    except SourceError as error:
        assert error.next_step
        return
    assert text == canonical(text)


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_comes_back(words: str, encoding: str) -> None:
    if words.startswith(("\ufeff", "\0")) or "\x1b" in words:
        return
    data = words.encode(encoding, "surrogatepass")
    if encoding == "utf-8" and (b"\0" in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
        return
    assert decode(data, "x.txt")[0] == canonical(words)
