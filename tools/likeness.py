# SPDX-License-Identifier: MIT
"""How much two submissions of a lab are alike: a hint where to look, and no proof of anything.

Only the definitions that the lab takes away are compared, or the whole file where the lab takes that. Comments,
spaces and the names that a student chose do not count: they become the same word. What remains is cut into
pieces of a few words each. Pieces that the start state has are left out. The share of common pieces is the result.
"""
import re

import book
import labs

PIECE = 8  # words
ENOUGH = 40  # pieces; of less, every solution looks like every other
WORTH_A_LOOK = 0.8
WORD = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_]\w*|\.?\d[\w.]*|"""
                  r"->|<<|>>|[<>=!]=|&&|\|\||\S", re.S)
KEYWORDS = set("if else for while do switch case default break continue return goto static inline const struct union "
               "enum void char short int long unsigned signed bool true false sizeof typedef extern volatile NULL"
               .split())


def share(one, other):
    """0 to 1."""
    if min(len(one), len(other)) < ENOUGH:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def lasting_names(text):
    """Functions, macros, constants and types: who renames these has to change other files."""
    return set(re.findall(r"\b[A-Za-z_]\w*(?=\()|\b[A-Z_][A-Z0-9_]+\b|\b\w+_t\b", text))


def text_of_definitions(path, text, names):
    """The lines of these definitions; all lines if none is found."""
    lines, kept = text.splitlines(), []
    for name in names:
        try:
            first, last = book.limits_of(path, lines, name)
            kept += lines[first:last + 1]
        except (LookupError, StopIteration, ValueError):
            pass
    return "\n".join(kept or lines)


class Known:
    """What every student of a lab has been given."""

    def __init__(self, lab):
        self.lab = lab
        self.start = labs.start_files(lab)
        headers = [file.read_text(encoding="utf-8") for file in (labs.ROOT / "include").glob("**/*.h")]
        self.names = KEYWORDS.union(*map(lasting_names, [*headers, *self.start.values()]))
        self.given = set().union(*(self.pieces(text) for text in self.start.values()))

    def word(self, word):
        if word[0] in "\"'":
            return "text"
        if word[0].isalpha() or word[0] == "_":
            return word if word in self.names else "name"
        return word

    def pieces(self, text):
        words = [self.word(word) for word in WORD.findall(text) if not word.startswith(("//", "/*"))]
        return {tuple(words[at:at + PIECE]) for at in range(len(words) - PIECE + 1)}

    def fingerprint(self, tree):
        """Pieces of what a submission adds to the start state."""
        found = set()
        for path, names in self.lab.takes.items():
            file = tree / path
            if file.is_file() and not file.is_symlink() and file.stat().st_size < 1 << 20:
                text = file.read_text(encoding="utf-8", errors="replace")
                whole = labs.is_whole_file((self.lab.path / "start" / file.name).read_text(encoding="utf-8"))
                found |= self.pieces(text if whole else text_of_definitions(path, text, names))
        return found - self.given
