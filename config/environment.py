"""What `config.settings` is told by the environment or by `.env`, and what it refuses to start on."""

import base64
import binascii
import contextlib
import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(environ.Env):
    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is {os.environ.get(var)!r}, which cannot be read: {error}.") from error


env = Environment()
env.read_env(BASE_DIR / ".env")

MODE = env.str("XUESHI_MODE", "demo")
if MODE not in ("demo", "production"):
    raise ImproperlyConfigured(f"XUESHI_MODE is {MODE!r}; it must be 'demo' or 'production'.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
# Everything the application writes lies under this folder.
VAR_DIR = Path(env.str("XUESHI_VAR", str(BASE_DIR / "var"))).resolve()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=VAR_DIR).close()
except OSError as error:
    raise ImproperlyConfigured(
        f"{VAR_DIR}, where everything is kept, cannot be written ({error.strerror}). "
        "Give the account that starts Xueshi the right to, make room, or name another folder in XUESHI_VAR."
    ) from error


# Secrets


def kept_secret(name: str) -> str:
    """In demo mode a secret is made once and kept in var/, so that sessions outlive a restart."""
    path = VAR_DIR / name
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=VAR_DIR) as whole:  # readable by the owner alone
            whole.write(secrets.token_urlsafe(50))
            whole.flush()
            with contextlib.suppress(FileExistsError):  # another process was quicker
                os.link(whole.name, path)
    return path.read_text()


def strong_secret(variable: str) -> str:
    value: str = env.str(variable, "")
    if not value:
        raise ImproperlyConfigured(
            f"{variable} is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if len(value) < 50 or len(set(value)) < 10:
        raise ImproperlyConfigured(f"{variable} is too weak: it needs at least 50 characters, 10 of them different.")
    return value


def identity_keys() -> dict[str, bytes]:
    """Under their ids, the current one first. An id begins with the name of the cipher (people.vault)."""
    text: str = env.str("IDENTITY_KEYS", "")
    if not text and DEMO:
        return {"aes-demo": hashlib.sha256(kept_secret("identity-key").encode()).digest()}
    entries = [identity_key(entry) for entry in text.split(",") if entry.strip()]
    if not entries:
        raise ImproperlyConfigured(
            "IDENTITY_KEYS is not set. Make one with: python3 -c 'import base64, os;"
            ' print("aes-1:" + base64.b64encode(os.urandom(32)).decode())\''
        )
    if len(dict(entries)) < len(entries):
        raise ImproperlyConfigured("IDENTITY_KEYS has two keys of the same id.")
    return dict(entries)


def identity_key(entry: str) -> tuple[str, bytes]:
    name, _colon, encoded = entry.strip().partition(":")
    if not re.fullmatch(r"aes-[a-z0-9-]{1,12}", name):
        raise ImproperlyConfigured("IDENTITY_KEYS names a key wrongly: an id is like 'aes-1', with a colon behind it.")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"IDENTITY_KEYS: the key {name} is not base64.") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"IDENTITY_KEYS: the key {name} has {len(key)} bytes; it must have 32.")
    return name, key


# Addresses


def site_address(hosts: list[str]) -> str:
    """Under which everybody reaches this site. It is printed on certificates, so it must last."""
    if PRODUCTION:
        usual = next((f"https://{host}" for host in hosts if not host.startswith((".", "*"))), "")
    else:
        usual = f"http://{env.str('HOST', '127.0.0.1')}:{env.str('PORT', '8000')}"
    address: str = env.str("SITE_ADDRESS", "") or usual
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", address):
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {address!r}; it must be like 'https://xueshi.example.gov.cn', with no path behind it."
        )
    return address


def origin_of(address: str) -> str:
    scheme, _colon, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def outside_database(url: str) -> dict[str, Any]:
    example = "Write it like postgresql://name:password@localhost:5432/xueshi."
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured(
            f"DATABASE_URL does not name a PostgreSQL, and Xueshi runs on nothing else. {example}"
        )
    try:
        database: dict[str, Any] = env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}. {example}") from error
    if not database["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL does not say which database to use. {example}")
    return database
