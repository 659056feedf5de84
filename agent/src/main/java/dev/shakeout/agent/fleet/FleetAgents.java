package dev.shakeout.agent.fleet;

import dev.shakeout.agent.Appointed;
import dev.shakeout.agent.Attendance;
import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.HeldFolder;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps the agents of the fleet that a run has something to do for, from before anything is injected until all is taken back. An
 * agent that no longer hears of the run takes everything back itself.
 */
public final class FleetAgents implements Custodian {
    /** By the names of their ledgers; those that one command has planned. */
    static final class Planned implements AutoCloseable {
        private final HeldFolder held;
        private final Map<String, AgentOnHost> agents = new ConcurrentHashMap<>();

        private Planned(Machine machine) {
            this.held = new HeldFolder("fleet-" + UUID.randomUUID(), machine);
        }

        static Planned on(Machine machine) {
            return machine.shared().get(Planned.class, () -> new Planned(machine));
        }

        Path door() {
            return held.path().resolve("door");
        }

        void add(String ledger, AgentOnHost agent) {
            agents.put(ledger, agent);
        }

        private Optional<Appointed> of(Injection injection) {
            return injection.steps().stream()
                    .flatMap(step -> ledger(step).map(agents::get).stream())
                    .<Appointed>map(agent -> agent)
                    .findFirst();
        }

        /** The last argument of its inverse. */
        private Optional<String> ledger(Step step) {
            return step.undo()
                    .filter(undo -> !undo.arguments().isEmpty())
                    .map(undo -> undo.arguments().getLast())
                    .filter(agents::containsKey);
        }

        @Override
        public void close() {
            agents.clear();
            held.close();
        }
    }

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public Care care(Witness.Scope scope, Duration lease, Machine machine) {
        var planned = Planned.on(machine);
        var agents = new LinkedHashMap<Injection, Appointed>();
        scope.injections().forEach(injection -> planned.of(injection).ifPresent(agent -> agents.put(injection, agent)));
        return new Care() {
            @Override
            public Held hold(Consumer<String> lost) throws IOException {
                if (!agents.isEmpty()) {
                    planned.held.make();
                }
                return Attendance.of(agents, planned::of, lease, lost);
            }
        };
    }
}
