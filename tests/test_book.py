# SPDX-License-Identifier: MIT
"""The book cannot drift from the program: quotations, numbers, figures, links. Its transcripts are typed by
tests/qemu/test_docs.py."""
import difflib
import re
import subprocess
import zipfile
from urllib.parse import unquote

import book
import figures
import pytest
from book import ROOT

CURE = "'make docs-update' writes what the source says"
PAGES = sorted(str(page.relative_to(ROOT)) for page in [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")])
CHAPTERS = sorted((ROOT / "docs/book").glob("[0-9]*.md"))
PARTS = ["What you will see", "What you need to know", "The same in Linux", "Questions"]


needs_the_compiler = pytest.mark.skipif(not book.has_compiler(), reason="the numbers are those of AArch64's compiler")


@needs_the_compiler
@pytest.mark.parametrize("name", book.PAGES)
def test_quotations_and_numbers_are_those_of_the_source(name):
    [(_, text, right)] = book.pages([name])
    difference = "\n".join(difflib.unified_diff(text.splitlines(), right.splitlines(), name, "source", lineterm=""))
    assert text == right, f"{difference}\n{CURE}"


@needs_the_compiler
def test_a_wrong_number_and_a_wrong_quotation_are_seen():
    page = "```c mm/early_ioremap.c pages_touched\nold\n```\n7<!-- FIX_BTMAPS_SLOTS -->\n"
    right = book.renewed(page, book.sources([page]))
    assert "return (last >> PAGE_SHIFT) - (start >> PAGE_SHIFT) + 1;" in right and "old" not in right
    assert "8<!-- FIX_BTMAPS_SLOTS -->" in right
    for block in ("mm/fixmap.c no_such_name", 'mm/fixmap.c __set_fixmap from="no such text"'):
        with pytest.raises(LookupError):
            book.quotation(block)


@needs_the_compiler
def test_figures_are_those_of_the_constants():
    made = figures.figures()
    assert made and {file.name for file in figures.FOLDER.iterdir()} == set(made)
    for file, text in made.items():
        assert (figures.FOLDER / file).read_text(encoding="utf-8") == text, f"{file}: {CURE}"


def anchor(heading):
    """The name that a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(path):
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {anchor(re.sub(r"\[([^\]]*)\]\([^)]*\)|`", r"\1", heading)) for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere_and_pictures_say_what_they_show(page):
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.M | re.S)
    for picture, words, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", text):
        assert words.strip(), f"{target} has no text"
        if target.startswith(("http://", "https://")):
            continue
        file, _, name = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        assert path.exists(), f"{page}: {target} is not there"
        assert not name or name in anchors(path), f"{page}: {target} has no such heading"
        assert not picture or len(words) > 20, f"{page}: {target} needs a text that describes it"


@pytest.mark.parametrize("chapter", CHAPTERS[1:], ids=lambda path: path.name)
def test_a_chapter_has_all_its_parts(chapter):
    text = chapter.read_text(encoding="utf-8")
    wanted = [part for part in PARTS if part != "The same in Linux" or chapter.name != "12-cost.md"]
    assert [part for part in wanted if f"\n## {part}\n" not in text] == []
    questions = text.split("\n## Questions\n")[1]
    assert len(re.findall(r"^\d\. ", questions, re.M)) == questions.count("<details>") == 3
    assert questions.count("</details>") == 3


def test_the_site_builds_without_a_warning_and_needs_no_network():
    made = subprocess.run(["make", "-s", "docs"], cwd=ROOT, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert made.returncode == 0, made.stdout
    html = ROOT / "build/docs/html"
    pages = {page: page.read_text(encoding="utf-8") for page in html.glob("**/*.html")}
    assert {"index.html", "02-four-tables.html", "functions.html", "search.html"} <= {page.name for page in pages}
    loaded = [(page.name, target) for page, text in pages.items()
              for target in re.findall(r'<(?:script|img|link|iframe)[^>]* (?:src|href)="(\w+:[^"]*)', text)]
    assert not loaded
    for page, text in pages.items():
        for target in re.findall(r'<a [^>]*href="([^":#]+)["#]', text):
            assert (page.parent / unquote(target)).exists(), f"{page.relative_to(html)} links to {target}"
    assert "early_iounmap" in pages[html / "docs/site/functions.html"]
    assert zipfile.is_zipfile(ROOT / "build/docs/epub/bootmap.epub")
