package dev.shakeout.server.sealing;

import dev.shakeout.model.BadValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets by AES-256-GCM (NIST SP 800-38D) as the id of the key, a colon, and in base64 the nonce and what is encrypted. The place
 * at which it is kept is associated data, so that it means nothing anywhere else.
 *
 * @param random for nonces: one that nobody can predict
 */
public record Seal(SealingKey key, RandomGenerator random) {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** @param place the column and the row */
    public String seal(String secret, String place) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return key.id() + ":" + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /** @throws BadValue it was encrypted with another key, for another place, or was changed since */
    public String open(String sealed, String place) {
        String other = keyOf(sealed);
        if (!other.equals(key.id())) {
            throw new BadValue("it is encrypted with key " + other + ", and this server has key " + key.id()
                    + "; start it with the other one (--secrets-key)");
        }
        try {
            byte[] whole = Base64.getDecoder().decode(sealed.substring(other.length() + 1));
            if (whole.length > NONCE_BYTES) {
                var nonce = new byte[NONCE_BYTES];
                System.arraycopy(whole, 0, nonce, 0, NONCE_BYTES);
                byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, place)
                        .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
                return new String(secret, StandardCharsets.UTF_8);
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // told below
        }
        throw new BadValue("it is not as it was encrypted: somebody has changed the database");
    }

    /** Id of the key by which something is encrypted. */
    public static String keyOf(String sealed) {
        return sealed.substring(0, Math.max(0, sealed.indexOf(':')));
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
