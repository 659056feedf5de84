package dev.shakeout.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Supplier;

/** A new, empty database of each kind that the server can use. */
public enum Databases {
    SQLITE {
        @Override
        public String url() {
            try {
                Path folder = Files.createDirectories(Path.of("target", "stores"));
                return "jdbc:sqlite:"
                        + Files.createTempDirectory(folder.toAbsolutePath(), "store-")
                                .resolve("shakeout.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    POSTGRESQL {
        @Override
        public String url() {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            try (var connection = Cluster.STARTED.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Cluster.STARTED.getJdbcUrl("postgres", name);
        }
    };

    public abstract String url();

    public Store open() {
        return Store.open(url());
    }

    /** One for all tests of this JVM; it ends with the JVM. */
    private static final class Cluster {
        static final EmbeddedPostgres STARTED = ((Supplier<EmbeddedPostgres>) () -> {
                    try {
                        return EmbeddedPostgres.builder().start();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get();
    }
}
