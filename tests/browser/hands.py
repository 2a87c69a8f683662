"""Hands on a keyboard, and nothing else."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

LONGEST_WAY = 120  # presses of Tab; the longest page has about a hundred things to press
# null: the page has put another one in its place. To look for it by its name at every press would take the time of all.
HAS_FOCUS = "element => element.isConnected ? element === document.activeElement : null"
IS_SEEN = """element => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { x, y, width, height } = element.getBoundingClientRect();
    const onTop = document.elementFromPoint(x + width / 2, y + height / 2);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && element.contains(onTop);
}"""


class Hands:
    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """With Tab; and then it can be seen that one is there (WCAG 2.4.7, 2.4.11)."""
        element = target.element_handle()
        for _press in range(LONGEST_WAY):
            self.page.keyboard.press("Tab")
            has_focus = element.evaluate(HAS_FOCUS)
            if has_focus:
                break
            if has_focus is None:
                element = target.element_handle()
        expect(target).to_be_focused()
        assert target.evaluate(IS_SEEN), f"{target} has the focus, but one does not see it"

    def press(self, target: Locator) -> None:
        """A link or a button that leads to another page."""
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
