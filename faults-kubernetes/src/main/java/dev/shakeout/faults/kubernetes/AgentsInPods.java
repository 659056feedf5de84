package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Threads;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Has an agent in each pod whose processes or network a run breaks, from before anything is injected until all is taken back.
 * An agent that no longer hears of the run takes everything back itself.
 */
public final class AgentsInPods implements Custodian {
    /** By the names of their ledgers; those that one command has planned. */
    static final class Planned implements AutoCloseable {
        private final Map<String, AgentInPod> agents = new ConcurrentHashMap<>();

        static Planned on(Machine machine) {
            return machine.shared().get(Planned.class, Planned::new);
        }

        void add(String ledger, AgentInPod agent) {
            agents.put(ledger, agent);
        }

        private Optional<AgentInPod> of(Injection injection) {
            return injection.steps().stream()
                    .flatMap(step -> step.undo().flatMap(ApiCall::undo).stream())
                    .map(Undo::read)
                    .flatMap(undo -> undo instanceof AgentUndo inPod
                            ? Optional.ofNullable(agents.get(inPod.ledger())).stream()
                            : java.util.stream.Stream.empty())
                    .findFirst();
        }

        private Map<Injection, AgentInPod> of(List<Injection> injections) {
            var found = new LinkedHashMap<Injection, AgentInPod>();
            injections.forEach(injection -> of(injection).ifPresent(agent -> found.put(injection, agent)));
            return found;
        }

        @Override
        public void close() {
            agents.clear();
        }
    }

    @Override
    public String name() {
        return "kubernetes-agents"; // after those who keep the credentials
    }

    @Override
    public Care care(Witness.Scope scope, Duration lease, Machine machine) {
        var agents = Planned.on(machine).of(scope.injections());
        return lost -> agents.isEmpty() ? Held.NOTHING : held(new Kept(agents, Planned.on(machine), lease, lost));
    }

    private static Held held(Kept kept) throws IOException {
        try {
            kept.begin();
        } catch (IOException | RuntimeException e) {
            kept.end(false);
            throw e;
        }
        return kept;
    }

    private static final class Kept implements Held {
        private final Map<Injection, AgentInPod> agents;
        private final Planned planned;
        private final Duration lease;
        private final Consumer<String> lost;
        private final List<Door> doors = new ArrayList<>();

        Kept(Map<Injection, AgentInPod> agents, Planned planned, Duration lease, Consumer<String> lost) {
            this.agents = new ConcurrentHashMap<>(agents);
            this.planned = planned;
            this.lease = lease;
            this.lost = lost;
        }

        void begin() throws IOException {
            for (Cluster cluster :
                    agents.values().stream().map(AgentInPod::cluster).collect(Collectors.toSet())) {
                doors.add(new Door(cluster.access().door(), this::serve));
            }
            for (var begun : each(agent -> {
                        try {
                            agent.begin(lease, lost);
                            return Optional.<IOException>empty();
                        } catch (IOException e) {
                            return Optional.of(e);
                        }
                    })
                    .values()) {
                if (begun.isPresent()) {
                    throw begun.get();
                }
            }
        }

        /** In a container that was begun anew since; all clusters have their doors by then. */
        @Override
        public void join(Injection injection, Farewells farewells) throws IOException {
            for (AgentInPod agent : planned.of(injection).stream().toList()) {
                agents.put(injection, agent);
                agent.begin(lease, lost);
            }
        }

        /** @param path such as inject/LEDGER */
        private void serve(String path) throws IOException {
            String[] words = path.split("/", 2);
            AgentInPod agent = agents.values().stream()
                    .filter(each -> words.length == 2 && each.undo().ledger().equals(words[1]))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nobody here is asked for " + path));
            switch (words[0]) {
                case "inject" -> agent.inject();
                case "take-back" -> agent.takeBack();
                default -> throw new IOException("nobody here can " + words[0]);
            }
        }

        private interface Task<T> {
            T of(AgentInPod agent);
        }

        /** Side by side; a container may take a while to start. */
        private <T> Map<Injection, T> each(Task<T> task) {
            var all = new LinkedHashMap<Injection, CompletableFuture<T>>();
            agents.forEach((injection, agent) -> all.put(injection, Threads.ask("agent in pod", () -> task.of(agent))));
            var done = new LinkedHashMap<Injection, T>();
            try {
                all.forEach((injection, one) -> done.put(injection, one.join()));
            } catch (CompletionException e) {
                throw new IllegalStateException(e.getCause());
            }
            return done;
        }

        @Override
        public List<Injection> takeBack(List<Injection> injections) {
            var gone = new ArrayList<Injection>();
            each(agent -> {
                        try {
                            agent.takeBack();
                            return true;
                        } catch (IOException _) {
                            return false; // its inverse will tell
                        }
                    })
                    .forEach((injection, back) -> {
                        if (back && injections.contains(injection)) {
                            gone.add(injection);
                        }
                    });
            return gone;
        }

        @Override
        public void end(boolean clean) {
            each(agent -> {
                agent.end();
                return Json.Null.NULL;
            });
            doors.forEach(Door::close);
            doors.clear();
        }
    }
}
