package dev.shakeout.bench;

import dev.shakeout.agent.Aim;
import dev.shakeout.agent.Carrier;
import dev.shakeout.agent.Knock;
import dev.shakeout.agent.Member;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.fleet.FleetLink;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The runs' side of thousands of injections: says to each agent, at the doors that the server opens for its runs, what a run says, and
 * gives signs of life. The commands that the server starts are played by a script that tells where the door is, and stays, deaf to
 * being halted: what is taken back is so by nothing but what the server says to agents.
 */
final class PlayedRuns implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SIGN = LEASE.dividedBy(4);
    private static final int AT_ONCE = 50;

    private static final String SCRIPT = """
            trap '' TERM INT HUP
            case " $* " in *' validate '*) exit 0 ;; esac
            folder=${0%/*}
            echo "$SHAKEOUT_FLEET" >"$folder/doors/$$.new" && mv "$folder/doors/$$.new" "$folder/doors/$$.door"
            read -r _ <"$folder/hold"
            """;

    private final Path folder;
    private final Queue<Carrier> speaking = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService signs = Executors.newSingleThreadScheduledExecutor();

    private PlayedRuns(Path folder) {
        this.folder = folder;
    }

    static PlayedRuns in(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("doors"));
        Files.writeString(folder.resolve("run.sh"), SCRIPT);
        new ProcessBuilder("mkfifo", folder.resolve("hold").toString())
                .inheritIO()
                .start()
                .waitFor();
        var runs = new PlayedRuns(folder);
        var _ = runs.signs.scheduleAtFixedRate(runs::live, 0, SIGN.toMillis(), TimeUnit.MILLISECONDS);
        return runs;
    }

    Path script() {
        return folder.resolve("run.sh");
    }

    private void live() {
        speaking.removeIf(each -> {
            try {
                each.send(said(0, new Order.Alive()));
                return false;
            } catch (IOException _) {
                return true; // its door is shut
            }
        });
    }

    private static String said(long number, Order order) {
        return order.json().with("number", Json.of(number)).compact();
    }

    /** Waits for this many runs, and has the agents inject, each for one of them. */
    void inject(int runs, int agents) throws IOException, InterruptedException {
        List<Path> doors = doors();
        while (doors.size() < runs) {
            Thread.sleep(50);
            doors = doors();
        }
        List<Member> members = new FleetLink(doors.getFirst()).members();
        if (members.size() != agents) {
            throw new IOException("the server knows of " + members.size() + " agents that are connected");
        }
        var turn = new Semaphore(AT_ONCE);
        for (int i = 0; i < agents; i++) {
            Path door = doors.get(i % runs);
            String agent = members.get(i).id();
            turn.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    speak(door, agent, turn);
                } catch (IOException e) {
                    System.out.println("agent " + agent + ": " + e);
                }
            });
        }
    }

    private List<Path> doors() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("doors"))) {
            var doors = new ArrayList<Path>();
            for (Path each :
                    files.filter(file -> file.toString().endsWith(".door")).toList()) {
                doors.add(Path.of(Files.readString(each).strip()));
            }
            return doors;
        }
    }

    private void speak(Path door, String agent, Semaphore turn) throws IOException {
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(door));
        try (var carrier = Carrier.of(Channels.newInputStream(channel), Channels.newOutputStream(channel))) {
            try {
                carrier.send(new Knock.Speak(agent).json().compact());
                carrier.receive();
                String name = "played-" + agent;
                ask(carrier, 1, new Order.Begin(name, LEASE));
                ask(
                        carrier,
                        2,
                        new Order.Plan(name, "process/pause", Json.Obj.EMPTY, new Aim.Found("host", Json.Obj.EMPTY)));
                ask(carrier, 3, new Order.Inject(name));
            } finally {
                turn.release();
            }
            speaking.add(carrier);
            while (carrier.receive().isPresent()) {
                // until the door is shut
            }
            speaking.remove(carrier);
        }
    }

    private static void ask(Carrier carrier, long number, Order order) throws IOException {
        carrier.send(said(number, order));
        String answer = carrier.receive().orElseThrow(() -> new IOException("the server has shut the door"));
        if (answer.contains("\"failed\"")) {
            throw new IOException(answer);
        }
    }

    /** The runs end. */
    void release() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("doors"))) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.writeString(folder.resolve("hold"), "\n"); // all that wait for it go on
    }

    @Override
    public void close() {
        signs.shutdownNow();
    }
}
