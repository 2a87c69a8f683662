from __future__ import annotations

import socket

import pytest

from ops.listening import address_from_environment, listen, url_of
from ops.refusals import CannotStart


def test_listen_takes_the_port_before_anything_answers(free_port: int) -> None:
    with listen("127.0.0.1", free_port) as listener:
        assert url_of(listener, "127.0.0.1") == f"http://127.0.0.1:{free_port}/"
        with socket.create_connection(("127.0.0.1", free_port), timeout=1):
            pass


def test_taken_port_names_another_one(free_port: int) -> None:
    with listen("127.0.0.1", free_port), pytest.raises(CannotStart) as refusal:
        listen("127.0.0.1", free_port)

    assert str(refusal.value) == (
        f"Port {free_port} on 127.0.0.1 is taken by another program. "
        f"Stop that, or choose another: make run PORT={free_port + 1}"
    )


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_foreign_address_is_refused_with_what_to_do(host: str, free_port: int) -> None:
    with pytest.raises(CannotStart, match=r"HOST=0\.0\.0\.0"):
        listen(host, free_port)


def test_forbidden_port_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(CannotStart, match="may not use port 80"):
        listen("127.0.0.1", 80)


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "80 80"])
def test_nonsense_port_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(CannotStart, match="PORT is"):
        address_from_environment()


def test_address_defaults_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "")
    monkeypatch.delenv("PORT", raising=False)

    assert address_from_environment() == ("127.0.0.1", 8000)


def test_every_network_is_shown_as_an_address_that_can_be_opened(free_port: int) -> None:
    with listen("0.0.0.0", free_port) as listener:
        assert url_of(listener, "0.0.0.0") == f"http://localhost:{free_port}/"
