# SPDX-License-Identifier: MIT
"""How Sphinx makes the site of README.md and docs/. `make docs` calls it; see docs/site/index.rst for the order."""
import sys
from pathlib import Path

from pygments.lexers.special import TextLexer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

project = "bootmap"
author = "the bootmap developers"
project_copyright = "the bootmap developers, MIT licence"
language = "en"
version = "of this folder"  # the EPUB must have one

extensions = ["myst_parser", "kernel_doc"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
root_doc = "docs/site/index"
include_patterns = ["README.md", "CONTRIBUTING.md", "tests/README.md", "docs/**"]
myst_heading_anchors = 3
# Where a lexer does not understand a line, it stays without colours.
suppress_warnings = ["misc.highlighting_failure"]
highlight_language = "text"

html_theme = "furo"
html_title = "bootmap"
html_show_sphinx = False
html_copy_source = False

epub_title = "How a kernel reaches its hardware"
epub_show_urls = "no"
epub_use_index = False


def setup(app):
    """What a console shows has no colours of its own."""
    app.add_lexer("console", TextLexer)
