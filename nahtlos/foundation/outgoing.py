"""The only place that asks other people's servers something: does a web address still answer, and
where does it lead? Every hop is resolved, looked at and then connected to by the very address that
was looked at, so that no name can lead into the operator's own network.
"""

import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, Literal
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

HOPS: Final = 5
SECONDS: Final = 10.0
# For one hop, however slowly a server sends its headers.
LONGEST: Final = 20.0
LONGEST_ADDRESS: Final = 600
PERMANENT: Final = frozenset((301, 308))
REDIRECTS: Final = PERMANENT | {302, 303, 307}
# IPv4 addresses inside IPv6: what they lead to is decided by a gateway we do not know.
_EMBEDDED: Final = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))

Problem = Literal["", "forbidden", "name", "silent", "certificate", "loop", "status"]


class Forbidden(Exception):
    """An address that must not be asked."""


def is_public(address: str) -> bool:
    """Whether ADDRESS belongs to the public internet: not private, loopback, link-local, shared,
    reserved or multicast, also where one of these is wrapped in an IPv6 address.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner:
            return is_public(str(inner))
        if found.teredo or any(found in network for network in _EMBEDDED):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def resolved(host: str, port: int) -> list[str]:
    """Every address HOST has now; OSError where it has none."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


@dataclass(frozen=True, slots=True)
class Gate:
    """What may be asked: how names are resolved, which addresses and ports may be reached."""

    resolve: Callable[[str, int], list[str]] = resolved
    may_reach: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset((80, 443))


class Turns:
    """One request to a host at a time, whoever asks."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._door = threading.Lock()

    def of(self, host: str) -> threading.Lock:
        """The turn at HOST."""
        with self._door:
            return self._locks[host]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. problem: '' where the address answers; status: the last one, None where there
    was none. led_to: where it ended. moved_to: where it has moved for good, '' where it has not.
    """

    problem: Problem
    status: int | None
    led_to: str
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks addresses under the name AGENT."""

    agent: str
    gate: Gate = field(default_factory=Gate)
    turns: Turns = field(default_factory=Turns)

    def ask(self, address: str) -> Answer:
        """Whether ADDRESS answers, following at most HOPS redirects, each looked at anew. The body
        is never read. Raises nothing.
        """
        where, moved, permanent = address, "", True
        status: int | None = None
        for _hop in range(HOPS + 1):
            try:
                status, target = self._hop(where)
            except ssl.SSLError:
                return Answer("certificate", status, where)
            except socket.gaierror:
                return Answer("name", status, where)
            except (OSError, HTTPException):
                return Answer("silent", status, where)
            except (Forbidden, ValueError):
                return Answer("forbidden", status, where)
            if not target:
                return _ended(address, status, where, moved)
            permanent = permanent and status in PERMANENT
            where = target
            moved = where if permanent else moved
        return Answer("loop", status, where)

    def _hop(self, address: str) -> tuple[int, str]:
        """(status, where it leads on to or '')."""
        parts, host, port = _taken_apart(address)
        if port not in self.gate.ports:
            raise Forbidden
        with self.turns.of(host):
            reached = self.gate.resolve(host, port)
            if not reached or not all(map(self.gate.may_reach, reached)):
                raise Forbidden
            return self._get(parts, host, port, reached[0])

    def _get(self, parts: SplitResult, host: str, port: int, reached: str) -> tuple[int, str]:
        connection: HTTPConnection
        if parts.scheme == "https":
            connection = _SafeConnection(host, port, reached)
        else:
            connection = _PlainConnection(host, port, reached)
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        with _hurried(connection):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, _next(parts, response)


def _ended(address: str, status: int, where: str, moved: str) -> Answer:
    # Who refuses robots or wants a password is there.
    gone = status in (404, 410) or status >= 500
    if gone:
        return Answer("status", status, where)
    return Answer("", status, where, "" if _same(address, moved) else moved)


def _same(one: str, other: str) -> bool:
    """Whether the two differ in nothing that a reader would change."""
    return not other or one.rstrip("/") == other.rstrip("/")


def _next(parts: SplitResult, response: HTTPResponse) -> str:
    location = response.headers.get("Location", "")
    if response.status not in REDIRECTS or not location:
        return ""
    joined = urljoin(urlunsplit(parts), location.strip())
    return urlunsplit(urlsplit(joined)._replace(fragment=""))


def _taken_apart(address: str) -> tuple[SplitResult, str, int]:
    """(parts, host in ASCII, port); Forbidden for anything but a plain web address. The path comes
    back in ASCII.
    """
    if len(address) > LONGEST_ADDRESS or any(sign < "!" for sign in address):
        raise Forbidden
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Forbidden
    host = parts.hostname.encode("idna").decode("ascii")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts._replace(path=_ascii(parts.path), query=_ascii(parts.query)), host, port


def _ascii(text: str) -> str:
    return "".join(
        sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in text
    )


class _PlainConnection(HTTPConnection):
    """Connects to an address that was looked at, and to no other."""

    def __init__(self, host: str, port: int, reached: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.reached = reached

    def connect(self) -> None:
        """By the address, not by the name."""
        self.sock = socket.create_connection((self.reached, self.port), SECONDS)


class _SafeConnection(HTTPSConnection):
    """The same over TLS; the certificate is the name's."""

    def __init__(self, host: str, port: int, reached: str) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self.trust)
        self.reached = reached

    def connect(self) -> None:
        """By the address, not by the name."""
        plain = socket.create_connection((self.reached, self.port), SECONDS)
        # The handshake comes after the socket is known, so that it can be cut short as well.
        self.sock = self.trust.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


@contextmanager
def _hurried(connection: HTTPConnection) -> Iterator[None]:
    """Ends CONNECTION after LONGEST, whatever it is doing."""

    def end() -> None:
        sock = connection.sock
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()
