package dev.shakeout.cli;

import dev.shakeout.cli.Shakeout.Running;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** Servers at a PostgreSQL of their own, that can be stopped and started again. */
abstract class WithPostgres extends WithFleet {
    private EmbeddedPostgres postgres;
    private int port;
    private Path kept;

    @Override
    Running startServer() throws Exception {
        kept = shakeout.work().resolve("database");
        startDatabase();
        return startAt("here");
    }

    /** With all that it had. */
    final void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(kept)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
        port = postgres.getPort();
    }

    final void stopDatabase() throws IOException {
        postgres.close();
    }

    final String database() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    /** One that keeps in this folder what is not in the database. */
    final Running startAt(String data) throws IOException {
        return start("server", "--port", "0", "--data", data, "--database-url", database());
    }

    @AfterEach
    @Override
    void end() {
        super.end();
        try {
            stopDatabase();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
