# SPDX-License-Identifier: MIT
"""Text of an SVG, as it grows: words, boxes, lines. The pictures of `bm picture` and the book's figures are
made of it."""
from html import escape

CHARACTER = 7.0  # the width that every character gets, whatever font the viewer has
TITLE = 1.6  # how much wider those of a title are
STYLE = """
text { font: 12px ui-monospace, 'DejaVu Sans Mono', Consolas, monospace; fill: #1c2430; }
.title { font-size: 20px; font-weight: bold; } .head { font-weight: bold; }
.faint { fill: #667085; } .box { fill: #fff; stroke: #98a2b3; } .link { fill: none; stroke: #8a8f98; }
"""


class Svg:
    """A picture. Its title is for those who cannot see it."""

    def __init__(self, title):
        self.title, self.parts, self.bottom = title, [], 0

    def text(self, x, y, words, look="", anchor="start"):
        self.bottom = max(self.bottom, y)
        width = CHARACTER * len(words) * (TITLE if look == "title" else 1)
        self.parts.append(f'<text x="{x:g}" y="{y:g}" class="{look}" text-anchor="{anchor}" xml:space="preserve" '
                          f'textLength="{width:.0f}" lengthAdjust="spacingAndGlyphs">{escape(words)}</text>')

    def box(self, x, y, width, height, look="box", fill=None):
        self.bottom = max(self.bottom, y + height)
        style = f' style="fill:{fill}"' if fill else ""
        self.parts.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" '
                          f'class="{look}"{style}/>')

    def path(self, way):
        self.parts.append(f'<path class="link" d="{way}"/>')

    def line(self, x, y, to_x, to_y):
        self.bottom = max(self.bottom, y, to_y)
        self.path(f"M{x:g},{y:g} L{to_x:g},{to_y:g}")

    def curve(self, x, y, to_x, to_y):
        middle = (x + to_x) / 2
        self.path(f"M{x:g},{y:g} C{middle:g},{y:g} {middle:g},{to_y:g} {to_x:g},{to_y:g}")

    def arrow(self, x, y, to_x):
        """To the right."""
        self.line(x, y, to_x, y)
        self.path(f"M{to_x - 6:g},{y - 4:g} L{to_x:g},{y:g} L{to_x - 6:g},{y + 4:g}")

    def whole(self, width):
        height = self.bottom + 30
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img" '
                f'width="{width}" height="{height:g}"><title>{escape(self.title)}</title>'
                f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#f6f7f9"/>'
                + "\n".join(self.parts) + "</svg>\n")
