# SPDX-License-Identifier: Apache-2.0
"""Fails when a page of a built site brings anything from elsewhere: a script, a style, a font, a picture.

usage: offline.py SITE
"""

import html.parser
import pathlib
import re
import sys

# Tags whose address is fetched without anybody's click.
FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "object": "data"}
ADDRESS = re.compile(r"(?:https?:)?//")
STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"' ]*")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        address = given.get(FETCHED.get(tag, ""), "") or ""
        if ADDRESS.match(address) and given.get("rel") not in ("canonical", "next", "prev"):
            self.found.append(f"<{tag}> {address}")


def fetches(file: pathlib.Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".css":
        return STYLE.findall(text)
    page = Page()
    page.feed(text)
    return page.found


def main() -> int:
    site = pathlib.Path(sys.argv[1])
    files = [f for f in site.rglob("*") if f.suffix in (".html", ".css")]
    found = [f"{file.relative_to(site)}: {each}" for file in sorted(files) for each in fetches(file)]
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
