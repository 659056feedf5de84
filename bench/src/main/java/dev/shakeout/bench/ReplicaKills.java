package dev.shakeout.bench;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two servers at one PostgreSQL and fifty runs under way, each of which stops a process of its own for two seconds; every five seconds
 * one of the servers is killed and started again, in turns. Afterwards: whether each run has come to an end, whether any was ever
 * carried out twice at once, and whether any process is still stopped. Beside it the same load for a minute without a kill.
 */
public final class ReplicaKills {
    private static final int RUNS = 50;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration TO_END = Duration.ofMinutes(10);

    private final Path folder;
    private final String database;
    private final Connection connection;
    private final ServerProcess[] servers = new ServerProcess[2];
    private final List<Process> victims = new ArrayList<>();
    private final AtomicInteger doubled = new AtomicInteger();
    private String token = "";
    private int started;

    private ReplicaKills(Path folder, String database, Connection connection) {
        this.folder = folder;
        this.database = database;
        this.connection = connection;
    }

    /** @param arguments for how many minutes, 10 if not given; and how many runs at once */
    public static void main(String[] arguments) throws Exception {
        long minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : RUNS;
        for (boolean kills : new boolean[] {false, true}) {
            try (var folder = TemporaryFolder.make("replica-kills");
                    var postgres = EmbeddedPostgres.builder().start();
                    var connection = postgres.getPostgresDatabase().getConnection()) {
                String url = postgres.getJdbcUrl("postgres", "postgres");
                new ReplicaKills(folder.path(), url, connection)
                        .measure(runs, kills ? Duration.ofMinutes(minutes) : Duration.ofMinutes(1), kills);
            }
        }
    }

    private void measure(int runs, Duration time, boolean kills) throws Exception {
        try {
            servers[0] = start(0);
            token = servers[0].token();
            servers[1] = start(1);
            prepare(runs);
            var watch = Thread.ofPlatform().daemon().start(this::watch);
            int killed = load(runs, time, kills);
            awaitEnd();
            watch.interrupt();
            watch.join();
            print(time, killed);
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
            victims.forEach(Process::destroyForcibly);
        }
    }

    private ServerProcess start(int which) throws IOException {
        return ServerProcess.start(folder.resolve("server-" + which), "--database-url", database);
    }

    private void prepare(int runs) throws IOException, InterruptedException {
        ask("PUT", "/environments/staging", "{\"description\": \"\"}");
        for (int i = 0; i < runs; i++) {
            Process victim = new ProcessBuilder("sleep", "7200").start();
            victims.add(victim);
            ask("PUT", "/experiments/stop-" + i, """
                    {"owner": "bench", "definition": {"title": "a process stands still", "description": "for a moment", "method": [
                      {"type": "action", "name": "stop", "provider": {"type": "fault", "fault": "process/pause",
                       "target": {"kind": "process", "pid": %d}, "duration": "2s"}}]}}
                    """.formatted(victim.pid()));
        }
    }

    /** By whichever answers. */
    private String ask(String verb, String path, String body) throws IOException, InterruptedException {
        IOException last = new IOException("nobody was asked");
        for (int i = 0; i < 100; i++) {
            try {
                return servers[i % 2].send(verb, "/api/v1" + path, Optional.of(body), token);
            } catch (IOException e) {
                last = e;
                Thread.sleep(LOOK);
            }
        }
        throw last;
    }

