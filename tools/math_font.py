"""Cut STIX Two Math down to what the formulae of the built book need: a tenth of its size.

    python -m tools.math_font STIXTwoMath-Regular.ttf

The whole font comes from the STIX project; this one is cut from version 2.12. Writing woff2 needs the package brotli,
which nothing else here does: .venv/bin/python -m pip install brotli
"""

import string
import sys
import unicodedata

from bs4 import BeautifulSoup
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tools.build import BOOK

FONT = BOOK / "_static" / "fonts" / "stix-two-math.woff2"
GREEK = "ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξοπρςστυφχψω"
ROOT, PRIMES = "√", "′″"


def italic(letter):
    """The character as which a browser draws a single letter in <mi>."""
    if letter == "h":
        return "\N{PLANCK CONSTANT}"
    case = "CAPITAL" if letter.isupper() else "SMALL"
    name = unicodedata.name(letter, "").rpartition(" ")[2]
    try:
        return unicodedata.lookup(f"MATHEMATICAL ITALIC {case} {name}")
    except KeyError:
        return letter


def needed(pages):
    """The characters of all formulae of parsed pages, in the form in which they are drawn."""
    found = set()
    for formula in (formula for page in pages for formula in page.find_all("math")):
        for token in formula.find_all(["mi", "mo", "mn", "mtext"]):
            text = token.get_text()
            found.update(italic(text) if token.name == "mi" and len(text) == 1 else text)
    return {character for character in found if not unicodedata.category(character).startswith(("C", "Z"))}


def narrow_roots(font):
    """Give the taller root signs the width of the lowest: a browser keeps room for the widest behind every root."""
    variants = font["MATH"].table.MathVariants
    lowest = font.getBestCmap()[ord(ROOT)]
    root = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(lowest)]
    taller = [record.VariantGlyph for record in root.MathGlyphVariantRecord[1:]]
    width = font["hmtx"][lowest][0]
    glyphs = font["glyf"]
    for name in [*taller, *(part.glyph for part in root.GlyphAssembly.PartRecords)]:
        advance, bearing = font["hmtx"][name]
        glyphs[name].coordinates.scale((width / advance, 1))
        glyphs[name].recalcBounds(glyphs)
        font["hmtx"][name] = width, round(bearing * width / advance)


def keep_primes_alone(font):
    """Drop the forms of all other characters for small script: they are as much again as all the rest."""
    table, names = font["GSUB"].table, {font.getBestCmap()[ord(prime)] for prime in PRIMES}
    for record in table.FeatureList.FeatureRecord:
        for number in record.Feature.LookupListIndex if record.FeatureTag == "ssty" else ():
            for part in table.LookupList.Lookup[number].SubTable:
                forms = getattr(part, "ExtSubTable", part).alternates
                for name in set(forms) - names:
                    del forms[name]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    font = TTFont(sys.argv[1])
    keep_primes_alone(font)
    narrow_roots(font)
    texts = (page.read_text(encoding="utf-8") for page in (BOOK / "_build" / "html").rglob("*.html"))
    text = needed(BeautifulSoup(text, "html.parser") for text in texts) | set(string.printable + GREEK + ROOT + PRIMES)
    text |= {italic(letter) for letter in string.ascii_letters + GREEK}
    options = Options(layout_features=["ssty"], hinting=False, flavor="woff2")
    cutter = Subsetter(options)
    cutter.populate(text="".join(text))
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(FONT)
    print(f"{FONT}: {len(font.getBestCmap())} characters, {FONT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
