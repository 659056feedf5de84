package dev.shakeout.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Processes;
import dev.shakeout.model.BadValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come back with their key at their place, and nowhere else. */
class SealTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    private final Seal seal = new Seal(SealingKey.parse(HEX), new SecureRandom());

    @Test
    void whatIsSealedIsOpenedAtItsPlaceAlone() {
        String sealed = seal.seal("a secret — ü", "channels.sealed/slack");
        assertThat(seal.open(sealed, "channels.sealed/slack")).isEqualTo("a secret — ü");
        assertThat(sealed).startsWith(seal.key().id() + ":").doesNotContain("secret");
        assertThat(seal.seal("a secret — ü", "channels.sealed/slack"))
                .as("a nonce of its own")
                .isNotEqualTo(sealed);
        refused(sealed, "channels.sealed/other", "is not as it was encrypted");
    }

    @Test
    void whatWasChangedIsNotOpened() {
        String sealed = seal.seal("a secret", "place");
        char last = sealed.charAt(sealed.length() - 5);
        refused(
                sealed.substring(0, sealed.length() - 5)
                        + (last == 'A' ? 'B' : 'A')
                        + sealed.substring(sealed.length() - 4),
                "place",
                "is not as it was encrypted");
        refused(seal.key().id() + ":AAAA", "place", "is not as it was encrypted");
        refused(seal.key().id() + ":***", "place", "is not as it was encrypted");
    }

    @Test
    void whatIsOfAnotherKeySaysWhich() {
        var other = new Seal(SealingKey.parse("ff".repeat(32)), new SecureRandom());
        refused(
                other.seal("a secret", "place"),
                "place",
                "with key " + other.key().id() + ", and this server has key "
                        + seal.key().id());
    }

    private void refused(String sealed, String place, String words) {
        assertThatThrownBy(() -> seal.open(sealed, place))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(words);
    }

    @Test
    void aKeyIsReadFromAFileThatOnlyItsOwnerMayRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        SealingKey made = SealingKey.readOrMake(file, new SecureRandom());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SealingKey.readOrMake(file, new SecureRandom()).id())
                .as("made once")
                .isEqualTo(made.id());

        for (String others : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(others));
            assertThatThrownBy(() -> SealingKey.read(file))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("chmod 600");
        }
        assertThatThrownBy(() -> SealingKey.read(folder.resolve("none")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aKeyIsWhatACommandSays() throws Exception {
        var processes = new Processes();
        assertThat(new KeySource.Command("echo " + HEX).key(processes).id())
                .isEqualTo(seal.key().id());
        assertThatThrownBy(() -> new KeySource.Command("echo not allowed >&2; exit 3").key(processes))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("status 3: not allowed");
        assertThatThrownBy(() -> new KeySource.Command("echo half-a-key").key(processes))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining("half-a-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "AAAA", "0123"})
    void whatIsNoKeyIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> SealingKey.parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void aKeyDoesNotStandInALog() {
        assertThat(seal.toString()).contains(seal.key().id()).doesNotContain(HEX.substring(0, 16));
    }
}
