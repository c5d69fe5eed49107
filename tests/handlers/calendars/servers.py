"""A server with https on loopback, that answers as it is told; its certificate is made here."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handlers.calendars.addresses import Guard
from handlers.calendars.fetching import CannotReadError, Fetcher

NAMES = ("calendar.example", "other.example")
Writer = asyncio.StreamWriter
Answer = Callable[[Writer], Awaitable[None]]


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's, and the one of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in NAMES]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))


@dataclass
class Server:
    """`asked`: heads of requests, as they came."""

    port: int
    tls: ssl.SSLContext
    answer: Answer
    asked: list[str] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/basic.ics", name: str = NAMES[0]) -> str:
        return f"https://{name}:{self.port}{path}"

    def fetcher(self, resolver: AbstractResolver | None = None, *, strict: bool = False) -> Fetcher:
        """One that may come here. `strict`: as in earnest, but for the port."""
        guard = (
            Guard(resolver=resolver or Names()) if strict else Guard(_is_here, resolver or Names())
        )
        return Fetcher(guard, port=self.port, tls=self.tls)

    def in_the_world(self) -> Fetcher:
        """One that asks for port 443 of public names, all of which lead here."""
        return Fetcher(Guard(_is_here, Names(port=self.port)), tls=self.tls)


def _is_here(address: str) -> bool:
    return address == "127.0.0.1"


class Names(AbstractResolver):
    """Where names lead, one answer after another; the last one for ever."""

    def __init__(self, *answers: list[str], port: int = 0) -> None:
        self.port = port  # 0: the one that is asked for
        self.answers = list(answers) or [["127.0.0.1"]]
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        self.asked += 1
        now = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=self.port or port,
                family=10 if ":" in address else 2,
                proto=0,
                flags=0,
            )
            for address in now
        ]

    async def close(self) -> None:
        pass


@asynccontextmanager
async def serving(folder: Path, answer: Answer) -> AsyncIterator[Server]:
    ours, theirs = certificate(folder)
    server = Server(0, theirs, answer)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        server.connections += 1
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            server.asked.append(head.decode())
            await server.answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.transport.abort()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=ours)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def says(
    body: bytes = b"", status: str = "200 OK", kind: str = "text/calendar", **headers: str
) -> Answer:
    async def answer(writer: Writer) -> None:
        lines = {"Content-Type": kind, "Content-Length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return answer


async def refused(fetcher: Fetcher, url: str) -> str:
    try:
        with pytest.raises(CannotReadError) as error:
            await fetcher.fetch(url)
    finally:
        await fetcher.close()
    assert "example" not in str(error.value)
    return error.value.code
