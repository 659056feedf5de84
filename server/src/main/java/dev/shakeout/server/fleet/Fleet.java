package dev.shakeout.server.fleet;

import dev.shakeout.agent.FleetMessage;
import dev.shakeout.engine.Threads;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The agents that are connected to this server. Which of their connections count is said by the store, for all servers at it: an
 * agent that was revoked, or has come by another connection, is cut off by whichever server has it.
 */
public final class Fleet implements AutoCloseable {
    private static final long PERIOD_MILLIS = 500;
    /** Who have not said yet who they are. */
    private static final int MOST_UNKNOWN = 500;

    private static final int NOTED_AT_ONCE = 250;
    private static final int NONCE_BYTES = 32;

    private final Parts parts;
    private final Admission admission;
    private final Relay relay;
    private final Map<String, AgentConnection> connections = new ConcurrentHashMap<>();
    /** The newest of each agent, by its id. */
    private final Map<String, AgentConnection> byAgent = new ConcurrentHashMap<>();

    private final Set<AgentConnection> unknown = ConcurrentHashMap.newKeySet();
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread = Threads.named("fleet").newThread(this::watch);
    private long noted = System.nanoTime();
    private boolean reachable = true;

    /**
     * What it is made of.
     *
     * @param server its name among all at the store
     * @param ids each a new one that nobody has
     * @param random that nobody can predict
     * @param version of this server
     * @param trouble told of errors of our own
     */
    public record Parts(
            String server,
            Store store,
            Clock clock,
            Supplier<String> ids,
            RandomGenerator random,
            String version,
            Consumer<String> trouble) {}

    private Fleet(Parts parts) {
        this.parts = parts;
        this.admission = new Admission(parts.store(), parts.clock(), parts.ids(), parts.version());
        this.relay = Relay.start(parts.store(), parts.server(), this::connectionOf);
    }

    public static Fleet start(Parts parts) {
        var fleet = new Fleet(parts);
        fleet.thread.start();
        return fleet;
    }

    /** Somebody has dialled. */
    public AgentConnection open(AgentConnection.Wire wire) {
        byte[] nonce = new byte[NONCE_BYTES];
        parts.random().nextBytes(nonce);
        String id = EnrolledAgent.connection(parts.server(), parts.ids().get());
        var connection =
                new AgentConnection(id, Base64.getEncoder().encodeToString(nonce), wire, admission, this::admitted);
        if (unknown.size() >= MOST_UNKNOWN) {
            connection.cut("too many have not said yet who they are; try again later");
            return connection;
        }
        unknown.add(connection);
        connections.put(connection.id(), connection);
        connection.begin();
        return connection;
    }

    private void admitted(AgentConnection connection, String agent) {
        unknown.remove(connection);
        byAgent.put(agent, connection);
        if (!connections.containsKey(connection.id())) { // meanwhile
            byAgent.remove(agent, connection);
        }
    }

    /** Opens the way from one run to the agents of its environment; closed with the run. */
    public RunDoor door(Path socket, String environment) throws IOException {
        return new RunDoor(socket, new Reach(this, parts.store(), parts.clock(), environment), parts.ids());
    }

    /** By this server, or by the one that it is connected to; empty when nobody knows of a connection. */
    Optional<Contact> contact(EnrolledAgent agent) {
        Optional<Contact> here = connectionOf(agent.id()).map(connection -> connection);
        return here.or(() -> agent.connected(parts.clock().instant())
                ? agent.server().flatMap(server -> relay.by(server, agent.id()))
                : Optional.empty());
    }

    /** Of those that are connected to this server, and that are not about to be cut off. */
    Optional<AgentConnection> connectionOf(String agent) {
        return Optional.ofNullable(byAgent.get(agent)).filter(each -> !each.isOver());
    }

    /** It has ended, whoever ended it. */
    public void ended(AgentConnection connection) {
        if (forget(connection)) {
            noteGone(List.of(connection));
        }
    }

