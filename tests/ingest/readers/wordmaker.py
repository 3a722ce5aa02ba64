"""Word and OpenDocument files made for tests, from the XML of their parts."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
PARTS = ("styles", "numbering", "footnotes", "endnotes")


def p(words: str = "", style: str = "", properties: str = "", runs: str = "") -> str:
    """A paragraph of Word."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    said = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{said}{runs}</w:p>"


def r(words: str, letters: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr>{letters}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def numbered(words: str, numbering: int = 1, depth: int = 0) -> str:
    """A paragraph that Word numbers."""
    return p(words, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbering}"/></w:numPr>')


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells are XML, or plain words."""
    made = ""
    for row in rows:
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        made += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def docx(body: str, *, links: dict[str, str] | None = None, core: str = "", main: str = "", **parts: str) -> bytes:
    """A .docx; `parts` are the insides of styles, numbering and notes; `main` replaces the whole main part."""
    relations = "".join(
        f'<Relationship Id="p{kind}" Type="{TYPES}/{kind}" Target="{kind}.xml"/>' for kind in PARTS if kind in parts
    )
    for given, target in (links or {}).items():
        relations += f'<Relationship Id="{given}" Type="{TYPES}/hyperlink" Target="{target}" TargetMode="External"/>'
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{TYPES}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": main or f"<w:document {W} {R} {MC}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">{relations}</Relationships>',
    }
    members |= {f"word/{kind}.xml": f"<w:{kind} {W} {R}>{inside}</w:{kind}>" for kind, inside in parts.items()}
    if core:
        members["docProps/core.xml"] = f'<c xmlns:dc="d" xmlns:dcterms="t">{core}</c>'
    return zipped(members)


ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    ]
)


def odt(body: str, *, automatic: str = "", styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """An .odt."""
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF} {link}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {ODF}><office:styles>{styles}</office:styles></office:document-styles>",
        "meta.xml": f'<office:document-meta {ODF} xmlns:dc="d" xmlns:meta="m"><office:meta>{meta}</office:meta>'
        "</office:document-meta>",
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
    }
    return zipped(members)


def zipped(members: dict[str, str]) -> bytes:
    """A ZIP archive of texts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, text.encode("utf-8"), how)
    return made.getvalue()
