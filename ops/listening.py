"""The address people will type, taken before anything else is started."""

from __future__ import annotations

import errno
import os
import socket
import time

from ops.refusals import CannotStart

BACKLOG = 512
# The parts of a supervisor that was killed let go of the port a moment later than its lock.
PATIENCE_SECONDS = 1.0


def address_from_environment() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or int(port) > 65535:
        raise CannotStart(f"PORT is {port!r}; it must be a number up to 65535, for example: make run PORT=8001")
    return host, int(port)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, or the one sentence that says why there is none."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise CannotStart(f"HOST is {host!r}, which is no address: {error.strerror}. {_OWN_ADDRESS}") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        _bind(listener, address)
    except OSError as error:
        listener.close()
        raise CannotStart(_why(error, host, port)) from error
    listener.listen(BACKLOG)
    return listener


def _bind(listener: socket.socket, address: tuple[object, ...]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            listener.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def url_of(listener: socket.socket, host: str) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


_OWN_ADDRESS = "Leave it empty for this machine only, or set HOST=0.0.0.0 for every network it is in."


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program. Stop that, or choose another: make run PORT={port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"This account may not use port {port}. Choose one above 1023, for example: make run PORT=8000"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host}, which is no address of this machine. {_OWN_ADDRESS}"
    return f"Cannot listen on {host} port {port}: {error.strerror}. Choose others with HOST and PORT."
