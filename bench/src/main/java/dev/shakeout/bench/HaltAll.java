package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * From the moment at which everything is halted by the API until each of thousands of agents has taken back its injection. The agents are
 * simulated in a process of their own, so what it takes on a host to take back is not in it; see TakeBack for that. The runs are
 * played too, as see PlayedRuns: a process for each hundred agents. Beside it the same library calls as many bare WebSockets, and
 * waits for the last answer.
 */
public final class HaltAll {
    /** Each takes two open files of the server, which may have 20,000 where nobody says otherwise. */
    private static final int AGENTS = 9_500;

    private static final int AGENTS_PER_RUN = 100;
    private static final int ROUNDS = 10;

    private final int agents;
    private final int rounds;

    private HaltAll(int agents, int rounds) {
        this.agents = agents;
        this.rounds = rounds;
    }

    /** The number of agents may be given, and of rounds. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var bench = new HaltAll(
                arguments.length > 0 ? Integer.parseInt(arguments[0]) : AGENTS,
                arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS);
        try (var folder = TemporaryFolder.make("halt-all")) {
            bench.ours(folder.path());
        }
        bench.bare();
    }

    private void ours(Path folder) throws IOException, InterruptedException, ExecutionException {
        try (var runs = PlayedRuns.in(folder);
                var server = ServerProcess.start(
                        TalkingJvm.serverCommand(
                                PlayedRunsServer.class,
                                folder.resolve("data").toString(),
                                runs.script().toString()),
                        Map.of())) {
            Enrolments.make(server, agents, folder);
            send(
                    server,
                    "PUT",
                    "/experiments/played",
                    "{\"definition\": {\"title\": \"played\", \"method\": []}, \"owner\": \"bench\"}");
            String fleet = server.url().replaceFirst("^http", "ws") + "/api/v1/fleet";
            try (var all = TalkingJvm.start(SimulatedAgents.class, fleet, String.valueOf(agents), folder.toString())) {
                all.awaitMicros("connected");
                var each = new ArrayList<Double>();
                var last = new ArrayList<Double>();
                for (int round = -1; round < rounds; round++) {
                    List<Double> took = halted(server, runs, all, round);
                    if (round >= 0) { // the first one only warms up
                        each.addAll(took);
                        last.add(took.stream().max(Double::compare).orElseThrow());
                    }
                }
                System.out.printf(
                        "POST /halt -> taken back, %d agents in %d runs, ms; the server has %.0f MiB%n",
                        agents, runCount(), TalkingJvm.resident(server.pid()));
                Trials.print("each agent", each);
                Trials.print("the last one, of each round", last);
            }
        }
    }

    private int runCount() {
        return Math.ceilDiv(agents, AGENTS_PER_RUN);
    }

    private List<Double> halted(ServerProcess server, PlayedRuns runs, TalkingJvm all, int round)
            throws IOException, InterruptedException {
        for (int i = 0; i < runCount(); i++) {
            send(server, "POST", "/runs", "{\"experiment\": \"played\", \"environment\": \"bench\"}");
        }
        runs.inject(runCount(), agents);
        all.awaitMicros("injected");
        Thread.sleep(2000); // nothing of the beginning is still under way
        long asked = now();
        send(server, "POST", "/halt", "{\"reason\": \"round " + round + "\"}");
        double answered = (now() - asked) / 1e3;
        var took = new ArrayList<Double>();
        all.await("over", line -> {
            String[] words = line.split(" ", 2);
            if (words[0].equals("halt")) {
                took.add((Long.parseLong(words[1]) - asked) / 1e3);
            } else {
                System.out.println(line);
            }
        });
        System.out.printf(
                "round %d: the answer came after %.1f ms, %d of %d took back%n", round, answered, took.size(), agents);
        runs.release();
        while (server.send("GET", "/api/v1/runs?limit=200&state=running", Optional.empty(), server.token())
                .contains("\"running\"")) {
            Thread.sleep(200);
        }
        send(server, "DELETE", "/halt", "");
        return took;
    }

    private static void send(ServerProcess server, String verb, String path, String body)
            throws IOException, InterruptedException {
        server.send(verb, "/api/v1" + path, body.isEmpty() ? Optional.empty() : Optional.of(body), server.token());
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void bare() throws IOException, InterruptedException {
        try (var server = TalkingJvm.start(BareSockets.class)) {
            String url = server.await("listens at", System.out::println);
            try (var all = TalkingJvm.start(SimulatedAgents.class, url, String.valueOf(agents))) {
                all.awaitMicros("connected");
                var took = new ArrayList<Double>();
                for (int round = -1; round < rounds; round++) {
                    Thread.sleep(1000);
                    server.say("call");
                    long begun = server.awaitMicros("calls");
                    double one = (server.awaitMicros("answered") - begun) / 1e3;
                    if (round >= 0) { // the first one only warms up
                        took.add(one);
                    }
                }
                Trials.print("peer: the last of bare ones", took);
            }
        }
    }
}
