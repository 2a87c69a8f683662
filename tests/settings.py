"""The product's own settings on ground of their own: what the machine's `.env` says does not reach the tests."""

import os
import sys
from pathlib import Path

# Set here and not in conftest.py, because pytest-django reads the settings before it. What the caller has put into
# the environment wins, and processes started by a test inherit all of it.
os.environ.setdefault("XUESHI_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))
# Where nothing may be compiled beside the sources, each of the hundreds of processes that tests start would compile the
# product anew, and pytest its tests.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ.setdefault("PYTHONPYCACHEPREFIX", os.path.join(os.environ["XUESHI_VAR"], "pycache"))
    sys.pycache_prefix, sys.dont_write_bytecode = os.environ["PYTHONPYCACHEPREFIX"], False
for variable, value in {
    "XUESHI_MODE": "demo",
    "DEBUG": "false",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "METRICS_TOKEN": "",
    "LOG_LEVEL": "INFO",
    # A worker in the process of the tests would find that process too large and end at once.
    "WORKER_MAX_MEMORY_MB": "100000",
}.items():
    os.environ.setdefault(variable, value)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STATIC_ROOT, VAR_DIR  # noqa: E402

# Half a second a sign-in is right for people and wrong for a thousand tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Without fsync the test database is made in half the time. synchronous_commit stays on: what was acknowledged
# must survive a killed server in the fault tests, and for that the kernel's page cache is enough.
DATABASES["default"]["CLUSTER_SETTINGS"] = {"fsync": "off", "full_page_writes": "off"}
# A claim has the server end the session that stays in a transaction for longer: for a worker that was stopped. A test
# stays in one while it waits for those that must run alone.
JOB_LEASE_SECONDS = float(os.environ.get("JOB_LEASE_SECONDS", "3600"))
# The web server's folder of static files; nothing is collected for the tests.
STATIC_ROOT.mkdir(exist_ok=True)
# Of this process alone: the databases of the workers beside it know nothing of our roots. Emptied after each test.
CERTIFICATE_ROOTS_FILE = str(VAR_DIR / f"certificate-roots-{os.getpid()}.jsonl")
