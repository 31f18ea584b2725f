"""A real broker behind TLS, SCRAM-SHA-512 and its authorizer, with certificates made here."""

import ipaddress
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.kernel.embedded import kafka
from services.kernel.embedded.processes import Planned
from services.kernel.settings import REPOSITORY, Settings, load

USERS = ("broker", "admin")  # The others are made by the commands of the runbook.
_HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
DEPLOY = REPOSITORY / "deploy" / "kafka"
_REPLACED = ("listeners=", "advertised.", "inter.broker.", "listener.security.")


@dataclass(frozen=True, slots=True)
class Secured:
    """Where it is; everybody's password is the name and `-secret`."""

    home: Path
    servers: str

    def settings(self, user: str, **changed: str) -> Settings:
        password = self.home / f"{user}.password"
        password.write_text(f"{user}-secret\n")
        given = self.environment(user) | changed
        given["KAFKA_SASL_PASSWORD"] = given.pop("KAFKA_SASL_PASSWORD", f"{user}-secret")
        given.pop("KAFKA_SASL_PASSWORD_FILE")
        return load(**given)

    def environment(self, user: str) -> dict[str, str]:
        """As a process is told: the password by file."""
        password = self.home / f"{user}.password"
        password.write_text(f"{user}-secret\n")
        return {
            "KAFKA_BOOTSTRAP_SERVERS": self.servers,
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
            "KAFKA_SASL_USERNAME": user,
            "KAFKA_SASL_PASSWORD_FILE": str(password),
            "KAFKA_SSL_CAFILE": str(self.home / "ca.pem"),
        }


def prepare(home: Path, port: int, controller: int) -> Planned:
    """Certificates, users and the broker's configuration; formatted anew."""
    key, certificate = _authority("bureau")
    _, stranger = _authority("stranger")
    (home / "ca.pem").write_bytes(_pem(certificate))
    (home / "other.pem").write_bytes(_pem(stranger))
    own, chain = _broker(key, certificate)
    private = own.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (home / "broker.pem").write_bytes(private + _pem(chain) + _pem(certificate))
    file = home / "server.properties"
    plain = kafka._PROPERTIES.format(port=port, controller=controller, data=home / "data")
    kept = [line for line in plain.splitlines() if not line.startswith(_REPLACED)]
    told = (DEPLOY / "secured.properties").read_text(encoding="utf-8")
    for there, here in (
        ("kafka.bureau:9093", f"127.0.0.1:{port}"),
        ("127.0.0.1:9094", f"127.0.0.1:{controller}"),
        ("/etc/kafka", str(home)),
        ("CHANGE-ME", "broker-secret"),
    ):
        assert there in told
        told = told.replace(there, here)
    file.write_text("\n".join(kept) + "\n" + told)
    java = (*kafka._JAVA, "-cp", f"{kafka.jars()}/*")
    words = ["kafka.tools.StorageTool", "format", "-t", kafka._CLUSTER_ID, "-c", str(file)]
    for user in USERS:
        words += ["--add-scram", f"SCRAM-SHA-512=[name={user},password={user}-secret]"]
    subprocess.run([*java, *words], check=True, capture_output=True, timeout=60)
    return Planned("secured", (*java, "kafka.Kafka", str(file)), stage=0, port=port)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _unsigned(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey):
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
    )


def _authority(name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _unsigned(_name(name), _name(name), key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return key, made.sign(key, hashes.SHA256())


def _broker(
    authority: ec.EllipticCurvePrivateKey, issuer: x509.Certificate
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _unsigned(_name("127.0.0.1"), issuer.subject, key).add_extension(
        x509.SubjectAlternativeName([_HERE]), critical=False
    )
    return key, made.sign(authority, hashes.SHA256())
