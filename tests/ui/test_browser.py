"""What scripts add to the components, and that nothing is missing without them."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.ui.urls")]


def test_look_comes_in_one_hashed_file_and_so_do_the_scripts(open_page):
    page = open_page("/")

    fetched = page.evaluate("performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname)")

    assert sum(name.endswith(".css") for name in fetched) == 1
    assert sum(name.endswith(".js") for name in fetched) == 2  # ours and htmx


def test_keys_move_through_the_table_select_and_open(open_page):
    page = open_page("/styleguide/")
    links = page.locator("table[data-keys] [data-row-link]")
    boxes = page.locator("table[data-keys] tbody input[type=checkbox]")
    page.locator("body").press("Escape")

    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-selected-count]")).to_have_text("3")
    assert [box.is_checked() for box in boxes.all()] == [True, True, True, False, False]
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('#')[0]}#table")


def test_question_mark_lists_the_keys_and_escape_closes_the_list(open_page):
    page = open_page("/styleguide/")

    page.keyboard.press("?")
    expect(page.locator("#key-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#key-list")).to_be_hidden()


def test_keys_rest_while_one_types_and_for_those_who_switched_them_off(open_page):
    page = open_page("/styleguide/")

    page.locator("#id_title").press_sequentially("jx?")
    assert "jx?" in page.locator("#id_title").input_value()
    expect(page.locator("#key-list")).to_be_hidden()

    page.get_by_role("button", name="Switch single keys off").click()
    page.keyboard.press("?")
    expect(page.locator("#key-list")).to_be_hidden()


def test_whole_page_is_selected_at_once_and_counted(open_page):
    page = open_page("/styleguide/")

    page.locator("[data-select-all]").check()
    expect(page.locator("[data-selected-count]")).to_have_text("5")
    page.locator("table[data-keys] tbody input[type=checkbox]").first.uncheck()
    expect(page.locator("[data-selected-count]")).to_have_text("4")
    assert page.locator("[data-select-all]").evaluate("box => box.indeterminate")


def test_dialog_opens_holds_the_focus_and_closes_without_sending(open_page):
    page = open_page("/styleguide/")
    dialog = page.get_by_role("dialog", name="Return this record")

    page.locator("[data-dialog]").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()

    expect(dialog).to_be_hidden()
    assert page.url.endswith("/styleguide/")


def test_error_summary_has_the_focus_and_leads_to_the_field(open_page):
    page = open_page("/styleguide/")

    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_held_on")).to_be_focused()


def test_file_is_dropped_into_the_input(open_page):
    page = open_page("/styleguide/")
    drop = """zone => {
        const files = new DataTransfer();
        files.items.add(new File(["x"], "proof.jpg", {type: "image/jpeg"}));
        zone.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
    }"""

    page.locator("[data-file-drop]").evaluate(drop)

    assert page.locator("#id_proof").evaluate("input => input.files[0].name") == "proof.jpg"


def test_menu_opens_and_closes_on_a_phone_even_without_scripts(open_page):
    page = open_page("/", width=375, scripts=False)
    menu = page.locator("#site-menu")

    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    menu.get_by_role("button", name="Close").click()
    expect(menu).to_be_hidden()


def test_language_type_and_theme_change_without_scripts_and_one_stays_on_the_page(open_page):
    page = open_page("/help/", scripts=False)

    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Large type").click()
    page.get_by_role("button", name="Dark").click()

    html = page.locator("html")
    assert page.url.endswith("/help/")
    assert [html.get_attribute(name) for name in ("lang", "class", "data-theme")] == ["en", "type-large", "dark"]


def test_error_line_of_a_part_appears_at_the_head_of_the_page(open_page):
    page = open_page("/help/", expected_status=409)

    page.evaluate("htmx.ajax('GET', '/broken/conflict/', 'main')")

    expect(page.locator("#notices")).to_contain_text("It was approved meanwhile.")
    expect(page.locator("h1")).to_have_text("Help")


def test_printed_page_has_no_frame(open_page):
    page = open_page("/styleguide/", theme="dark")

    page.emulate_media(media="print")

    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".site-footer")).to_be_hidden()
    expect(page.locator(".print-head")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
