package dev.shakeout.server.store;

import dev.shakeout.engine.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * The time of the database, by which all servers at it agree however far their hosts' clocks are apart: what one of them has noted,
 * another one judges. Measured again and again, as clocks drift and are set; while the database is away, as it was last.
 */
final class DatabaseClock extends Clock implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    /** An answer that took longer says little. */
    private static final Duration QUICK = Duration.ofSeconds(2);

    private final Clock local;
    private final Supplier<Instant> database;
    private final Thread measuring;
    private volatile Duration ahead;

    /** @param database asks it for its time; throws when it is not to be had */
    private DatabaseClock(Clock local, Supplier<Instant> database) {
        this.local = local;
        this.database = database;
        this.ahead = measured();
        this.measuring = Threads.start("time of the database", this::keep);
    }

    static DatabaseClock start(Clock local, Supplier<Instant> database) {
        return new DatabaseClock(local, database);
    }

    /** By how much it is ahead of the clock here. */
    Duration ahead() {
        return ahead;
    }

    private Duration measured() {
        Instant asked = local.instant();
        Instant said = database.get();
        return Duration.between(
                asked.plus(Duration.between(asked, local.instant()).dividedBy(2)), said);
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(BETWEEN);
                measure();
            }
        } catch (InterruptedException _) {
            // the server ends
        }
    }

    /** Again. */
    void measure() {
        try {
            long asked = System.nanoTime();
            Duration now = measured();
            if (System.nanoTime() - asked < QUICK.toNanos()) {
                ahead = now;
            }
        } catch (RuntimeException _) {
            // it is away
        }
    }

    @Override
    public Instant instant() {
        return local.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Nobody asks it for another zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("moments have no zone");
    }

    @Override
    public void close() {
        Threads.end(measuring);
    }
}
