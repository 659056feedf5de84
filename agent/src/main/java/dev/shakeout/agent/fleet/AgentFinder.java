package dev.shakeout.agent.fleet;

import dev.shakeout.agent.Member;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds hosts of the fleet: those whose agents are connected to the server that carries out the run, for its environment. */
public final class AgentFinder implements TargetFinder {
    static final String KIND = "agent";
    static final Parameter<String> NAME = Parameter.optional("name", Type.text(), "The name of its host.");
    static final Parameter<String> ID =
            Parameter.optional("id", Type.text(), "The id of the agent, as 'shakeout agents' tells it.");
    static final Parameter<Map<String, String>> LABELS =
            Parameter.optional("labels", Type.textMap(), "Labels that it has, each with this value.");
    static final Parameter<Json.Obj> HITS = Parameter.optional(
            "hits",
            Type.object(),
            "What is hit there: a kind of target with its criteria, as {kind: process, name: nginx}; the first that matches. The"
                    + " host itself if not given.");

    /** What a host holds. */
    private static final Set<String> HELD = Set.of("host", "process");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Finds hosts of the fleet of the server that carries out the run, by their agents.",
                NAME,
                ID,
                LABELS,
                HITS);
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        var what = Map.of(HITS.name(), by.find(HITS).orElse(Json.Obj.EMPTY).compact());
        return members(machine).stream()
                .filter(member -> matches(member, by))
                .map(member -> new Target(KIND, member.id(), member.name(), what))
                .toList();
    }

    private static boolean matches(Member member, Arguments by) {
        return by.find(NAME).stream().allMatch(member.name()::equals)
                && by.find(ID).stream().allMatch(member.id()::equals)
                && member.labels()
                        .entrySet()
                        .containsAll(by.find(LABELS).map(Map::entrySet).orElse(Set.of()));
    }

    private static List<Member> members(Machine machine) {
        Optional<FleetLink> link = FleetLink.of(machine.environment());
        if (link.isEmpty()) {
            throw new BadValue("hosts of a fleet are known to its server alone: have that carry out the run, by"
                    + " 'shakeout run --server URL'");
        }
        try {
            List<Member> members = link.get().members();
            Seen.by(machine).see(members);
            return members;
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }

    /** As it was when targets were looked for last; a plan for thousands would else ask for all of them thousands of times. */
    static Optional<Member> member(Target target, Machine machine) {
        return Seen.by(machine)
                .find(target.id())
                .or(() -> members(machine).stream()
                        .filter(each -> each.id().equals(target.id()))
                        .findFirst());
    }

    /** Those that the server named last to this command. */
    private static final class Seen implements AutoCloseable {
        private volatile Map<String, Member> members = Map.of();

        static Seen by(Machine machine) {
            return machine.shared().get(Seen.class, Seen::new);
        }

        void see(List<Member> now) {
            members = now.stream().collect(Collectors.toMap(Member::id, member -> member, (first, _) -> first));
        }

        Optional<Member> find(String id) {
            return Optional.ofNullable(members.get(id));
        }

        @Override
        public void close() {
            members = Map.of();
        }
    }

    @Override
    public String hint(Arguments by, Machine machine) {
        List<String> names = members(machine).stream().map(Member::name).toList();
        return names.isEmpty()
                ? "; no agent is connected for this environment"
                : "; connected are " + String.join(", ", names);
    }

    @Override
    public List<Rung> inside(Fault fault) {
        return Collections.disjoint(fault.targetKinds(), HELD) ? List.of() : List.of(new FleetRung(fault));
    }
}
