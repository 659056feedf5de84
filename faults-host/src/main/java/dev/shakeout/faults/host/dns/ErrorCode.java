package dev.shakeout.faults.host.dns;

/** Why a DNS server does not answer a question (RFC 1035, section 4.1.1). */
public enum ErrorCode {
    FORMERR(1),
    SERVFAIL(2),
    NXDOMAIN(3),
    NOTIMP(4),
    REFUSED(5);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
