package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Appointed;
import dev.shakeout.agent.Attendance;
import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Injection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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

        private Optional<Appointed> of(Injection injection) {
            return injection.steps().stream()
                    .flatMap(step -> step.undo().flatMap(ApiCall::undo).stream())
                    .map(Undo::read)
                    .flatMap(undo -> undo instanceof AgentUndo inPod
                            ? Optional.<Appointed>ofNullable(agents.get(inPod.ledger())).stream()
                            : Stream.<Appointed>empty())
                    .findFirst();
        }

        private Map<Injection, Appointed> of(List<Injection> injections) {
            var found = new LinkedHashMap<Injection, Appointed>();
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
        return lost -> Attendance.of(agents, Planned.on(machine)::of, lease, lost);
    }
}
