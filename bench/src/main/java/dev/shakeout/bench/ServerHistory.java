package dev.shakeout.bench;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A million runs in a PostgreSQL database: how long a page of the history and the answer of a gate take, by HTTP, from a server
 * in a process of its own. Beside it the bare query for the newest page, over a connection that is open.
 */
public final class ServerHistory {
    private static final int RUNS = 1_000_000;
    private static final int QUESTIONS = 2_000;
    private static final int TOKENS = 30;
    private static final int PAGE = 50;

    /** Of 50 experiments, in 4 environments, with 2,000 versions; each fiftieth run deviated, and told two findings. */
    private static final List<String> FILL = List.of(
            "INSERT INTO environments SELECT 'env' || i, '', '', 1, 0 FROM generate_series(0, 3) i",
            "INSERT INTO experiments SELECT 'x' || i, 'team', 1, 0 FROM generate_series(0, 49) i",
            "INSERT INTO experiment_versions SELECT 'x' || i, 1, 'title ' || i, '{}', 't', 0 FROM generate_series(0, 49) i",
            """
            INSERT INTO runs (id, experiment, experiment_version, environment, labels, state, verdict, reasons, server, halt,
                requested_by, requested_at, ended_at)
            SELECT 'r' || i, 'x' || i %% 50, 1, 'env' || i / 50 %% 4, '{"version": "' || i / 500 || '"}', 'ended',
                CASE WHEN i %% 50 = 7 THEN 'deviated' ELSE 'passed' END, '["it is so"]', 'here', 0, 't',
                1700000000000 + i * 60000::bigint, 1700000030000 + i * 60000::bigint
            FROM generate_series(0, %d - 1) i""".formatted(RUNS),
            """
            INSERT INTO evidence SELECT id, 'title ' || substr(experiment, 2), verdict, 'it is so', 1, requested_at, ended_at,
                environment, labels::json ->> 'version', '["fks_api", "fks_auth"]', labels FROM runs""",
            """
            INSERT INTO findings SELECT id, number, 'slow', 'a probe', 'p95 400 ms', ended_at, '[]', '[]'
            FROM runs, generate_series(1, 2) number WHERE verdict = 'deviated'""",
            "DELETE FROM last_evidence");

    private ServerHistory() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        try (var folder = TemporaryFolder.make("server-history");
                var postgres = EmbeddedPostgres.builder().start();
                var connection = postgres.getPostgresDatabase().getConnection()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (var server = ServerProcess.start(folder.path(), "--database-url", url)) {
                fill(connection);
                measure(server, tokens(server), connection);
            }
        }
    }

    private static void fill(Connection connection) throws SQLException, IOException {
        long begun = System.nanoTime();
        try (var statement = connection.createStatement()) {
            for (String each : FILL) {
                statement.execute(each);
            }
            statement.execute(upgrade());
            statement.execute("ANALYZE");
        }
        System.out.printf("%d runs stored in %.0f s%n", RUNS, (System.nanoTime() - begun) / 1e9);
    }

    /** What a run leaves for gates is made here as an upgrade from a release without that table makes it. */
    private static String upgrade() throws IOException {
        try (var migration =
                ServerHistory.class.getResourceAsStream("/dev/shakeout/server/store/migrations/V7__gate.sql")) {
            if (migration == null) {
                throw new IOException("the migration V7 is not on the class path");
            }
            String text = new String(migration.readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("INSERT INTO"));
        }
    }

    /** One alone may not ask as often as this does. */
    private static List<String> tokens(ServerProcess server) throws IOException, InterruptedException {
        var tokens = new ArrayList<String>();
        for (int i = 0; i < TOKENS; i++) {
            String made = server.send(
                    "POST",
                    "/api/v1/tokens",
                    Optional.of("{\"name\": \"bench\", \"role\": \"viewer\"}"),
                    server.token());
            tokens.add(text(made, "token").orElseThrow());
        }
        return tokens;
    }

    private static Optional<String> text(String json, String member) {
        return JsonReader.read(json) instanceof Json.Obj object
                ? object.get(member).map(Json::text)
                : Optional.empty();
    }

    private static void measure(ServerProcess server, List<String> tokens, Connection connection)
            throws IOException, InterruptedException, SQLException {
        var newest = new ArrayList<Double>();
        var pages = new ArrayList<Double>();
        var ofOne = new ArrayList<Double>();
        var gates = new ArrayList<Double>();
        var versions = new ArrayList<Double>();
        var bare = new ArrayList<Double>();
        String after = "";
        for (int i = -200; i < QUESTIONS; i++) { // the first ones only warm up
            String token = tokens.get(Math.floorMod(i, TOKENS));
            var asked = new Asked(server, token, i >= 0);
            asked.ask("/api/v1/runs", newest);
            String page = asked.ask("/api/v1/runs?environment=env2&limit=" + PAGE + after, pages);
            after = text(page, "next").map(next -> "&after=" + next).orElse("");
            asked.ask("/api/v1/runs?experiment=x" + Math.floorMod(i, 50) + "&verdict=passed", ofOne);
            asked.ask("/api/v1/gate?service=fks_api&environment=env" + Math.floorMod(i, 4) + "&max-age=7d", gates);
            asked.ask(
                    "/api/v1/gate?service=fks_api&environment=env1&max-age=7d&version=" + Math.floorMod(i, 2000),
                    versions);
            double query = bare(connection);
            if (i >= 0) {
                bare.add(query);
            }
        }
        System.out.println("one request at a time over HTTP, milliseconds");
        Trials.print("the newest page of the history", newest);
        Trials.print("page after page, an environment", pages);
        Trials.print("the newest page of an experiment", ofOne);
        Trials.print("gate, of an environment", gates);
        Trials.print("gate, of a version", versions);
        Trials.print("peer: bare query, newest page", bare);
    }

    private record Asked(ServerProcess server, String token, boolean counts) {
        String ask(String path, List<Double> into) throws IOException, InterruptedException {
            long begun = System.nanoTime();
            String answer = server.send("GET", path, Optional.empty(), token);
            if (counts) {
                into.add((System.nanoTime() - begun) / 1e6);
            }
            return answer;
        }
    }

    private static double bare(Connection connection) throws SQLException {
        long begun = System.nanoTime();
        try (var statement = connection.prepareStatement(
                        "SELECT * FROM runs ORDER BY requested_at DESC, id DESC LIMIT " + (PAGE + 1));
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getString("id");
            }
        }
        return (System.nanoTime() - begun) / 1e6;
    }
}
