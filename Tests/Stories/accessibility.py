"""Runs axe-core on a page in its current state."""

import pathlib

import axe_playwright_python
from playwright.sync_api import Page

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
FINDINGS = """
async () => {
    const { violations, passes } = await axe.run(document);
    const words = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`));
    return { words, rules: passes.length };
}
"""


def findings(page: Page) -> list[str]:
    """The browser context must bypass the page's CSP, which blocks injected scripts."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {AXE} }}")
    result = page.evaluate(FINDINGS)
    assert result["rules"] > 10, "axe checked nothing"
    return result["words"]
