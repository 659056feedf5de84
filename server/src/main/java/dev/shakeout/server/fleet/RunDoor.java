package dev.shakeout.server.fleet;

import dev.shakeout.agent.Door;
import dev.shakeout.agent.Knock;
import dev.shakeout.agent.Member;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.Orders;
import dev.shakeout.agent.Report;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Json;
import dev.shakeout.server.run.Workshop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Where one run, which is a process of its own, speaks with agents by the connections that only its server has: a socket in the
 * run's folder, which only this user can enter. When it is closed, or the run is gone, the agents take back what they did for it.
 */
public final class RunDoor implements Workshop.Way {
    /** Of an agent that has lost its server, and comes back. */
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    private static final Duration TO_SETTLE = Duration.ofSeconds(8);
    private static final String HALT =
            new Order.Halt().json().with("number", Json.of(0)).compact(); // nobody waits for the answer

    private final Path socket;
    private final Reach reach;
    private final Supplier<String> ids;
    private final ServerSocketChannel door;
    private final Set<SocketChannel> visitors = ConcurrentHashMap.newKeySet();
    /** Who the run speaks with, by channels. */
    private final Map<String, Contact> spoken = new ConcurrentHashMap<>();

    private volatile boolean halted;

    /** @throws IOException it cannot be opened there */
    RunDoor(Path socket, Reach reach, Supplier<String> ids) throws IOException {
        this.socket = socket;
        this.reach = reach;
        this.ids = ids;
        Files.deleteIfExists(socket);
        this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            door.close();
            throw new IOException("no socket can be made at " + socket + ": " + e.getMessage(), e);
        }
        Threads.start("door of a run", this::open);
    }

    private void open() {
        while (door.isOpen()) {
            try {
                SocketChannel visitor = door.accept();
                visitors.add(visitor);
                // virtual, as there may be thousands: one for each agent that a run speaks with
                Thread.ofVirtual().name("visitor of a run").start(() -> attend(visitor));
            } catch (IOException _) {
                return; // it was closed
            }
        }
    }

    private void attend(SocketChannel visitor) {
        try (visitor) {
            var in =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(visitor), StandardCharsets.UTF_8));
            var out = Channels.newOutputStream(visitor);
            Optional<String> knock = Optional.ofNullable(in.readLine());
            if (knock.isPresent()) {
                answer(knock.get(), in, out, visitor);
            }
        } catch (IOException _) {
            // whoever asked has gone
        } finally {
            visitors.remove(visitor);
        }
    }

    private void answer(String knock, BufferedReader in, OutputStream out, SocketChannel visitor) throws IOException {
        if (knock.startsWith("POST /")) { // by what takes back for a run that is gone, which has nothing but curl
            out.write(Door.answer(knock.split(" ", -1)[1], in, this::settle));
            return;
        }
        try {
            switch (Knock.read(JsonReader.read(knock))) {
                case Knock.Members() -> write(out, Member.json(reach.members()).compact());
                case Knock.Speak(var agent) -> speak(reach.to(agent), in, out, visitor);
            }
        } catch (IOException | RuntimeException e) {
            write(out, Json.object("refused", String.valueOf(e.getMessage())).compact());
        }
    }

    private void speak(Contact agent, BufferedReader in, OutputStream out, SocketChannel visitor) throws IOException {
        String channel = ids.get();
        write(out, Json.object("open", channel).compact());
        agent.open(channel, new Visitor(out, visitor));
        spoken.put(channel, agent);
        try {
            if (halted) { // meanwhile
                agent.say(channel, HALT);
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                agent.say(channel, line);
            }
        } catch (IOException | RuntimeException _) {
            // either side has gone
        } finally {
            spoken.remove(channel);
            agent.end(channel);
        }
    }

    /** Aside each, as an agent that reads nothing must keep no other waiting; virtual, as there may be thousands. */
    @Override
    public void halt() {
        halted = true;
        spoken.forEach((channel, agent) -> Thread.ofVirtual()
                .name("halt of an agent")
                .start(() -> {
                    try {
                        agent.say(channel, HALT);
                    } catch (RuntimeException _) {
                        // its connection has ended, and so it takes back
                    }
                }));
    }

    /** @param path such as settle/AGENT/LEDGER */
    private void settle(String path) throws IOException {
        String[] words = path.split("/", -1);
        if (words.length != 3 || !words[0].equals("settle")) {
            throw new IOException("nobody here is asked for " + path);
        }
        try (var orders =
                new Orders(new FleetCarrier(reach.awaitConnection(words[1], TO_CONNECT), ids.get()), _ -> {})) {
            Report report = orders.ask(new Order.Settle(words[2]), TO_SETTLE);
            if (!(report instanceof Report.TakenBack back)) {
                throw Orders.unexpected(report);
            }
            if (!back.commands().isEmpty()) {
                throw new IOException(back.why() + "; run there: " + String.join(" ; ", back.commands()));
            }
        }
    }

    /** The run, as an agent's reports get there. */
    private record Visitor(OutputStream out, SocketChannel visitor) implements Contact.Listener {
        @Override
        public void line(String line) {
            try {
                write(out, line);
            } catch (IOException _) {
                over();
            }
        }

        @Override
        public void over() {
            try {
                visitor.close();
            } catch (IOException _) {
                // it has ended
            }
        }
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Whoever is spoken with by it is told that the run is gone. */
    @Override
    public void close() throws IOException {
        door.close();
        for (SocketChannel each : visitors) {
            each.close();
        }
        Files.deleteIfExists(socket);
    }
}
