# ruff: noqa: E501 (markup is easier to read unbroken)
"""One small good document a format, with every feature that its reader knows: what a fuzzer begins with."""

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lawmaker import clml, numbered
from pdfmaker import Words, lines, make_pdf
from wordmaker import docx, odt, p, r, table
from wordmaker import numbered as listed

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
MOST = 64_000
"""Real files that are larger are cut off (text) or not taken."""


@dataclass(frozen=True)
class Seed:
    """A document that the reader of this name takes, as a file of a source of this kind."""

    reader: str
    name: str
    kind: str
    data: bytes


@cache
def seeds(*, real: bool = False) -> tuple[Seed, ...]:
    """The documents; with `real` also the smaller ones of ../shared/real, where that folder is."""
    made = (
        Seed("pdf", "report.pdf", "policy", _pdf()),
        Seed("clml", "act.xml", "legislation", _clml()),
        Seed("akn", "act.akn", "legislation", AKN.encode()),
        Seed("legislation_html", "act.html", "legislation", LAW_PAGE.encode()),
        Seed("digest", "digest.yaml", "policy", DIGEST.encode()),
        Seed("markdown", "plan.md", "policy", MARKDOWN.encode()),
        Seed("html", "page.html", "policy", PAGE.encode()),
        Seed("html", "article.html", "article", ARTICLE_PAGE.encode()),
        Seed("html", "saved.mhtml", "policy", MHTML.encode()),
        Seed("docx", "notes.docx", "policy", _docx()),
        Seed("docx", "talk.docx", "transcript", _fixed(docx("".join(p(line) for line in TALK.split("\n") if line)))),
        Seed("odt", "notes.odt", "policy", _odt()),
        Seed("rtf", "notes.rtf", "policy", RTF.encode("latin-1")),
        Seed("captions", "talk.vtt", "transcript", VTT.encode()),
        Seed("captions", "talk.srt", "transcript", SRT.encode()),
        Seed("epub", "book.epub", "policy", _epub()),
        Seed("table", "answers.csv", "excerpts", TABLE.encode()),
        Seed("table", "answers.xlsx", "excerpts", _xlsx()),
        Seed("excerpts", "article.txt", "article", ARTICLE.encode()),
        Seed("excerpts", "excerpts.txt", "excerpts", ARTICLE.encode("utf-16")),
        Seed("text", "plan.txt", "policy", PLAN.encode()),
        Seed("text", "old.txt", "policy", PLAN.encode("cp1252", "replace")),
        Seed("text", "talk.txt", "transcript", TALK.encode()),
    )
    return made + (_real() if real else ())


