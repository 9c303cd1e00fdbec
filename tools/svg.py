# SPDX-License-Identifier: MIT
"""Text of an SVG, as it grows: words, boxes, lines. Every character gets one width, whatever font
the viewer has."""
from html import escape

CHARACTER = 7.0
STYLE = """
text { font: 12px ui-monospace, 'DejaVu Sans Mono', Consolas, monospace; fill: #1c2430; }
.title { font-size: 16px; font-weight: bold; } .head { font-weight: bold; }
.faint { fill: #667085; } .box { fill: #fff; stroke: #98a2b3; } .link { fill: none; stroke: #8a8f98; }
"""


class Svg:
    """A picture of a title and of what is added to it."""

    def __init__(self, title, width):
        self.title, self.width, self.bottom = title, width, 0
        self.parts = []

    def text(self, x, y, words, look="", anchor="start"):
        self.bottom = max(self.bottom, y)
        self.parts.append(f'<text x="{x:g}" y="{y:g}" class="{look}" text-anchor="{anchor}" xml:space="preserve" '
                          f'textLength="{CHARACTER * len(words):.0f}" lengthAdjust="spacingAndGlyphs">'
                          f'{escape(words)}</text>')

    def box(self, x, y, width, height, fill="#fff"):
        self.bottom = max(self.bottom, y + height)
        self.parts.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" class="box" '
                          f'style="fill:{fill}"/>')

    def line(self, x, y, to_x, to_y):
        self.bottom = max(self.bottom, y, to_y)
        self.parts.append(f'<path class="link" d="M{x:g},{y:g} L{to_x:g},{to_y:g}"/>')

    def arrow(self, x, y, to_x, to_y):
        self.line(x, y, to_x, to_y)
        back = -6 if to_x > x else 6
        if to_y == y:
            self.parts.append(f'<path class="link" d="M{to_x + back:g},{to_y - 4:g} L{to_x:g},{to_y:g} '
                              f'L{to_x + back:g},{to_y + 4:g}"/>')

    def __str__(self):
        height = self.bottom + 20
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height:g}" role="img" '
                f'width="{self.width}" height="{height:g}"><title>{escape(self.title)}</title>'
                f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#f6f7f9"/>'
                + "\n".join(self.parts) + "</svg>\n")
