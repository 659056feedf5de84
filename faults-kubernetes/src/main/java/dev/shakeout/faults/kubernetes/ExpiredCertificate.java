package dev.shakeout.faults.kubernetes;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Makes a certificate that has expired out of one that has not (RFC 5280): for the same key, the same subject and names, and
 * said to be of the same issuer. It is signed by a key that is thrown away, so that nobody's private key is needed.
 */
final class ExpiredCertificate {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    /** The SEQUENCE that says ecdsa-with-SHA256, 1.2.840.10045.4.3.2. */
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");

    private static final byte[] VERSION_3 = HexFormat.of().parseHex("020102");
    private static final byte[] TRUE = HexFormat.of().parseHex("0101ff");

    /** Key usage, alternative names, basic constraints, extended key usage; each is 55 1d and its last number. */
    private static final List<Integer> KEPT = List.of(15, 17, 19, 37);

    /** Two digits of a year mean 1950 to 2049. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Duration LONGEST = Duration.ofDays(365);

    private ExpiredCertificate() {}

    /**
     * The certificate in DER.
     *
     * @param end when it has expired, between 1951 and 2049
     */
    static byte[] like(X509Certificate valid, Instant end) throws GeneralSecurityException {
        var keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.generateKeyPair().getPrivate());
        byte[] content = content(valid, end);
        signature.update(content);
        return der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, new byte[1], signature.sign()));
    }

    private static byte[] content(X509Certificate valid, Instant end) {
        return der(
                SEQUENCE,
                der(VERSION, VERSION_3),
                der(
                        INTEGER,
                        new BigInteger(64, new SecureRandom())
                                .add(BigInteger.ONE)
                                .toByteArray()),
                ECDSA_WITH_SHA256,
                valid.getIssuerX500Principal().getEncoded(),
                der(SEQUENCE, time(end.minus(lifetime(valid))), time(end)),
                valid.getSubjectX500Principal().getEncoded(),
                valid.getPublicKey().getEncoded(),
                extensions(valid));
    }

    private static Duration lifetime(X509Certificate valid) {
        var whole = Duration.between(
                valid.getNotBefore().toInstant(), valid.getNotAfter().toInstant());
        return whole.compareTo(LONGEST) < 0 ? whole : LONGEST;
    }

    private static byte[] time(Instant time) {
        return der(UTC_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extensions(X509Certificate valid) {
        byte[] all = new byte[0];
        Set<String> critical = valid.getCriticalExtensionOIDs() == null ? Set.of() : valid.getCriticalExtensionOIDs();
        for (int kind : KEPT) {
            String name = "2.5.29." + kind;
            byte[] value = valid.getExtensionValue(name);
            if (value != null) {
                byte[] identifier = {0x06, 0x03, 0x55, 0x1d, (byte) kind};
                byte[] flag = critical.contains(name) ? TRUE : new byte[0];
                all = joined(all, der(SEQUENCE, identifier, flag, value));
            }
        }
        return all.length == 0 ? all : der(EXTENSIONS, der(SEQUENCE, all));
    }

    /** A value with its tag and length (X.690, section 8.1). */
    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = joined(parts);
        return joined(new byte[] {(byte) tag}, length(content.length), content);
    }

    /** Below 128 it stands for itself; otherwise how many bytes it has comes first. */
    private static byte[] length(int length) {
        if (length < 128) {
            return new byte[] {(byte) length};
        }
        int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] all = new byte[1 + bytes];
        all[0] = (byte) (0x80 | bytes);
        for (int i = 0; i < bytes; i++) {
            all[bytes - i] = (byte) (length >>> (8 * i));
        }
        return all;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
