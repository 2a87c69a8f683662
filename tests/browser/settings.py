"""The product as `make run` starts it, and beside it what fails on purpose (kinds.py, urls.py)."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as INSTALLED_APPS_OF_PRODUCT

INSTALLED_APPS = [*INSTALLED_APPS_OF_PRODUCT, "tests.browser"]
ROOT_URLCONF = "tests.browser.urls"
