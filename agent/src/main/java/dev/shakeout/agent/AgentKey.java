package dev.shakeout.agent;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;

/**
 * By which an agent is known, made on its own host and never sent anywhere: a pair of keys for Ed25519 (RFC 8032). As text its
 * public half is X.509's SubjectPublicKeyInfo in base64.
 */
public final class AgentKey {
    private static final String ALGORITHM = "Ed25519";
    /** Before what is signed, so that no signature means anything else. */
    private static final String PURPOSE = "shakeout agent says hello: ";

    private final PrivateKey secret;
    private final String text;

    private AgentKey(PrivateKey secret, String text) {
        this.secret = secret;
        this.text = text;
    }

    /**
     * The one that is kept in a file, made if there is none.
     *
     * @throws BadValue the file is damaged, or others may read it
     */
    public static AgentKey in(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        open.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!open.isEmpty()) {
            throw new BadValue(file + " holds a key, and others may read or change it; run: chmod 600 " + file
                    + ", and enrol this agent anew if somebody may have done so");
        }
        try {
            var line = new Line(JsonReader.read(Files.readString(file)));
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(line.text("private")));
            return new AgentKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(encoded), line.text("public"));
        } catch (BadValue | IllegalArgumentException | GeneralSecurityException _) { // without its text
            throw new BadValue(file + " is damaged; delete it, and enrol this agent anew");
        }
    }

    /** The whole file at once, and never readable for others, not even for a moment. */
    private static void make(Path file) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(
                Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file), ".key-", "", ownerOnly);
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Json.Obj json = Json.object(
                    "private",
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                    "public",
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            Files.writeString(draft, json.compact() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The public one. */
    public String text() {
        return text;
    }

    String sign(String words) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update((PURPOSE + words).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of " + ALGORITHM + " signs", e);
        }
    }

    /** Whether these words are signed by the other half of this public key; false too when it is no key at all. */
    static boolean signed(String key, String words, String by) {
        try {
            var encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(key));
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(encoded));
            signature.update((PURPOSE + words).getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(by));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return false;
        }
    }

    /** SHA-256 of a public key, in hexadecimal digits; the same of one key however it is written. */
    public static String fingerprint(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(key)))
                            .getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            throw new BadValue("it is no key of " + ALGORITHM);
        }
    }
}
