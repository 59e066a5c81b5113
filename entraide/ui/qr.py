"""QR codes, drawn by the server as SVG."""

import html

import segno


def qr_svg(text: str, label: str) -> str:
    """Return an inline SVG of the QR code of a text, named by a label for screen readers."""
    drawn: str = segno.make_qr(text, error="m").svg_inline(scale=4, border=2, omitsize=True)
    return drawn.replace(
        "<svg ", f'<svg role="img" aria-label="{html.escape(label, quote=True)}" ', 1
    )


def qr_drawing(text: str) -> str:
    """Return an SVG of the QR code of a text, for paper: black squares and nothing around them.

    Always the same mask: choosing the best of eight takes six times as long, and a print-out has
    hundreds (bench/papers.py). Readers find the mask in the code itself.
    """
    drawn: str = segno.make_qr(text, error="m", mask=3).svg_inline(border=0)
    return drawn
