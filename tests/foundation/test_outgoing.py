"""Asking a web address: where it leads, and where nobody may be led to."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation import outgoing
from nahtlos.foundation.clock import real_now
from nahtlos.foundation.outgoing import HOPS, Answer, Asker, Gate, is_public

PRIVATE = (
    *("127.0.0.1", "127.9.9.9", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"),
    *("240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
    *("64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
    *("", "kein", "0x7f.1"),
)


class _Answering(BaseHTTPRequestHandler):
    """Does what the path says: /200, /404, /301/ZIEL, /langsam."""

    seen: list[tuple[str, str, str]] = []
    running: list[int] = [0, 0]

    def do_GET(self) -> None:
        self.seen.append((self.headers["Host"], self.path, self.headers["User-Agent"]))
        self.running[0] += 1
        self.running[1] = max(self.running)
        try:
            self._answer()
        finally:
            self.running[0] -= 1

    def _answer(self) -> None:
        _nothing, what, *rest = self.path.split("/", 2)
        if what == "langsam":
            time.sleep(0.2)
            what = "200"
        if what == "tropfen":
            self._drip()
            return
        self.send_response(int(what) if what.isdecimal() else 200)
        if what in ("301", "302", "303", "307", "308"):
            self.send_header("Location", rest[0])
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"da\n")

    def _drip(self) -> None:
        try:
            for _ in range(200):
                self.wfile.write(b"H")
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silent."""


@pytest.fixture
def port() -> Iterator[int]:
    """A server on this machine."""
    _Answering.seen, _Answering.running = [], [0, 0]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def asker(port: int, **names: str) -> Asker:
    """Lets through this machine alone, under every name but NAMES, which lead elsewhere."""
    gate = Gate(
        resolve=lambda host, _port: [names.get(host.partition(".")[0], "127.0.0.1")],
        may_reach=lambda address: address == "127.0.0.1",
        ports=frozenset((port,)),
    )
    return Asker("Nahtlos/0 (+https://nahtlos.example/ueber/)", gate)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_never_reached(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2a00:1450:4001:80b::2004"])
def test_an_address_of_the_internet_may_be_reached(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_wrapped_in_six_is_as_public_as_itself(address: IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") is is_public(str(address))
    assert not is_public(f"64:ff9b::{address}")
    if is_public(str(address)):
        assert address.is_global


def test_an_address_that_answers_says_so_and_who_asked(port: int) -> None:
    url = f"http://da.example:{port}/200/über?a=ä"
    assert asker(port).ask(url) == Answer("", 200, url)
    assert _Answering.seen == [
        (
            f"da.example:{port}",
            "/200/%C3%BCber?a=%C3%A4",
            "Nahtlos/0 (+https://nahtlos.example/ueber/)",
        )
    ]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        *((200, ""), (204, ""), (401, ""), (403, ""), (405, ""), (429, "")),
        *((404, "status"), (410, "status"), (500, "status"), (503, "status")),
    ],
)
def test_gone_is_what_says_so_and_not_what_refuses_robots(
    port: int, status: int, problem: str
) -> None:
    found = asker(port).ask(f"http://da.example:{port}/{status}")
    assert (found.problem, found.status) == (problem, status)


def test_a_permanent_redirect_is_a_new_address_and_a_passing_one_is_not(port: int) -> None:
    base = f"http://da.example:{port}"
    there = f"http://neu.example:{port}/200"
    assert asker(port).ask(f"{base}/301/{there}") == Answer("", 200, there, there)
    assert asker(port).ask(f"{base}/308/{there}") == Answer("", 200, there, there)
    for passing in (302, 303, 307):
        assert asker(port).ask(f"{base}/{passing}/{there}") == Answer("", 200, there, "")


def test_what_comes_after_a_passing_redirect_is_no_new_address(port: int) -> None:
    base = f"http://da.example:{port}"
    found = asker(port).ask(f"{base}/301/{base}/302/{base}/301/{base}/200")
    assert found.moved_to == f"{base}/302/{base}/301/{base}/200"
    assert found.led_to == f"{base}/200"


def test_an_address_that_moved_to_something_gone_has_not_moved(port: int) -> None:
    base = f"http://da.example:{port}"
    assert asker(port).ask(f"{base}/301/{base}/404") == Answer("status", 404, f"{base}/404")


def test_another_slash_at_the_end_is_no_move(port: int) -> None:
    base = f"http://da.example:{port}"
    assert outgoing._same(f"{base}/", base)
    assert not outgoing._same(base, f"{base}/x")


def test_a_redirect_in_a_circle_ends(port: int) -> None:
    base = f"http://da.example:{port}/301"
    for _ in range(HOPS + 3):
        base = f"http://da.example:{port}/301/{base}"
    assert asker(port).ask(base).problem == "loop"
    assert len(_Answering.seen) == HOPS + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://innen.example:{port}/200",
        "http://da.example:22/200",
        "http://nutzer:wort@da.example:{port}/200",
        "file:///etc/passwd",
        "ftp://da.example/",
        "gopher://da.example:{port}/",
        "http://[::1/",
        "http://da.example:99999/",
    ],
)
def test_a_redirect_to_somewhere_inside_is_not_followed(port: int, target: str) -> None:
    where = target.format(port=port)
    found = asker(port, innen="10.0.0.7").ask(f"http://da.example:{port}/302/{where}")
    assert found.problem == "forbidden"
    assert len(_Answering.seen) == 1


