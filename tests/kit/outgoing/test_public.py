"""Which addresses are public: none inside any network, however it is written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opentribe.kit.outgoing.public import is_public

INSIDE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "2606:4700::1%lo",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808",
           "::ffff:8.8.8.8"]  # fmt: skip
NONE = [
    "",
    "localhost",
    "010.0.0.1",
    "0x7f.1",
    "127.1",
    "2130706433",
    "1.2.3",
    "1.2.3.4.5",
    "::g",
    "8.8.8.8 ",
    "８.8.8.8",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_a_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside_is(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NONE)
def test_what_is_no_address_is_not(address):
    assert not is_public(address)


@settings(max_examples=300, deadline=None)
@given(st.ip_addresses(v=4))
def test_no_public_number_is_special_and_disguises_change_nothing(address):
    verdict = is_public(str(address))
    if verdict:
        assert address.is_global
        assert not any((address.is_multicast, address.is_reserved, address.is_private, address.is_loopback))
    number = int(address)
    assert is_public(str(ipaddress.IPv6Address((0xFFFF << 32) | number))) == verdict
    assert is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number))) == verdict
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))))


@settings(max_examples=300, deadline=None)
@given(st.ip_addresses(v=6))
def test_no_public_number_of_six_is_special(address):
    if is_public(str(address)) and address.ipv4_mapped is None and address not in ipaddress.ip_network("64:ff9b::/96"):
        assert address.is_global
        assert not any((address.is_multicast, address.is_private, address.is_site_local, address.sixtofour))
