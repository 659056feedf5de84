package dev.shakeout.fks.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.shakeout.fks.order.Order;
import dev.shakeout.fks.order.OrderId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** The orders' table in one SQLite file, reached through a small pool of connections. */
final class Database {
    private static final int CONNECTIONS_MAX = 4;
    private static final int REHEARSALS = 20;
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private final HikariDataSource connections;
    private final Pool pool;

    Database(Path dir) throws IOException {
        // The driver unpacks its native library; beside the database it is removed with it.
        System.setProperty("org.sqlite.tmpdir", dir.toAbsolutePath().toString());
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        SQLiteDataSource file = new SQLiteDataSource(sqlite);
        file.setUrl("jdbc:sqlite:" + dir.resolve("orders.db"));
        HikariConfig config = new HikariConfig();
        config.setPoolName("fks_data");
        config.setDataSource(file);
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        connections = new HikariDataSource(config);
        pool = new Pool(connections);
        use(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY,"
                        + " symbol TEXT NOT NULL, quantity INTEGER NOT NULL, price TEXT NOT NULL)");
            }
        });
    }

    /** Does nothing a few times: the first use of a connection in a cold JVM would be slower than callers allow. */
    void rehearse() throws IOException {
        for (int i = 0; i < REHEARSALS; i++) {
            insert(List.of());
            find(new OrderId(1));
        }
    }

    Pool pool() {
        return pool;
    }

    /** Inserts all in one transaction; what is there already stays. */
    void insert(List<Order> orders) throws IOException {
        use(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                for (Order order : orders) {
                    insert.setLong(1, order.id().value());
                    insert.setString(2, order.symbol());
                    insert.setLong(3, order.quantity());
                    insert.setString(4, order.price().toPlainString());
                    insert.addBatch();
                }
                int written = insert.executeBatch().length;
                connection.commit();
                return written;
            }
        });
    }

    Optional<Order> find(OrderId id) throws IOException {
        return use(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT symbol, quantity, price FROM orders WHERE id = ?")) {
                select.setLong(1, id.value());
                ResultSet row = select.executeQuery();
                return row.next()
                        ? Optional.of(new Order(id, row.getString(1), row.getLong(2), new BigDecimal(row.getString(3))))
                        : Optional.empty();
            }
        });
    }

    List<Long> ids(long after, int limit) throws IOException {
        return use(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id FROM orders WHERE id > ? ORDER BY id LIMIT ?")) {
                select.setLong(1, after);
                select.setInt(2, limit);
                ResultSet rows = select.executeQuery();
                List<Long> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        });
    }

    /** The pool rolls back and resets what a failed use leaves behind. */
    private <T> T use(Work<T> work) throws IOException {
        try (Pool.Lease _ = pool.lease();
                Connection connection = connections.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IOException("database: " + e.getMessage(), e);
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