def test_a_name_that_leads_outside_and_inside_is_not_asked_at_all(port: int) -> None:
    gate = Gate(
        resolve=lambda _host, _port: ["127.0.0.1", "10.0.0.7"],
        may_reach=lambda address: address == "127.0.0.1",
        ports=frozenset((port,)),
    )
    assert Asker("x", gate).ask(f"http://da.example:{port}/200").problem == "forbidden"
    assert _Answering.seen == []


def test_the_address_that_was_looked_at_is_the_one_that_is_reached(port: int) -> None:
    """A name that leads elsewhere the second time is not asked a second time."""
    answers = iter(["127.0.0.1", "10.0.0.7", "10.0.0.7"])
    gate = Gate(
        resolve=lambda _host, _port: [next(answers)],
        may_reach=lambda address: address == "127.0.0.1",
        ports=frozenset((port,)),
    )
    assert Asker("x", gate).ask(f"http://da.example:{port}/200").problem == ""
    assert next(answers) == "10.0.0.7"


def test_this_machine_is_never_asked_by_the_true_gate(port: int) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"):
        found = Asker("x", Gate(ports=frozenset((port,)))).ask(f"http://{host}:{port}/200")
        assert found.problem in ("forbidden", "name"), host
    assert Asker("x").ask(f"http://127.0.0.1:{port}/200").problem == "forbidden"
    assert _Answering.seen == []


@pytest.mark.parametrize(
    "address",
    ["", "quatsch", "javascript:alert(1)", "http://a b/", "\x00", f"http://x/{'x' * 700}"],
)
def test_what_is_no_web_address_is_refused_and_breaks_nothing(address: str) -> None:
    assert Asker("x").ask(address).problem == "forbidden"


def test_a_name_that_does_not_exist_says_so(port: int) -> None:
    def nobody(host: str, _port: int) -> list[str]:
        raise socket.gaierror

    gate = Gate(resolve=nobody, ports=frozenset((port,)))
    assert Asker("x", gate).ask(f"http://weg.example:{port}/").problem == "name"


def test_a_server_that_is_not_there_is_silent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = taken.getsockname()[1]
    assert asker(closed).ask(f"http://da.example:{closed}/").problem == "silent"


def test_a_server_that_drips_is_left_after_a_while(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "LONGEST", 0.3)
    found = asker(port).ask(f"http://da.example:{port}/tropfen")
    assert found.problem == "silent"
    assert _Answering.running[1] == 1


def test_a_host_is_asked_one_thing_at_a_time(port: int) -> None:
    asking = asker(port)
    threads = [
        threading.Thread(target=asking.ask, args=[f"http://da.example:{port}/langsam/{n}"])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_Answering.seen) == 4
    assert _Answering.running[1] == 1


def test_a_certificate_nobody_vouches_for_counts_as_a_failure(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path / "both.pem"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        found = asker(server.server_port).ask(f"https://da.example:{server.server_port}/200")
    finally:
        server.shutdown()
        server.server_close()
    assert found.problem == "certificate"


def _certificate(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "da.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(real_now() - timedelta(days=1))
        .not_valid_after(real_now() + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
