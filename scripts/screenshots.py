#!/usr/bin/env python3
"""Open reports in headless Chromium, check them and take pictures.

    bnn-hw report build/digits -o build/digits.html
    screenshots.py build/digits.html --out build/screenshots
    screenshots.py build/digits.html --picture roofline docs/images/roofline.png

Every page is opened 400 and 1600 pixels wide, light and dark. It fails if the console says anything,
if the page asks for anything from elsewhere, scrolls sideways, lacks a section, has text that meets
other text or leaves its picture, or text smaller than 9 pixels.

Chromium is a package of Debian, Playwright of PyPI: `make screenshots` installs both.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (400, 1600)
SCHEMES = ("light", "dark")
SECTIONS = (
    "pipeline", "cycles", "gantt", "occupancy", "resources", "lanes", "roofline", "comparison",
)  # fmt: skip
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

FIND_PROBLEMS = """
() => {
  const problems = [];
  for (const details of document.querySelectorAll("details")) details.open = true;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    problems.push(`the page is ${root.scrollWidth} wide`);
  }
  // The rectangles of all visible lines of text, with the block that clips them.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || node.parentElement.closest("title, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      lines.push({box, text: node.data.trim(), element: node.parentElement});
    }
  }
  for (const {box, text, element} of lines) {
    if (box.height < 9) problems.push(`'${text}' is ${box.height.toFixed(1)} pixels high`);
    const frame = element.closest("svg, .layer, .examples li, .tiles li, td, th, section");
    if (!frame) continue;
    const outer = frame.getBoundingClientRect();
    if (element.closest(".scroll table") && frame.tagName === "SECTION") continue;
    if (box.left < outer.left - 1 || box.right > outer.right + 1
        || box.top < outer.top - 1 || box.bottom > outer.bottom + 1) {
      problems.push(`'${text}' leaves its ${frame.tagName.toLowerCase()}`);
    }
  }
  // Lines of one height stand in rows; a pixel of overlap comes from the fonts' line gaps.
  lines.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < lines.length; i++) {
    const a = lines[i];
    for (let j = i + 1; j < lines.length; j++) {
      const b = lines[j];
      if (b.box.top > a.box.bottom) break;
      if (a.element.closest(".scroll") !== b.element.closest(".scroll")) continue;
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (across > 1 && down > 3) problems.push(`'${a.text}' meets '${b.text}'`);
    }
  }
  return problems;
}
"""


def main() -> int:
    """Check the reports, take their pictures, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", type=Path, nargs="+", help="pages that bnn-hw report wrote")
    parser.add_argument("--out", type=Path, help="the directory for pictures of whole pages")
    parser.add_argument(
        "--picture", nargs=2, metavar=("SECTION", "FILE"), help="also take one section's picture"
    )
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit("screenshots: there is no Chromium; 'make screenshots' installs it")
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for report in options.reports:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    problems += check(browser, report, width, scheme, options.out)
        if options.picture:
            section, file = options.picture
            take_section(browser, options.reports[0], section, Path(file))
        browser.close()
    for problem in problems:
        print(problem)
    checked = len(options.reports) * len(WIDTHS) * len(SCHEMES)
    print(f"screenshots: {checked} pages checked, {len(problems)} problems")
    return 1 if problems else 0


def opened(browser: Browser, report: Path, width: int, scheme: str, scale: float = 1) -> Page:
    """Return a window without content."""
    context = browser.new_context(
        viewport={"width": width, "height": 1000}, color_scheme=scheme, device_scale_factor=scale
    )
    return context.new_page()


def check(browser: Browser, report: Path, width: int, scheme: str, out: Path | None) -> list[str]:
    """Open a report, take its picture and return its problems."""
    problems: list[str] = []
    page = opened(browser, report, width, scheme)
    page.on("console", lambda message: problems.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    address = report.resolve().as_uri()
    page.on(
        "request",
        lambda request: (
            None
            if request.url == address or request.url.startswith("data:")
            else problems.append(f"asks for {request.url}")
        ),
    )
    page.goto(address)
    problems += [
        f"there is no section '{name}'" for name in SECTIONS if not page.query_selector(f"#{name}")
    ]
    if out:
        out.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=out / f"{report.stem}-{width}-{scheme}.png", full_page=True)
    problems += page.evaluate(FIND_PROBLEMS)
    page.context.close()
    return [f"{report.name}, {width} px, {scheme}: {problem}" for problem in problems]


def take_section(browser: Browser, report: Path, section: str, file: Path) -> None:
    """Take the picture of one section in a light window, without its tables."""
    page = opened(browser, report, 1100, "light", scale=1.5)
    page.goto(report.resolve().as_uri())
    page.evaluate("for (const d of document.querySelectorAll('details')) d.remove()")
    file.parent.mkdir(parents=True, exist_ok=True)
    page.locator(f"#{section}").screenshot(path=file)
    page.context.close()


if __name__ == "__main__":
    sys.exit(main())
