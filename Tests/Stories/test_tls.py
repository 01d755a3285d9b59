"""TLS settings, with real nginx."""

import socket
import ssl
import warnings

import pytest

import installation
from client import TRUST


def handshake(context: ssl.SSLContext, name: str = "localhost") -> str:
    """The negotiated protocol."""
    with socket.create_connection(("127.0.0.1", installation.PORT), timeout=5) as plain:
        with context.wrap_socket(plain, server_hostname=name) as connection:
            return connection.version()


def only(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(installation.AUTHORITY))
    with warnings.catch_warnings():
        # Deprecated protocols and ciphers.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    # This client accepts anything, so it is the server that refuses.
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def test_today_s_protocols_are_spoken():
    assert handshake(TRUST) == "TLSv1.3"
    assert handshake(only(ssl.TLSVersion.TLSv1_2)) == "TLSv1.2"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_protocols_are_refused(version):
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        handshake(only(version))


@pytest.mark.parametrize("cipher", ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA"])
def test_ciphers_without_forward_secrecy_or_authentication_are_refused(cipher):
    context = only(ssl.TLSVersion.TLSv1_2)
    context.set_ciphers(f"{cipher}:@SECLEVEL=0")
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        handshake(context)


def test_a_name_that_is_not_ours_gets_no_certificate():
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        handshake(ssl.create_default_context(), "evil.example")
