package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Thousands of agents connected to one server, which keeps them in SQLite or in PostgreSQL: how long until all are, its resident memory, and its
 * processor time in a minute. The agents are simulated in a process of their own, with real keys, enrolments and words. Beside it
 * the same library holding as many bare WebSockets that say as much.
 */
public final class FleetSize {
    private static final int AGENTS = 10_000;
    private static final long MINUTE_MILLIS = 60_000;

    private FleetSize() {}

    /** The number of agents may be given, and the word "postgresql", to keep them in such a database instead. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int agents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : AGENTS;
        try (var folder = TemporaryFolder.make("fleet-size")) {
            if (List.of(arguments).contains("postgresql")) {
                try (var postgres = EmbeddedPostgres.builder().start()) {
                    ours(agents, folder.path(), "--database-url", postgres.getJdbcUrl("postgres", "postgres"));
                }
            } else {
                ours(agents, folder.path());
            }
        }
        bare(agents);
    }

    private static void ours(int agents, Path folder, String... options)
            throws IOException, InterruptedException, ExecutionException {
        try (var server = ServerProcess.start(folder.resolve("data"), options)) {
            server.send("GET", "/openapi.json", Optional.empty(), "");
            tell("the server, no agent yet", server.pid());
            Enrolments.make(server, agents, folder);
            tell("the same, with " + agents + " enrolments made", server.pid());
            String fleet = server.url().replaceFirst("^http", "ws") + "/api/v1/fleet";
            try (var all = TalkingJvm.start(SimulatedAgents.class, fleet, String.valueOf(agents), folder.toString())) {
                hold("the server", agents, all, server.pid());
            }
        }
    }

    private static void bare(int agents) throws IOException, InterruptedException {
        try (var server = TalkingJvm.start(BareSockets.class)) {
            String url = server.await("listens at", System.out::println);
            try (var all = TalkingJvm.start(SimulatedAgents.class, url, String.valueOf(agents))) {
                hold("peer: bare WebSockets", agents, all, server.pid());
            }
        }
    }

    private static void hold(String what, int agents, TalkingJvm all, long server)
            throws IOException, InterruptedException {
        long begun = all.awaitMicros("dials");
        double used = TalkingJvm.processor(server);
        long connected = all.awaitMicros("connected");
        System.out.printf(
                "%-45s %d connected in %.1f s, with %.1f s of processor time%n",
                what, agents, (connected - begun) / 1e6, TalkingJvm.processor(server) - used);
        tell(what + ", all connected", server);
        used = TalkingJvm.processor(server);
        Thread.sleep(MINUTE_MILLIS);
        System.out.printf(
                "%-45s %.2f s of processor time in a minute of signs of life%n",
                what, TalkingJvm.processor(server) - used);
        tell(what + ", a minute later", server);
    }

    private static void tell(String what, long server) throws IOException {
        System.out.printf("%-45s %7.0f MiB resident%n", what, TalkingJvm.resident(server));
    }
}
