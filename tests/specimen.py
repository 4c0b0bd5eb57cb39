"""A page that uses every kind of markup that the reports use, for the PDF's tests."""

import base64
from datetime import UTC, datetime
from pathlib import Path

from reportgen.pages import fonts, pdf


def uri(svg: str) -> str:
    """A drawing as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" '
CHART = uri(
    f'{_SVG} width="400" height="160" viewBox="0 0 400 160">'
    '<rect x="10" y="60" width="60" height="80" fill="#12436D"/>'
    '<text x="10" y="20" font-family="Source Sans Pro">Exampleton</text></svg>'
)
MARK = uri(
    f'{_SVG} width="600" height="800" viewBox="0 0 600 800">'
    '<text x="300" y="440" text-anchor="middle" transform="rotate(-55 300 400)" '
    'font-family="Source Sans Pro" font-size="190" fill="#EDEEF0">DRAFT</text></svg>'
)
SPARK = (
    f'{_SVG} width="98" height="26" viewBox="0 0 98 26"><title>Rose from 1 to 3</title>'
    '<path d="M0 20 L98 4" fill="none" stroke="#12436D"/></svg>'
)
ROWS = [(f"Measure {n}", f"{n}.5") for n in range(1, 61)]

CSS = (
    """
@page { size: A4; margin: 24mm 22mm;
  background: url("MARK") center / 80% auto no-repeat;
  @top-left { content: string(title); }
  @top-right { content: string(part); }
  @bottom-left { content: element(foot); }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); } }
@page wide { size: A4 landscape; margin: 16mm; }
html { font: 12pt/16.5pt "Source Sans Pro"; hyphens: auto; hyphenate-character: "-"; }
h1, h2, h3 { font-weight: 600; break-after: avoid; }
h1 { string-set: title content(); }
h2 { string-set: part content(); }
ul ul { list-style-type: "\\2013  "; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
tr { break-inside: avoid; border-bottom: 0.5pt solid #C9CFD6; }
figure { break-inside: avoid; }
.foot { position: running(foot); }
.contents a::after { content: leader(".") target-counter(attr(href), page); }
.key { display: grid; grid-template-columns: 1fr 1fr; }
.side { float: right; width: 38mm; background: #EEF2F5; }
.wide { page: wide; }
"""
).replace("MARK", MARK)

HTML = f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Report</title></head><body>
<div class="foot">Example Partnership, <em>draft</em></div>
<h1>Annual report</h1>
<nav class="contents"><ol><li><a href="#one">First part</a></li>
<li><a href="#two">Table of <em>measures</em></a>
<ol><li><a href="#three">Detail</a></li></ol></li></ol></nav>
<main><section id="one"><h2>First part</h2>
<p>Words with <strong>weight</strong>, <em>stress</em>, a
<a href="https://example.org/guide">link to the guide</a> and
<a href="https://example.org/notes" title="Notes of the guide">more</a>.</p>
<ul><li>First<ul><li>Nested</li></ul></li><li><p>Loose</p><p>Second</p></li></ul>
<h3 id="three">Detail</h3>
<aside class="side"><p>Note at the side</p></aside>
<div class="key"><div><p>12.5</p><p>rate</p></div><div><p>13</p></div></div>
<figure><figcaption><p>Figure 1. Deaths fell</p></figcaption>
<img alt="Bar chart: Exampleton 80" src="{CHART}"><p>Source: none</p></figure>
<p>Trend {SPARK} rose ↑</p>
<ol class="notes"><li id="note">A note with <a href="#one">its place</a></li></ol>
</section>
<section id="two" class="wide"><h2>Table of measures</h2>
<table><caption>Supply chains: 60 measures</caption>
<thead><tr><th scope="col">Measure</th><th scope="col">Value</th></tr></thead>
<tbody>{"".join(f'<tr><th scope="row">{a}</th><td>{b}</td></tr>' for a, b in ROWS)}
</tbody></table><p>Last <b>words</b>.</p></section></main></body></html>"""

IMPRINT = pdf.Imprint(
    title="Annual report: “2024”",
    author="Example Partnership",
    subject="Drugs strategy",
    keywords=("drugs", "outcomes"),
    created=datetime(2024, 10, 31, 12, 0, tzinfo=UTC),
)
TABLE = pdf.Attachment("published.csv", "Published values", "text/csv", b"a,b\n1,2\n")


def typesetter(folder: Path, css: str = CSS) -> pdf.Typesetter:
    """A typesetter with its fonts in `folder`."""
    return pdf.Typesetter(fonts.install(folder), [("report.css", css)])


def page(body: str) -> str:
    """A whole page round a piece of markup."""
    return (
        f'<!doctype html><html lang="en-GB"><title>x</title><body>{body}</body></html>'
    )


def specimen(folder: Path) -> bytes:
    """The bytes of the specimen."""
    return typesetter(folder).pdf(HTML, IMPRINT, [TABLE])
