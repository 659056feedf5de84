package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The kubeconfig of one run, with a token of its account. It is written anew, in one go, while the token in it is still good;
 * whoever uses it looks at it again then, so a run may take as long as it likes.
 */
final class Pass {
    /** What an operator that is lost leaves behind is good for no longer. */
    static final Duration LIFE = Duration.ofHours(1);

    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final Account account;
    private final Cluster cluster;
    private final Path file;
    private final InstantSource clock;
    private final Duration life;
    private Instant due;

    /**
     * Writes it for the first time.
     *
     * @throws IOException the account cannot be used, or the file not be written
     */
    Pass(Account account, Cluster cluster, Path file, InstantSource clock, Duration life) throws IOException {
        this.account = account;
        this.cluster = cluster;
        this.file = file;
        this.clock = clock;
        this.life = life;
        this.due = write();
    }

    Path file() {
        return file;
    }

    /** How long it may stay as it is. */
    Duration left() {
        Duration left = Duration.between(clock.instant(), due);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Writes it anew.
     *
     * @throws IOException it could not be; is to be tried again when {@link #left} is over, and the old one may still do
     */
    void renew() throws IOException {
        due = clock.instant().plus(AGAIN);
        due = write();
    }

    /** @return when it is to be done again: with a fifth of the token's life left, as the kubelet does */
    private Instant write() throws IOException {
        Instant asked = clock.instant();
        Account.Token token = account.token(cluster, life);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh, cluster.kubeconfig(token.text(), account.namespace()).compact(), StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return asked.plus(
                Duration.between(asked, token.expires()).multipliedBy(4).dividedBy(5));
    }
}
