# SPDX-License-Identifier: Apache-2.0
"""Opens every page of a built site in a browser; fails when one asks for anything from elsewhere, or an error is logged.

usage: look.py SITE FOLDER    pictures of each page, as wide as a desk and as a phone, go to FOLDER
"""

import functools
import http.server
import pathlib
import shutil
import sys
import threading

from playwright.sync_api import sync_playwright

WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(site: pathlib.Path) -> str:
    handler = functools.partial(Quiet, directory=site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def look(browser, base: str, name: str, width: str, folder: pathlib.Path) -> list[str]:
    problems = []
    size = WIDTHS[width]
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.on("request", lambda r: problems.append(f"{name}: asks for {r.url}") if not r.url.startswith((base, "data:", "blob:")) else None)
    page.on("console", lambda m: problems.append(f"{name}: {m.text}") if m.type == "error" else None)
    page.goto(base + name, wait_until="networkidle")
    if page.locator("pre.mermaid").count():
        problems.append(f"{name}: a picture is not drawn")
    if width == "phone" and page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        problems.append(f"{name}: wider than a phone")
    page.screenshot(path=folder / f"{name.replace('/', '-')[:-5]}-{width}.png")
    page.close()
    return problems


def main() -> int:
    site, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    base = serve(site)
    names = sorted(str(f.relative_to(site)) for f in site.rglob("*.html"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        problems = [each for name in names for width in WIDTHS for each in look(browser, base, name, width, folder)]
        browser.close()
    print("\n".join(problems), file=sys.stderr)
    print(f"docs: {len(names)} pages, pictures in {folder}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