    /** @return whether it was known as an agent's until now */
    private boolean forget(AgentConnection connection) {
        connection.endChannels();
        unknown.remove(connection);
        boolean first = connections.remove(connection.id()) != null;
        connection.agent().ifPresent(agent -> byAgent.remove(agent, connection));
        return first && connection.agent().isPresent();
    }

    private void noteGone(List<AgentConnection> gone) {
        try {
            parts.store().<Integer>change(work -> {
                gone.forEach(each ->
                        work.agents().disconnect(each.id(), parts.clock().instant()));
                return gone.size();
            });
        } catch (RuntimeException _) {
            // that nothing is heard of them says the same before long
        }
    }

    /** Whoever the store says does not count any more is cut off now. */
    public void look() {
        hurry.release();
    }

    private void watch() {
        try {
            while (true) {
                var _ = hurry.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                hurry.drainPermits();
                for (AgentConnection each : connections.values()) {
                    if (each.hasEnded()) {
                        ended(each);
                    } else {
                        each.overdue().ifPresent(why -> end(each, new FleetMessage.Refused(why, false)));
                    }
                }
                lookAround();
            }
        } catch (InterruptedException _) {
            // the server ends
        }
    }

    /** A database that is away is no reason to lose agents: they do nothing by themselves. */
    private void lookAround() {
        List<String> known = connections.values().stream()
                .filter(each -> each.agent().isPresent() && !each.isOver())
                .map(AgentConnection::id)
                .toList();
        if (known.isEmpty()) {
            return;
        }
        try {
            Set<String> counting = parts.store().read(work -> work.agents().counting(parts.server()));
            var still = new ArrayList<String>();
            for (String each : known) {
                if (counting.contains(each)) {
                    still.add(each);
                } else {
                    endOutdated(each);
                }
            }
            note(still);
            reachable = true;
        } catch (RuntimeException e) {
            if (reachable) {
                parts.trouble()
                        .accept("agents stay connected, but the database that says which may is not to be had: " + e);
            }
            reachable = false;
        }
    }

    private void endOutdated(String id) {
        Optional.ofNullable(connections.get(id)).ifPresent(connection -> {
            boolean revoked = connection
                    .agent()
                    .flatMap(agent -> parts.store().read(work -> work.agents().find(agent)))
                    .flatMap(EnrolledAgent::revokedAt)
                    .isPresent();
            end(
                    connection,
                    revoked
                            ? new FleetMessage.Refused("it was revoked", true)
                            : new FleetMessage.Refused("another connection with its key has taken its place", false));
        });
    }

    /** Aside, as whoever reads nothing keeps waiting who tells him something. */
    private static void end(AgentConnection connection, FleetMessage.Refused why) {
        if (!connection.isOver()) {
            aside(() -> connection.refuse(why));
        }
    }

    private static void aside(Runnable end) { // virtual, as there may be thousands
        Thread.ofVirtual().name("end of an agent's connection").start(() -> {
            try {
                end.run();
            } catch (RuntimeException _) {
                // nobody is there to be told
            }
        });
    }

    private void note(List<String> counting) {
        if (System.nanoTime() - noted > EnrolledAgent.NOTED.toNanos() && !counting.isEmpty()) {
            noted = System.nanoTime();
            for (int from = 0;
                    from < counting.size();
                    from += NOTED_AT_ONCE) { // whoever halts must not wait for all of it
                List<String> some = counting.subList(from, Math.min(counting.size(), from + NOTED_AT_ONCE));
                parts.store().<Integer>change(work -> {
                    work.agents().seen(some, parts.clock().instant());
                    return some.size();
                });
            }
        }
    }

    /** All are told that the server ends; they come back to whichever is there. */
    @Override
    public void close() {
        relay.close();
        Threads.end(thread);
        var gone = new ArrayList<AgentConnection>();
        for (AgentConnection each : connections.values()) {
            aside(() -> each.cut("the server ends"));
            if (forget(each)) {
                gone.add(each);
            }
        }
        noteGone(gone);
    }
}