def pack(members: dict[str, bytes]) -> bytes:
    """A ZIP archive whose bytes hang on nothing but its members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            stored = name == "mimetype" or len(data) < 64
            info = zipfile.ZipInfo(name or "x", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _fixed(data: bytes) -> bytes:
    return pack(unpack(data))


def _real() -> tuple[Seed, ...]:
    kinds = {"article": "article", "interviews": "transcript", "legislation": "legislation"}
    readers = {".pdf": "pdf", ".docx": "docx", ".akn": "akn", ".html": "legislation_html", ".xml": "clml", ".md": "markdown",
               ".txt": "excerpts", ".xlsx": "table", ".csv": "table"}  # fmt: skip
    found = []
    for path in sorted(REAL.rglob("*")) if REAL.is_dir() else ():
        reader = readers.get(path.suffix)
        data = path.read_bytes() if reader and path.name != "README.md" else b""
        data = data[:MOST] if path.suffix in (".txt", ".md") else data
        if 0 < len(data) <= MOST or (data and path.suffix == ".html"):
            kind = kinds.get(path.parent.name, "excerpts" if reader == "table" else "policy")
            found.append(Seed(reader or "", path.name, kind, data))
    return tuple(found)


def _pdf() -> bytes:
    first = [
        Words(60, 800, "Report on halls", 8), Words(60, 760, "1 Money", 16, "bold"),
        *lines(60, 730, ["1.1 The halls of the valley are", "coun-", "ted each year by the board.", "1.2 They are mended:"]),
        *lines(80, 670, ["(a) the roof;", "(b) the door.", "• a bullet"]),
        Words(60, 620, "Table 1: Halls", 9, "italic"),
        *[Words(60 + 140 * column, 600 - 14 * row, f"{'Year' if not row else 2000 + row} {column}") for row in range(4) for column in range(3)],
        Words(60, 100, "1 A footnote of the page.", 7), Words(300, 30, "iv", 8),
        Words(500, 400, "turned", turned=True), Words(60, 90, "kept apart", tag="Artifact"), Words(60, 520, "In a tag.", tag="0"),
    ]  # fmt: skip
    second = [
        Words(60, 800, "Report on halls", 8),
        *lines(60, 740, [f"left column line {at} of words that wrap" for at in range(8)], size=9),
        *lines(320, 740, [f"right column line {at} of words too" for at in range(8)], size=9),
        Words(60, 500, "Recommendation 1: mend the roof of each hall.", 11, "bold"), Words(300, 30, "v", 8),
    ]  # fmt: skip
    more = [
        b"<< /Type /StructTreeRoot /K 11 0 R /ParentTree 12 0 R /RoleMap << /Kopf /H1 >> >>",
        b"<< /Type /StructElem /S /P /P 10 0 R /Pg 6 0 R /K [0 << /Type /MCR /Pg 6 0 R /MCID 1 >>] /ActualText (In a tag.) >>",
        b"<< /Nums [0 [11 0 R]] >>",
        b"<< /Type /Outlines /First 14 0 R /Last 14 0 R /Count 1 >>",
        b"<< /Title (Money) /Parent 13 0 R /Dest [6 0 R /XYZ 0 760 0] >>",
    ]
    catalog = "/PageLabels << /Nums [0 << /S /r /St 4 >> 1 << /P (A-) /S /D >>] >> /StructTreeRoot 10 0 R /MarkInfo << /Marked true >> /Outlines 13 0 R /Lang (en-GB)"
    return make_pdf(
        [first, second], page="/Rotate 0 /StructParents 0 /CropBox [10 10 585 832]", catalog=catalog, more=more
    )


def _clml() -> bytes:
    items = "<Text>The keeper must—</Text>" + numbered(3, "a", "count <Emphasis>wells</Emphasis>,") + numbered(
        3, "b", "<Text>tell—</Text>" + numbered(4, "i", "the board,") + numbered(4, "ii", "the council,")
    ) + "<Text>before the end.</Text>"  # fmt: skip
    terms = '<Text>In this Act—</Text><UnorderedList Class="Definition"><ListItem><Para><Text>“<Term id="t1">well</Term>” means a hole,</Text></Para></ListItem></UnorderedList>'
    changed = (
        '<Text>In the <Citation URI="http://www.legislation.gov.uk/id/asp/2014/9" Class="ScottishAct" Year="2014" Number="0009">2014 Act</Citation><FootnoteRef Ref="f1"/> insert—</Text>'
        f"<BlockAmendment>{numbered(1, '3A', numbered(2, '1', 'A spring is a well.'))}</BlockAmendment>"
    )
    rows = '<Tabular><table><thead><tr><th>Year</th><th>Wells</th></tr></thead><tbody><tr><td colspan="2" rowspan="2">2019</td></tr><tr><td>7</td></tr></tbody></table></Tabular>'
    gone = 'Status="Repealed"'
    part = f"<Part><Number>Part 1</Number><Title>Wells</Title>{numbered(1, '4', numbered(2, '1', items) + numbered(2, '2', '. . . .'), gone)}</Part>"
    cross = f"<Pblock><Title>Words</Title>{numbered(1, '5', terms)}<P1group RestrictStartDate='2030-01-01' Status='Prospective'><Title>Change</Title>{numbered(1, '6', changed)}</P1group></Pblock>"
    schedule = f"<Schedules><Schedule><Number>SCHEDULE 2</Number><TitleBlock><Title>Forms</Title></TitleBlock><Reference>(section 4)</Reference><ScheduleBody>{numbered(1, '3', numbered(2, '1', 'Use it.'))}{rows}</ScheduleBody></Schedule></Schedules>"
    notes = '<Footnotes><Footnote id="f1"><FootnoteText><Para><Text>2014 asp 9.</Text></Para></FootnoteText></Footnote></Footnotes><Commentaries><Commentary id="c1" Type="F"><Para><Text>S. 4 repealed.</Text></Para></Commentary></Commentaries>'
    prelims = "<PrimaryPrelims><Title>Wells Act</Title><LongTitle>An Act to keep wells.</LongTitle></PrimaryPrelims>"
    return clml(part + cross, schedules=schedule, prelims=prelims, after=notes)


def _docx() -> bytes:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
    field = f'{begin}<w:r><w:instrText> HYPERLINK "https://b.example/x" </w:instrText></w:r>{separate}{r("key")}{end}'
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    drawn = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><a>{box}</a></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    signs = '<w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:tab/><w:noBreakHyphen/><w:br/><w:sym w:font="Arial" w:char="00E9"/></w:r>'
    body = (
        p("Money", "Heading1") + p("It is counted.", runs='<w:r><w:footnoteReference w:id="2"/></w:r>' + signs)
        + listed("First:") + listed("inner", depth=1) + listed("second") + p("See ", runs=f'<w:hyperlink r:id="k1">{r("the list")}</w:hyperlink>' + field)
        + p("Kept", runs=f'<w:ins w:id="1">{r(" twice")}</w:ins><w:del w:id="2"><w:r><w:delText> once</w:delText></w:r></w:del>' + r(" no", "<w:vanish/>"))
        + table(("Year", "Halls"), ("2019", p(runs=drawn))) + p(runs=r("Bold line", "<w:b/>")) + p("After it.")
    )  # fmt: skip
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shape}"/></w:lvl>'
        for n, kind, shape in ((0, "decimal", "%1."), (1, "lowerLetter", "(%2)"), (2, "lowerRoman", "%3)"))
    )
    return _fixed(
        docx(
            body, links={"k1": "https://a.example/"},
            numbering=f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
            styles='<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
            footnotes=f'<w:footnote w:id="2">{p("See the list.")}</w:footnote>', endnotes=f'<w:endnote w:id="5">{p("The end.")}</w:endnote>',
            core="<dc:title>The plan</dc:title><dcterms:created>2019-01-07T11:00:00Z</dcterms:created>",
        )
    )  # fmt: skip


def _odt() -> bytes:
    styles = '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    note = '<text:note text:note-class="footnote"><text:note-citation>4</text:note-citation><text:note-body><text:p>See.</text:p></text:note-body></text:note>'
    body = (
        f'<text:h text:outline-level="1">Money</text:h><text:p>One<text:s text:c="2"/>two{note}<text:tab/><text:a xlink:href="https://a.example/">list</text:a><text:line-break/>x<draw:frame><draw:text-box><text:p>Box.</text:p></draw:text-box></draw:frame></text:p>'
        '<text:list text:style-name="L"><text:list-item text:start-value="7"><text:p>A:</text:p><text:list><text:list-item><text:p>B.</text:p></text:list-item></text:list></text:list-item></text:list>'
        '<table:table><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>12</text:p></table:table-cell></table:table-row></table:table>'
        '<text:p><text:span text:style-name="B">INT:</text:span> How?</text:p>'
    )
    return _fixed(
        odt(
            body,
            automatic=styles,
            meta="<dc:title>The plan</dc:title><meta:creation-date>2019-01-07</meta:creation-date>",
        )
    )


def _xlsx() -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packaged = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    rows = [
        ["Respondent", "Quote", "Date"],
        *([f"L0{n}", f"We mend the roof each year, and {n} times it leaks.", ""] for n in range(4, 8)),
    ]
    cells = "".join(
        f'<row r="{y}">' + "".join(f'<c r="{x}{y}" t="inlineStr"><is><t>{words}</t></is></c>' for x, words in zip("ABC", row, strict=True) if words)
        + (f'<c r="D{y}" s="1"><v>43{y}</v></c><c r="E{y}"><f>1+1</f><v>2</v></c><c r="F{y}" t="s"><v>0</v></c>' if y > 1 else "") + "</row>"
        for y, row in enumerate(rows, 1)
    )  # fmt: skip
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return pack(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{spread}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{spread}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{spread}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{spread}.sharedStrings+xml"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships {packaged}><Relationship Id="r1" Type="{types}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook {space} xmlns:r="{types}"><sheets><sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships {packaged}><Relationship Id="r1" Type="{types}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{types}/styles" Target="styles.xml"/><Relationship Id="r3" Type="{types}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet {space}><dimension ref="A1:F5"/><sheetData>{cells}</sheetData><mergeCells count="1"><mergeCell ref="C2:C3"/></mergeCells></worksheet>'.encode(),
            "xl/styles.xml": f'<styleSheet {space}><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'.encode(),
            "xl/sharedStrings.xml": f'<sst {space} count="1" uniqueCount="1"><si><t>shared words</t></si></sst>'.encode(),
        }
    )  # fmt: skip


def _epub() -> bytes:
    chapter = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Halls</title></head><body><section><h1>Halls</h1><p>The hall&#160;is open.<a epub:type="noteref" href="#n1">1</a></p><p>It is <span epub:type="pagebreak" id="p12" title="12"/>closed.</p><aside epub:type="footnote" id="n1"><p>Since 1902.</p></aside></section></body></html>'
    package = '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The hall book</dc:title><dc:language>gd</dc:language><dc:date>2019-03-04</dc:date></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>'
    nav = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li><a href="text/one.xhtml">Halls</a></li></ol></nav><nav epub:type="page-list"><ol><li><a href="text/one.xhtml">xi</a></li><li><a href="text/one.xhtml#p12">12</a></li></ol></nav></body></html>'
    container = '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    second = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Money</h1><ol start='3'><li>Count it.</li></ol></body></html>"
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": package, "OEBPS/nav.xhtml": nav,
               "OEBPS/text/one.xhtml": chapter, "OEBPS/text/two b.xhtml": second}  # fmt: skip
    return pack({name: words.encode() for name, words in members.items()})


AKN = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="asp"><meta><identification><FRBRWork><FRBRuri value="http://www.legislation.gov.uk/id/asp/2019/7"/><FRBRdate date="2019-03-20" name="enacted"/></FRBRWork><FRBRExpression><FRBRlanguage language="en"/></FRBRExpression></identification></meta>'
    "<preface><p><docTitle>Wells Act 2019</docTitle></p><longTitle><p>An Act to keep wells.</p></longTitle></preface><body>"
    '<part eId="part-1"><num>Part 1</num><heading>Wells</heading><section eId="section-4"><num>4</num><heading>Duties</heading><subsection eId="section-4-1"><num>(1)</num><intro><p>The keeper must—</p></intro><paragraph><num>(a)</num><content><p>count the <i>wells</i>,</p></content></paragraph><paragraph><num>(b)</num><intro><p>tell—</p></intro><subparagraph><num>(i)</num><content><p>the board,</p></content></subparagraph></paragraph><wrapUp><p>before the end.</p></wrapUp></subsection><subsection status="removed"><num>(2)</num><content><p>. . . .</p></content></subsection></section></part>'
    '<section eId="section-5"><num>5</num><heading>Changes</heading><content><p>In the Act (see <ref href="http://www.legislation.gov.uk/id/asp/2014/9/section/3">section 3</ref><authorialNote marker="1"><p>A note.</p></authorialNote>) insert—<mod><quotedStructure><section><num>3A</num><subsection><num>(1)</num><content><p>A spring is a <def>well</def>.</p></content></subsection></section></quotedStructure></mod>.</p><table><tr><th>Year</th><th>Wells</th></tr><tr><td colspan="2">7</td></tr></table><blockList><listIntroduction>These—</listIntroduction><item><num>(a)</num><p>one</p></item></blockList></content></section>'
    '<hcontainer name="schedules"><hcontainer name="schedule" eId="schedule-2"><num>SCHEDULE 2</num><heading>Forms</heading><paragraph><num>3</num><content><p>Use it.</p></content></paragraph></hcontainer></hcontainer></body></act></akomaNtoso>'
)
LAW_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta name="DC.identifier" content="http://www.legislation.gov.uk/asp/2019/7"/></head><body><nav>Home</nav><h1>Wells Act 2019</h1><div id="viewLegContents"><div class="LegSnippet"><h2 class="LegPartFirst"><span class="LegPartNo">Part 1</span><span class="LegPartTitle">Wells</span></h2>'
    '<h5 class="LegClearFix LegP1ContainerFirst"><span class="LegDS LegP1No" id="section-4">4</span><span class="LegDS LegP1GroupTitleFirst">Duties</span></h5>'
    '<p class="LegClearFix LegP2Container"><span class="LegDS LegLHS LegP2No" id="section-4-1">(1)</span><span class="LegDS LegRHS LegP2Text">The keeper must—</span></p>'
    '<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(a)</span><span class="LegDS LegRHS LegP3Text">count <a class="LegCitation" href="http://www.legislation.gov.uk/id/asp/2014/9">wells</a>,</span></p>'
    '<h2 class="LegScheduleFirst"><span class="LegScheduleNo">SCHEDULE 2</span><span class="LegScheduleTitle">Forms</span></h2><div class="LegTabular"><table><tr><td>Year</td><td>7</td></tr></table></div></div></div></body></html>'
)
DIGEST = "text_kind: paraphrase\nitems:\n  - ref: s. 4(1)\n    heading: Duties\n    text: >\n      The keeper counts\n      the wells.\n    url: https://a.example/4\n  - {ref: s. 5, text: 'Words', case: L04}\n"
MARKDOWN = "---\ntitle: Plan\n---\n# Plan\n\n## 1. Money\n\n1.1 It is *counted*.\n\n> Quoted words here (L04)\n\n- item [list](https://a.example/)\n  - inner\n\n```\ncode\n```\n\n| Year | Halls |\n|---|---|\n| 2019 | 7 |\n\nSetext\n======\n\nAfter[^1] it.\n\n[^1]: A note.\n"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Halls - Site</title><meta property="article:published_time" content="2019-03-04"><link rel="canonical" href="https://a.example/halls"></head><body><header><nav><ul><li><a href="/">Home</a></li></ul></nav></header><main><h1>Halls</h1><h2>1. Money</h2><p>The halls are counted <b>each</b> year by the board, and the board tells the council what it found.<sup><a href="#fn1">1</a></sup></p>'
    '<ol start="3" type="a"><li>the roof:<ul><li>of slate</li></ul></li><li value="9">the door</li></ol><blockquote><p>We mend it each year, said one.</p></blockquote><table><caption>Halls</caption><thead><tr><th>Year</th><th>Halls</th></tr></thead><tr><td rowspan="2">2019</td><td>7</td></tr><tr><td>8</td></tr></table><p style="display:none">hidden</p><dl><dt>Hall</dt><dd>A room.</dd></dl><pre>kept\n  as is</pre><script>no()</script><div id="fn1"><p>Since 1902. <a href="#top">Back</a></p></div></main><footer>All content</footer></body></html>'
)
ARTICLE_PAGE = "<html><head><title>A study</title></head><body><article><h1>A study</h1><p>It begins here with words of the authors:</p><blockquote><p>We mend the roof each year.</p><p>(L04)</p></blockquote><p>One said it was ‘a race without an end’ (L09), and <i>so it goes on</i> (L04).</p></article></body></html>"
MHTML = (
    'From: <Saved by a browser>\r\nSnapshot-Content-Location: https://a.example/halls\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
    "------b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.example/halls\r\n\r\n<html><body><h1>Halls</h1><p>The hall=E2=80=99s roof is mended each year by the bo=\r\nard.</p></body></html>\r\n------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------b--\r\n"
)
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 Min;}}{\stylesheet{\s1\outlinelevel0 heading 1;}{\*\cs3 x;}}{\info{\title The plan}{\creatim\yr2019\mo1\dy7}}{\header No.\par}"
    r"\pard\s1 Money\par\pard{\listtext\tab 1.\tab}Caf\'e9 \u8217? \u-10179?\u-8704? {\f1 \'cf\'f0}{\f2 \'93\'fa}{\uc2 \u233 ab}.\par{\listtext (a)\tab}Two{\super\chftn}{\footnote\pard{\super\chftn} See.\par}.\par"
    r'\trowd\cellx1\cellx2\pard\intbl a\cell b\cell\row\pard {\field{\*\fldinst HYPERLINK "https://a.example/"}{\fldrslt\b the list}}{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Box.\par}}}{\v no}{\deleted gone}{\bin3 }}}\tab\line\page\par}'
)
VTT = "WEBVTT - made\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE looked through\n\nintro\n00:01.000 --> 00:04.000 align:start position:0%\n<v.loud Ann Lee>How do you <i>hear</i><00:00:02.000> it?</v>\n\n00:00:05.000 --> 00:00:06.000\n<v L04>From two sides &amp; more.\n\n00:00:07.500 --> 00:00:08.000\n<v L04>And then.\n<v Ann Lee>Yes?\n"
SRT = "1\r\n00:00:01,000 --> 00:00:04,000\r\nINT: How do\r\nyou hear?\r\n\r\n2\r\n01:02:03,500 --> 01:02:06,000\r\nL04: <b>From</b> two\r\n\r\n3\r\n01:02:07,000 --> 01:02:08,000\r\n{\\an8}sides. INT is not here.\r\n"
TABLE = 'Respondent,Quote,Theme,Date,Page,Link,Time\nL04,"We mend the roof each year, and each year it leaks.",Roof,May,4,https://a.example/,00:01:02\nL07,"Nobody asked us; we were told\nthat the ""hall"" would close.",,,,,\nL09,"It is a race, and the one who waits has lost it.",Race,,x,,12:13\nL11,Short words here.,,,,,\n'
ARTICLE = (
    "Introduction\n\nBoards are said to be ‘unclear about roles’ (Smith, 2014), and the boards’ own views differ.\n\nFindings\n\nOne of them put it so:\n\nWe mend the roof each year, and each year it leaks.\n(L04)\n\n"
    "Others said it was ‘a race’ without ‘any end’ (L09), or “a door that nobody opens”, as L07 said. The same respondent called it «too late». He added that ‘it’s the councils’ way’.\n\n“They never asked us.” – P7, nurse\n\nParticipant 3: I was told in the end.\n\nConclusion\n\nIt is the ‘theory of halls’ again.\n"
)
PLAN = "PLAN FOR HALLS\n\n1. Money\n\n1.1 The halls are counted\neach year; (a) the roof and\n\n(b) the door.\n\n• a bullet\n\n1.2 The caf\u00e9’s \u201cold\u201d hall.\n\nRecommendation 1: mend it.\n\nShort title\n-----------\n\nParagraph 3. Words in plenty after it. Ends\n"
TALK = "Interview 4, 3 May\n\nINT: [00:00:01] How do you hear it?\n\nR: From two sides.\n\nINT: And then?\n\nR: [00:01:02] Then nobody (laughs) answers.\n\nIT: Why?\n\nL04: Because.\n\nL04: It is so.\n"