    /** @return how often a server was killed */
    private int load(int runs, Duration time, boolean kills) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long kill = System.nanoTime() + BETWEEN_KILLS.toNanos();
        int killed = 0;
        while (System.nanoTime() < end) {
            for (int i : idle(runs)) {
                ask("POST", "/runs", "{\"experiment\": \"stop-" + i + "\", \"environment\": \"staging\"}");
                started++;
            }
            if (kills && System.nanoTime() > kill) {
                servers[killed % 2].kill();
                servers[killed % 2] = start(killed % 2);
                killed++;
                kill += BETWEEN_KILLS.toNanos();
            }
            Thread.sleep(LOOK);
        }
        return killed;
    }

    /** Those of which no run is under way. */
    private List<Integer> idle(int runs) throws SQLException {
        var idle = new ArrayList<Integer>();
        for (int i = 0; i < runs; i++) {
            idle.add(i);
        }
        for (String experiment : rows("SELECT experiment FROM runs WHERE state <> 'ended'")) {
            idle.remove(Integer.valueOf(experiment.substring("stop-".length())));
        }
        return idle;
    }

    private List<String> rows(String question) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    private void awaitEnd() throws SQLException, InterruptedException {
        long end = System.nanoTime() + TO_END.toNanos();
        while (!rows("SELECT id FROM runs WHERE state <> 'ended'").isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK);
        }
    }

    /** How many processes carry out each run, at any moment; what is there once only is about to become another program. */
    private void watch() {
        try {
            var before = new HashMap<String, Set<String>>();
            while (true) {
                var alive = new HashMap<String, Set<String>>();
                try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                    processes.forEach(process -> runOf(process)
                            .ifPresent(run -> alive.computeIfAbsent(run, _ -> new HashSet<>())
                                    .add(process.toString())));
                }
                alive.forEach((run, pids) -> {
                    var lasting = new HashSet<>(pids);
                    lasting.retainAll(before.getOrDefault(run, Set.of()));
                    if (lasting.size() > 1) {
                        doubled.incrementAndGet();
                    }
                });
                before.clear();
                before.putAll(alive);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException | IOException _) {
            // it is over
        }
    }

    /** Each attempt has a folder of its own, with the id of the run before a dot. */
    private Optional<String> runOf(Path process) {
        try {
            Path work = process.resolve("cwd").toRealPath();
            if (!work.startsWith(folder.toRealPath()) || !work.toString().contains("/runs/")) {
                return Optional.empty();
            }
            boolean java = Files.readString(process.resolve("comm")).equals("java\n");
            return java ? Optional.of(work.getFileName().toString().split("\\.", 2)[0]) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // it has ended, or is none of ours
        }
    }

    private void print(Duration time, int killed) throws SQLException, IOException {
        long stopped = 0;
        for (Process victim : victims) {
            String stat = Files.readString(Path.of("/proc", Long.toString(victim.pid()), "stat"));
            stopped += stat.substring(stat.lastIndexOf(')') + 2).startsWith("T") ? 1 : 0;
        }
        System.out.printf(
                "%d min, %d kills: %d runs started, %d stored, %d not ended, %d times two processes of one run, %d processes still stopped%n",
                time.toMinutes(),
                killed,
                started,
                rows("SELECT id FROM runs").size(),
                rows("SELECT id FROM runs WHERE state <> 'ended'").size(),
                doubled.get(),
                stopped);
        Map<String, Integer> ends = new TreeMap<>();
        rows("SELECT COALESCE(verdict, 'none') || ', attempt ' || attempt FROM runs")
                .forEach(end -> ends.merge(end, 1, Integer::sum));
        System.out.println("  " + ends);
        var reasons = new TreeMap<String, Integer>();
        rows("SELECT reasons FROM runs WHERE COALESCE(verdict, '') NOT IN ('passed', 'aborted')")
                .forEach(text -> reasons.merge(words(text), 1, Integer::sum));
        reasons.forEach((reason, count) -> System.out.println("  " + count + " × " + reason));
        try (Stream<Path> left = Files.walk(folder.resolve("home"))) {
            System.out.println("  entries of ledgers that are left: "
                    + left.filter(file -> file.toString().endsWith(".entry")).count());
        }
    }

    private static String words(String reasons) {
        return JsonReader.read(reasons) instanceof Json.Arr(var items) && !items.isEmpty()
                ? items.stream()
                        .map(Json::text)
                        .collect(Collectors.joining("; "))
                        .replaceAll("[0-9a-f-]{36}|\\d{4,}", "…")
                : "no reason";
    }
}
