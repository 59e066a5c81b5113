"""QR codes, drawn by the server as SVG."""

import re
from xml.etree import ElementTree as ET

from entraide.ui.qr import qr_svg

SVG = "{http://www.w3.org/2000/svg}"


def styled(drawn: str) -> bool:
    """Tell whether the drawing holds a style that the security policy refuses."""
    return bool(re.search(r"\sstyle\s*=|<style", drawn))


def test_a_code_is_an_image_with_a_name() -> None:
    drawn = ET.fromstring(qr_svg("https://quartier.example/billet/", "Code QR de vos quatre mots"))
    assert drawn.tag == f"{SVG}svg" or drawn.tag == "svg"
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == "Code QR de vos quatre mots"


def test_a_code_has_no_style_of_its_own() -> None:
    assert not styled(qr_svg("https://quartier.example/", "Code"))


def test_a_style_would_be_seen() -> None:
    assert styled('<svg style="fill: red"></svg>')
    assert styled("<svg><style>path {}</style></svg>")


def test_a_label_cannot_leave_its_quotes() -> None:
    drawn = ET.fromstring(qr_svg("texte", '"><script>alert(1)</script> & co'))
    assert drawn.get("aria-label") == '"><script>alert(1)</script> & co'
    assert [child.tag.removeprefix(SVG) for child in drawn] == ["path"]


def test_two_texts_give_two_codes() -> None:
    assert qr_svg("un", "Code") != qr_svg("deux", "Code")
