# SPDX-License-Identifier: MIT
"""A directive for Sphinx, `.. kernel-doc:: FOLDER`: the kernel-doc comments of the headers in it, each as a
function, structure or macro of Sphinx's C domain."""
import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

COMMENT = re.compile(r"^/\*\*\s*\n?(.*?)\*/\n", re.M | re.S)
TYPES = ("struct", "enum", "union")
TITLE = re.compile(r"^(?:(struct|enum|union) )?(\w+)(\(\))? - (.*)$")
NOISE = re.compile(r"\b(?:static|inline|__always_inline|noinline|__init|__noreturn|extern|__force|__iomem|__must_check|typedef)\b ?|__printf\([^)]*\)")


def lines_of(comment):
    """The comment's text without its stars."""
    return [re.sub(r"^\s*\* ?", "", line).rstrip() for line in comment.splitlines()]


def signature(code, name):
    """The declaration that follows, as C without what is ours alone; None if it is another one's."""
    head = re.split(r"[;{]", code)[0]
    head = " ".join(NOISE.sub("", head).split())
    if head.startswith("#define"):
        return re.sub(r"^#define (\w+(?:\([^)]*\))?).*", r"\1", head)
    return head if re.search(rf"\b{name}\b", head) else None


def marked(text):
    """Names as in the source: @parameter, `code`; all else is plain words."""
    text = re.sub(r"@(\w+)|([*|_])", lambda found: f"*{found[1]}*\\ " if found[1] else "\\" + found[2], text)
    return re.sub(r"`([^`]+)`", r"``\1``", text)


def body(lines, is_type):
    """The paragraphs, then the parameters or members."""
    fields, text, current = [], [], None
    field = "- **{}**: {}" if is_type else ":param {}: {}"
    for line in lines:
        parameter = re.match(r"@(\w+|\.\.\.): (.*)", line)
        result = re.match(r"Return: (.*)", line)
        if parameter:
            current = fields
            fields.append(field.format(parameter[1], marked(parameter[2])))
        elif result:
            current = fields
            fields.append(f":returns: {marked(result[1])}")
        elif not line:
            current = None
            text.append("")
        elif current is fields:
            fields[-1] += " " + marked(line.strip())
        else:
            text.append(marked(line.strip()))
    return [*text, "", *fields]


def sentence(purpose):
    return marked(purpose[0].upper() + purpose[1:]) + ("" if purpose.endswith((".", "?")) else ".")


def kind_of(code, function):
    for word, kind in (("#define", "macro"), ("typedef", "type")):
        if code.startswith(word):
            return kind
    return "function" if function else "var"


def entries(header):
    """What a header documents: (kind, signature, lines of the body)."""
    for comment in COMMENT.finditer(header):
        lines, code = lines_of(comment[1]), header[comment.end():]
        title = TITLE.match(lines[0]) if lines else None
        if not title:
            continue
        kind, name, function, purpose = title.groups()
        shown = f"{name}" if kind else signature(code, name)
        if not shown:
            continue
        domain = kind or kind_of(code, function)
        yield domain, shown, [sentence(purpose), "", *body(lines[1:], bool(kind))]


class KernelDoc(Directive):
    """See the module."""

    required_arguments = 1

    def run(self):
        environment = self.state.document.settings.env
        root = Path(environment.srcdir)
        sections = []
        for path in sorted((root / self.arguments[0]).glob("*.h")):
            environment.note_dependency(str(path))
            sections += self.section(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
        return sections

    def section(self, name, header):
        """What a header documents, under its name; nothing if that is nothing."""
        lines = []
        for kind, shown, text in entries(header):
            # C lets a structure and a function share a name; Sphinx does not.
            lines += [f"``{kind} {shown}``" if kind in TYPES else f".. c:{kind}:: {shown}"]
            lines += [*([] if kind in TYPES else [""]), *["   " + line for line in text], ""]
        if not lines:
            return []
        section = nodes.section(ids=[nodes.make_id(name)])
        section += nodes.title(text=name)
        self.state.nested_parse(StringList(lines, source=name), self.content_offset, section)
        return [section]


def setup(app):
    app.add_directive("kernel-doc", KernelDoc)
    return {"parallel_read_safe": True}
