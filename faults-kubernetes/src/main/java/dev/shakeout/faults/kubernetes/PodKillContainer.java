package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Ends what runs in a container of a pod; its node starts it again as the pod's restart policy says. */
public final class PodKillContainer implements Entitled {
    static final Parameter<String> CONTAINER = Parameter.optional(
            "container",
            Type.text(),
            "Name of the container; if not given, that of the target, or as kubectl chooses.");
    static final Parameter<String> SIGNAL = Parameter.withDefault(
            "signal",
            Type.choice("KILL", "TERM", "INT", "QUIT", "HUP", "ABRT", "USR1", "USR2"),
            "KILL",
            "Signal that its first process gets; KILL gives it no chance to clean up.");

    /** By which an agent ends a process. */
    private static final String KILL = "process/kill";

    private static final String NOTHING = "nothing is left to take back: the node starts the container again";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "pod/kill-container",
                "Ends what runs in a container of a pod; its node starts it again.",
                CONTAINER,
                SIGNAL);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(PodFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the container has ended, or was started again";
    }

    @Override
    public List<Rung> rungs() {
        return Stream.<Rung>concat(
                        Stream.of(new ByCommand()), Stream.of(Placing.values()).map(ByAgent::new))
                .toList();
    }

    @Override
    public List<Right> toHit(ResourceType type, Arguments arguments) {
        return Placing.toBeside();
    }

    /** The one that the arguments name, or the target. */
    private static Target chosen(Target target, Arguments arguments) {
        var details = new HashMap<>(target.details());
        arguments.find(CONTAINER).ifPresent(name -> details.put(PodFinder.CONTAINER.name(), name));
        return new Target(target.kind(), target.id(), target.name(), details);
    }

    private static Effect ended(Target target, PodContainer container, Machine machine) {
        return new State(
                        target,
                        machine,
                        "whether container " + container.name() + " of " + target + " has ended",
                        pod -> !container.runsIn(pod),
                        pod -> "has container " + container.name() + " " + words(pod, container))
                .once();
    }

    private static String words(Resource pod, PodContainer container) {
        Json status = container.status(pod);
        return (container.runsIn(pod) ? "as before" : "ended, or another one in its place") + ", restarts: "
                + Resource.text(status, "restartCount");
    }

    /** By a command in the very container. The kernel keeps signals from its first process that would end it there and then. */
    private record ByCommand() implements AskingRung {
        /** $1 is the command as a part of a URL. */
        private static final String SCRIPT = Exec.SHELL + """
                execute "$1" 20
                case $told in
                *'"status":"Success"'* | *'exit code 137'*) exit 0 ;; # 137: it was ended together with the container
                *'"status":"Failure"'*) echo "the container has no shell that sends the signal: $told" >&2; exit 1 ;;
                esac
                # what has ended may have taken the command along
                case $told in '' | *'curl: ('*) echo "no command can be run there: $told" >&2; exit 1 ;; esac
                """;

        @Override
        public String name() {
            return "command in the container";
        }

        @Override
        public String needs() {
            return "a shell in the container, a signal that its first process handles, and the rights that shakeout rbac"
                    + " prints";
        }

        @Override
        public String inverse() {
            return NOTHING;
        }

        @Override
        public Prospect prospect(Target target, Arguments arguments, Machine machine) {
            Cluster cluster = ResourceFinder.cluster(target, machine);
            String signal = arguments.get(SIGNAL);
            try {
                Resource pod = ResourceFinder.read(target, machine)
                        .orElseThrow(() -> new IOException(target + " is not there any more"));
                PodContainer container = PodContainer.of(chosen(target, arguments), pod);
                if (signal.equals("KILL")) {
                    return new Prospect.Missing("the first process of a container gets no KILL from within");
                }
                Placing.require(cluster, pod, pod.namespace(), Placing.toExec());
                String exec =
                        Exec.path("", container.name(), List.of("sh", "-c", "kill -s \"$1\" 1", "sh", signal), false);
                var step = Step.irreversible(
                        "send " + signal + " to the first process of container " + container.name() + " of " + target
                                + ", by a command there",
                        ApiCall.command(cluster, pod.path(), SCRIPT, exec.substring(exec.indexOf('?') + 1)));
                return new Prospect.Ready(new Prepared(
                        List.of(step),
                        ended(target, container, machine),
                        List.of(
                                "cluster " + cluster.server() + ", context " + cluster.context(),
                                "the signal does nothing if the first process of the container does not handle it")));
            } catch (IOException | ApiRung.Unfit e) {
                return new Prospect.Missing(String.valueOf(e.getMessage()));
            }
        }
    }

    /** As process/kill in the pod, but seen from outside. */
    private record ByAgent(Placing placing) implements AskingRung {
        @Override
        public String name() {
            return placing.words();
        }

        @Override
        public String needs() {
            return placing.needs();
        }

        @Override
        public String inverse() {
            return NOTHING;
        }

        @Override
        public Prospect prospect(Target target, Arguments arguments, Machine machine) {
            Optional<Fault> kill =
                    Optional.ofNullable(Catalog.installed().faults().get(KILL));
            if (kill.isEmpty()) {
                return new Prospect.Missing("this installation has no " + KILL);
            }
            Target chosen = chosen(target, arguments);
            var signal = new Arguments(Map.of(SIGNAL.name(), arguments.get(SIGNAL)));
            Prospect prospect = new AgentRung(kill.get(), placing).prospect(chosen, signal, machine);
            if (!(prospect instanceof Prospect.Ready(Prepared prepared))) {
                return prospect;
            }
            try {
                Resource pod = ResourceFinder.read(target, machine)
                        .orElseThrow(() -> new IOException(target + " is not there any more"));
                var effect = ended(target, PodContainer.of(chosen, pod), machine);
                return new Prospect.Ready(new Prepared(prepared.steps(), effect, new ArrayList<>(prepared.notes())));
            } catch (IOException | ApiRung.Unfit e) {
                return new Prospect.Missing(String.valueOf(e.getMessage()));
            }
        }
    }
}
