from __future__ import annotations

from tests.browser.pages.entry import Entry, taking_apart

OF_RULE_BOOKS = [
    Entry("rules", "/rules/", route="rules:index"),
    Entry("rule-set", "/rules/XZ-2016/", route="rules:book"),
    Entry("rule-set-figure", "/rules/GZ-2012/?figure=convert.5.hours", route="rules:book"),
    Entry("rule-set-unconfirmed", "/rules/GD-2021/", route="rules:book"),
    Entry("rule-document", "/rules/documents/ST14/", route="rules:document"),
    Entry("rule-document-unconfirmed", "/rules/documents/GD21/", route="rules:document"),
    Entry("rule-comparison", "/rules/compare/?a=GD-2010&b=GZ-2012", route="rules:compare"),
    Entry("rule-comparison-form", "/rules/compare/", route="rules:compare"),
    Entry("rule-comparison-errors", "/rules/compare/?a=GD-2010&b=GD-2010", route="rules:compare"),
]

OF_CALCULATOR = [
    Entry("calculator", "/calculator/", route="rules:calculator"),
    Entry(
        "calculator-year",
        "/calculator/?place=440600&year=2026&a1=class&c1=public&h1=30&e1=2026-05-20&a2=meeting&d2=3&e2=2026-06-01"
        "&a3=patent&rl3=other&e3=2026-03-03&a4=online&e4=2026-04-04",
        route="rules:calculator",
    ),
    Entry(
        "calculator-errors",
        "/calculator/?place=320300&year=2016&a1=class&h1=many&e1=2016-05-20&a2=award&l2=city&gr2=1&e2=2016-06-01",
        route="rules:calculator",
    ),
    Entry(
        "calculator-cycle",
        "/calculator/cycle/?place=440100&title_on=2010-12-31&applied_on=2016-05-10&a1=class&h1=72&e1=2014-05-05",
        route="rules:calculator_cycle",
    ),
    Entry(
        "calculator-cycle-refused",
        "/calculator/cycle/?place=440100&title_on=2015-12-31&applied_on=2016-05-10",
        route="rules:calculator_cycle",
    ),
    Entry(
        "calculator-route",
        "/calculator/route/?place=440100&procedure=cycle&year=2016&applying_for=senior",
        route="rules:calculator_route",
    ),
    Entry(
        "calculator-deadline",
        "/calculator/deadline/?place=440500&what=verification_days&year=2014&month=10",
        route="rules:calculator_deadline",
    ),
    Entry("calculator-number", "/calculator/number/?issuer=440105&study_year=2013", route="rules:calculator_number"),
    Entry(
        "calculator-number-parts",
        "/calculator/number/",
        route="rules:calculator_number",
        act=taking_apart("44010513000001"),
    ),
    Entry("calculator-sample", "/calculator/sample/?reviewed=137", route="rules:calculator_sample"),
]
