package dev.shakeout.faults.host.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/** What is asked for, as far as people ask for it by name; the numbers are those of IANA's registry of DNS parameters. */
public enum RecordType {
    A(1),
    NS(2),
    CNAME(5),
    SOA(6),
    PTR(12),
    MX(15),
    TXT(16),
    AAAA(28),
    SRV(33),
    NAPTR(35),
    SVCB(64),
    HTTPS(65),
    ANY(255),
    CAA(257);

    private final int number;

    RecordType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static RecordType of(InetAddress address) {
        return address instanceof Inet4Address ? A : AAAA;
    }
}
