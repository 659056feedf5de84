package dev.shakeout.bench;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.HostWords;
import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Thousands of agents in a process of their own, each with its own key, enrolment and connection, that give signs of life as often
 * as real ones. Tells on its output how many are connected and hold an injection, and when each took it back.
 */
public final class SimulatedAgents implements SimulatedAgent.Events {
    private static final int DIALLED_AT_ONCE = 100;
    private static final Duration SIGN = Duration.ofSeconds(10);

    private final URI server;
    private final int wanted;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newFixedThreadPool(2))
            .build();
    private final Semaphore dialling = new Semaphore(DIALLED_AT_ONCE);
    private final Map<SimulatedAgent, WebSocket> joined = new ConcurrentHashMap<>();
    private final AtomicInteger injected = new AtomicInteger();
    private final AtomicInteger members = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> takenBack = new ConcurrentLinkedQueue<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private int turns;

    private SimulatedAgents(URI server, int wanted) {
        this.server = server;
        this.wanted = wanted;
    }

    /** The address; the number; and, to join a fleet, a folder with the file "tokens", a line for each. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var all = new SimulatedAgents(URI.create(arguments[0]), Integer.parseInt(arguments[1]));
        try (var signs = Executors.newSingleThreadScheduledExecutor()) {
            var _ = signs.scheduleAtFixedRate(all::live, 0, SIGN.toMillis() / 100, TimeUnit.MILLISECONDS);
            all.dial(arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty());
            int ended = System.in.read(); // whoever started it has gone, or lets it end
            System.exit(Math.max(0, ended)); // its connections are of no more use
        }
    }

    private void dial(Optional<Path> folder) throws IOException, InterruptedException {
        List<String> tokens =
                folder.isPresent() ? Files.readAllLines(folder.get().resolve("tokens")) : List.of();
        String version = System.getProperty("bench.version", "0.1.0");
        var words = HostWords.of(Machine.local(), version);
        var agents = new ArrayList<SimulatedAgent>();
        for (int i = 0; i < wanted; i++) {
            Optional<SimulatedAgent.Identity> identity = Optional.empty();
            if (folder.isPresent()) {
                var key = AgentKey.in(folder.get().resolve("key-" + i));
                identity = Optional.of(new SimulatedAgent.Identity(key, tokens.get(i), "host-" + i, words, version));
            }
            agents.add(new SimulatedAgent(identity, this));
        }
        System.out.println("dials " + now());
        for (SimulatedAgent each : agents) {
            dialling.acquire();
            var _ = client.newWebSocketBuilder().buildAsync(server, each).whenComplete((socket, error) -> {
                if (error != null) {
                    dialling.release();
                    lost(each, error.toString());
                } else {
                    joined.put(each, socket);
                }
            });
        }
    }

    /** A hundredth of them, each time. */
    private void live() {
        int turn = Math.floorMod(turns++, 100);
        joined.forEach((agent, socket) -> {
            if (Math.floorMod(agent.hashCode(), 100) == turn) {
                agent.live(socket);
            }
        });
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    @Override
    public void joined(SimulatedAgent agent) {
        dialling.release();
        if (members.incrementAndGet() == wanted) {
            System.out.println("connected " + now());
        }
    }

    @Override
    public void injected() {
        if (injected.incrementAndGet() == wanted) {
            System.out.println("injected " + now());
        }
    }

    @Override
    public void tookBack(String how) {
        takenBack.add(how + " " + now());
        if (injected.decrementAndGet() == 0) {
            takenBack.forEach(System.out::println);
            takenBack.clear();
            System.out.println("over " + now());
        }
    }

    @Override
    public void lost(SimulatedAgent agent, String why) {
        if (told.add(why)) { // the first of each kind; then it does not get as far as all being connected
            System.out.println("lost " + why);
        }
    }
}
