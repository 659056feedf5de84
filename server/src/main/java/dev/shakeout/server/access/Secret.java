package dev.shakeout.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A token as its holder has it. It is shown once; kept is only its hash, which is enough as nobody can guess 256 bits. */
public record Secret(String text) {
    /** By this a scanner for leaked secrets knows one. */
    private static final String PREFIX = "shakeout_";

    private static final int BYTES = 32;

    /** @param random one that nobody can predict */
    public static Secret create(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public String hash() {
        return sha256(text);
    }

    /** In hexadecimal digits. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Never in a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
