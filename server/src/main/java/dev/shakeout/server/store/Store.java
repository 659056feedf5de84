package dev.shakeout.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The database. Every look at it and every change of it is one {@link Work}, in a transaction of its own. */
public final class Store implements AutoCloseable {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String MIGRATIONS = "classpath:dev/shakeout/server/store/migrations";
    private static final int CONNECTIONS = 8;

    /** The schema of this release: the number of its last migration. */
    static final long NEWEST = 13;

    private static final Duration FAR_APART = Duration.ofSeconds(5);

    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final String url;
    private final boolean oneWriter;
    private final List<DatabaseClock> closing = new CopyOnWriteArrayList<>();
    /** SQLite has one writer at a time, and lets the next one wait inside its library, with the thread that carries it. */
    private final ReentrantLock writing = new ReentrantLock(true);

    private Store(HikariDataSource source, String url, boolean oneWriter) {
        this.source = source;
        this.url = url;
        this.oneWriter = oneWriter;
        this.jdbi = Jdbi.create(source);
    }

    /**
     * Opens it, and brings it to the schema of this release.
     *
     * @param url of JDBC, for SQLite or PostgreSQL
     * @throws RuntimeException it cannot be reached, or belongs to a later release; the message says which
     */
    public static Store open(String url) {
        boolean sqlite = isSqlite(url);
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        if (sqlite) {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL"); // what was answered survives a loss of power
            config.addDataSourceProperty("foreign_keys", "true");
            config.addDataSourceProperty("busy_timeout", "10000");
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        }
        var source = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .ignoreMigrationPatterns(new String[0]) // of a later release: better not touched
                    .load()
                    .migrate();
            return new Store(source, url, sqlite);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    static boolean isSqlite(String url) {
        return url.startsWith(SQLITE);
    }

    /** Of the database that is there; empty when it is none of ours. */
    static Optional<Long> schema(Handle handle) {
        try {
            return handle
                    .createQuery("SELECT version FROM flyway_schema_history WHERE success")
                    .mapTo(String.class)
                    .stream()
                    .map(Long::parseLong)
                    .max(Comparator.naturalOrder());
        } catch (JdbiException _) {
            return Optional.empty();
        }
    }

    /** Whether other servers may be at it too. */
    public boolean isShared() {
        return !oneWriter;
    }

    /**
     * The clock that a server goes by: where several servers share the database, that of the database. It is kept until the store is
     * closed.
     *
     * @param local that of the server's host
     * @param trouble told when the two are far apart
     */
    public Clock clock(Clock local, Consumer<String> trouble) {
        if (oneWriter) {
            return local;
        }
        var clock = DatabaseClock.start(local, this::now);
        closing.add(clock);
        if (clock.ahead().abs().compareTo(FAR_APART) > 0) {
            trouble.accept(
                    "the clock of the database is " + clock.ahead().abs().toSeconds() + " s "
                            + (clock.ahead().isNegative() ? "behind" : "ahead of")
                            + " that of this host; this server goes by the former. Set this host's, as journals of runs have its time");
        }
        return clock;
    }

    private Instant now() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)")
                        .mapTo(Long.class)
                        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                        .one());
    }

    /**
     * Between the servers at it; empty when there can be but one.
     *
     * @param self the name of this one
     * @param receiver of what the others send to it
     */
    public Optional<Post> post(String self, Consumer<String> receiver) {
        return isShared() ? Optional.of(Post.open(url, self, receiver)) : Optional.empty();
    }

    public <T> T read(Function<Work, T> work) {
        return jdbi.withHandle(handle -> work.apply(new Work(handle)));
    }

    /** All of it is done, or nothing when it throws. */
    public <T> T change(Function<Work, T> work) {
        return changeBy(handle -> work.apply(new Work(handle)));
    }

    /** The same for what is about whole tables. */
    <T> T changeBy(Function<Handle, T> work) {
        if (!oneWriter) {
            return jdbi.inTransaction(work::apply);
        }
        writing.lock();
        try {
            return jdbi.inTransaction(work::apply);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Has the timers that are set in it ring, until that is closed.
     *
     * @param server the name of this one
     * @param trouble told of rings that failed; they are repeated
     */
    public Clockwork clockwork(
            String server, Clock clock, Clockwork.Pace pace, Clockwork.Ring ring, Consumer<String> trouble) {
        return Clockwork.start(source, server, clock, pace, ring, trouble);
    }

    @Override
    public void close() {
        closing.forEach(DatabaseClock::close);
        source.close();
    }
}
