package dev.shakeout.server.store;

import dev.shakeout.engine.Threads;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/**
 * Texts from one server to another at the same PostgreSQL, by its LISTEN and NOTIFY: so servers need no way to each other. What one
 * sends to another arrives in that order, or not at all: nobody keeps it for who is away.
 */
public final class Post implements AutoCloseable {
    /** PostgreSQL takes payloads of less than 8,000 bytes; a character has at most three in UTF-8, or four for two. */
    private static final int PIECE = 2_500;

    private static final int LOOK_MILLIS = 500;
    private static final long BETWEEN_TRIES_MILLIS = 1_000;
    private static final String LAST = "!";
    private static final String MORE = "+";

    private final String url;
    private final String self;
    private final Consumer<String> receiver;
    private final Thread thread = Threads.named("post").newThread(this::listen);
    private final Map<String, StringBuilder> pieces = new HashMap<>();
    private Optional<Connection> sending = Optional.empty();
    private volatile boolean over;

    private Post(String url, String self, Consumer<String> receiver) {
        this.url = url;
        this.self = self;
        this.receiver = receiver;
    }

    /**
     * @param self the name by which others send something to this server
     * @param receiver of what is sent to it, one after the other; must not throw
     */
    static Post open(String url, String self, Consumer<String> receiver) {
        var post = new Post(url, self, receiver);
        post.thread.start();
        return post;
    }

    /**
     * Whoever listens gets it.
     *
     * @throws IllegalStateException the database is away
     */
    public synchronized void send(String server, String text) {
        try {
            Connection connection = sending();
            try (var statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                for (int begin = 0; begin == 0 || begin < text.length(); ) {
                    int end = end(text, begin);
                    statement.setString(1, channel(server));
                    statement.setString(
                            2, self + " " + (end == text.length() ? LAST : MORE) + text.substring(begin, end));
                    statement.execute();
                    begin = end == begin ? text.length() + 1 : end;
                }
            }
        } catch (SQLException e) {
            sending.ifPresent(Post::close);
            sending = Optional.empty();
            throw new IllegalStateException("nothing gets to another server, as the database is away: " + e, e);
        }
    }

    /** Never between the two halves of a character. */
    private static int end(String text, int begin) {
        int end = Math.min(text.length(), begin + PIECE);
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private Connection sending() throws SQLException {
        if (over) {
            throw new SQLException("this server ends");
        }
        if (sending.isEmpty()) {
            sending = Optional.of(DriverManager.getConnection(url));
        }
        return sending.get();
    }

    /** A name that PostgreSQL takes as it is. */
    private static String channel(String server) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(server.getBytes(StandardCharsets.UTF_8));
            return "shakeout_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        while (!over) {
            try (Connection connection = DriverManager.getConnection(url)) {
                try (var statement = connection.createStatement()) {
                    statement.execute("LISTEN " + channel(self));
                }
                pieces.clear(); // their other halves were told to nobody
                var postgres = connection.unwrap(PGConnection.class);
                while (!over) {
                    for (var each : postgres.getNotifications(LOOK_MILLIS)) {
                        hear(each.getParameter());
                    }
                }
            } catch (SQLException _) {
                pause();
            }
        }
    }

    private void hear(String payload) {
        int space = payload.indexOf(' ');
        String sender = payload.substring(0, space);
        StringBuilder text = pieces.computeIfAbsent(sender, _ -> new StringBuilder());
        text.append(payload, space + 2, payload.length());
        if (payload.startsWith(LAST, space + 1)) {
            pieces.remove(sender);
            receiver.accept(text.toString());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // it is gone
        }
    }

    @Override
    public void close() {
        over = true;
        Threads.end(thread);
        synchronized (this) {
            sending.ifPresent(Post::close);
            sending = Optional.empty();
        }
    }
}
