"""Asks a broker, before a client does, whether it lets us in; says why not in one line.

kafka-python tries for half a minute and then says "unable to bootstrap", whatever the reason was.
"""

import socket
import ssl
import struct
from typing import Any, Final, cast

from kafka.net.sasl import get_sasl_mechanism

from services.kernel.stream.threaded import NotLetIn, Options

PROBE_SECONDS: Final = 5.0
_METADATA, _SASL_HANDSHAKE, _SASL_AUTHENTICATE = 3, 17, 36  # Numbers of Kafka's protocol.
_UNSUPPORTED_MECHANISM, _ILLEGAL_SASL_STATE = 33, 34
_TLS_ALERT = 0x15
_FRAME_BYTES = range(4, 1 << 20)


def check_access(options: Options) -> None:
    """Raises NotLetIn when a broker refuses us; silent when it lets us in or cannot be reached."""
    for address in cast("list[str]", options["bootstrap_servers"]):
        host, _, port = address.rpartition(":")
        try:
            with socket.create_connection((host, int(port)), PROBE_SECONDS) as plain:
                _probe(plain, host, address, options)
        except (TimeoutError, ConnectionRefusedError, socket.gaierror):
            continue  # Away, not closed: the client waits for it.
        return


def _probe(plain: socket.socket, host: str, address: str, options: Options) -> None:
    protocol = str(options.get("security_protocol", "PLAINTEXT"))
    try:
        if not protocol.endswith("SSL"):
            _enter(plain, address, options)
            return
        with _context(options).wrap_socket(plain, server_hostname=host) as secured:
            _enter(secured, address, options)
    except TimeoutError:
        raise
    except ssl.SSLCertVerificationError as fault:
        raise NotLetIn(
            f"{address}: its certificate is not one that KAFKA_SSL_CAFILE "
            f"({options.get('ssl_cafile', 'the system')}) vouches for: {fault.verify_message}"
        ) from fault
    except ssl.SSLError as fault:
        raise NotLetIn(
            f"{address}: no TLS with KAFKA_SECURITY_PROTOCOL={protocol} ({fault.reason}): look at "
            "the listener, and at KAFKA_SSL_CERTFILE if it asks for a certificate"
        ) from fault
    except (EOFError, ConnectionError) as fault:
        raise NotLetIn(
            f"{address}: it hung up at once: the listener speaks another protocol than "
            f"KAFKA_SECURITY_PROTOCOL={protocol}, or the broker is just going down"
        ) from fault


def _context(options: Options) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=cast("str | None", options.get("ssl_cafile")))
    context.check_hostname = bool(options.get("ssl_check_hostname", True))
    if certificate := options.get("ssl_certfile"):
        context.load_cert_chain(str(certificate), cast("str | None", options.get("ssl_keyfile")))
    return context


def _enter(line: socket.socket, address: str, options: Options) -> None:
    if not str(options.get("security_protocol")).startswith("SASL"):
        _ask(line, _METADATA, 1, struct.pack(">i", 0))
        return
    mechanism = str(options["sasl_mechanism"])
    answer = _ask(line, _SASL_HANDSHAKE, 1, _text(mechanism))
    (error,) = struct.unpack_from(">h", answer)
    if error == _UNSUPPORTED_MECHANISM:
        raise NotLetIn(f"{address}: KAFKA_SASL_MECHANISM={mechanism} is not switched on there")
    if error == _ILLEGAL_SASL_STATE:
        raise NotLetIn(f"{address}: this listener asks for no name; KAFKA_SECURITY_PROTOCOL=SSL?")
    conversation = get_sasl_mechanism(mechanism)(**options)
    while not conversation.is_done():
        token = conversation.auth_bytes()
        answer = _ask(line, _SASL_AUTHENTICATE, 0, struct.pack(">i", len(token)) + token)
        (error,) = struct.unpack_from(">h", answer)
        if error:
            (length,) = struct.unpack_from(">h", answer, 2)
            why = answer[4 : 4 + max(length, 0)].decode(errors="replace")
            raise NotLetIn(
                f"{address}: KAFKA_SASL_USERNAME={options['sasl_plain_username']} is refused, "
                f"name or KAFKA_SASL_PASSWORD is wrong ({why})"
            )
        _accept(conversation, answer)


def _accept(conversation: Any, answer: bytes) -> None:  # noqa: ANN401  kafka-python is untyped
    (length,) = struct.unpack_from(">h", answer, 2)
    at = 4 + max(length, 0)
    (size,) = struct.unpack_from(">i", answer, at)
    conversation.receive(answer[at + 4 : at + 4 + size])


def _ask(line: socket.socket, number: int, version: int, body: bytes) -> bytes:
    """One request and the body of its answer. Raises EOFError when the broker hangs up."""
    request = struct.pack(">hhi", number, version, 1) + _text("jingheng") + body
    line.sendall(struct.pack(">i", len(request)) + request)
    head = _read(line, 4)
    (size,) = struct.unpack(">i", head)
    if head[0] == _TLS_ALERT or size not in _FRAME_BYTES:
        raise EOFError
    return _read(line, size)[4:]  # Without the correlation number.


def _read(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = line.recv(size - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack(">h", len(raw)) + raw
