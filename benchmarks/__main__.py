"""`python -m benchmarks [name …]` runs all of them, or those named; it fails when a goal was missed."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks

HELPERS = {"measure", "check_page_settings", "__main__"}


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in HELPERS)


def main(asked: list[str]) -> int:
    met = [importlib.import_module(f"benchmarks.{name}").main() for name in asked or names()]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
