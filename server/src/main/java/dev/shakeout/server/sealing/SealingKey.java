package dev.shakeout.server.sealing;

import dev.shakeout.model.BadValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A key of 256 bits, by which secrets are encrypted. */
public final class SealingKey {
    private static final int BYTES = 32;
    private static final int ID_DIGITS = 12;
    private static final String HEX = "[0-9a-fA-F]{64}";
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final byte[] bytes;

    private SealingKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /**
     * @param text 32 bytes in base64 or in hexadecimal digits
     * @throws BadValue it is no key; the message does not repeat it
     */
    public static SealingKey parse(String text) {
        String stripped = text.strip();
        try {
            byte[] bytes = stripped.matches(HEX)
                    ? HexFormat.of().parseHex(stripped)
                    : Base64.getDecoder().decode(stripped);
            if (bytes.length == BYTES) {
                return new SealingKey(bytes);
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new BadValue(
                "a key for secrets is 32 bytes in base64 or 64 hexadecimal digits; 'openssl rand -base64 32' makes one");
    }

    /**
     * From a file that only its owner can read.
     *
     * @throws BadValue others can, or it holds no key
     */
    public static SealingKey read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new BadValue("the key for secrets, " + file + ", cannot be read");
        }
        if (Files.isRegularFile(file)
                && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
            throw new BadValue("others than its owner may read the key for secrets, or write it: chmod 600 " + file);
        }
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (BadValue e) {
            throw new BadValue(file + ": " + e.getMessage());
        }
    }

    /** From a file, which is made if it is not there. */
    public static SealingKey readOrMake(Path file, RandomGenerator random) throws IOException {
        if (!Files.exists(file)) {
            var key = new byte[BYTES];
            random.nextBytes(key);
            Path draft = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    ".key-",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, Base64.getEncoder().encodeToString(key) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return read(file);
    }

    /** By which it is told from others; says nothing of the key itself. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("shakeout secrets key".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes)).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Never in a log. */
    @Override
    public String toString() {
        return "key " + id();
    }
}
