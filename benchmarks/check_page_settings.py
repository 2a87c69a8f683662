"""The product's own settings, on the benchmark's database, with or without connections that are kept."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["CHECK_DATABASE"]
DATABASES["default"]["CONN_MAX_AGE"] = int(os.environ["CHECK_CONN_MAX_AGE"])
