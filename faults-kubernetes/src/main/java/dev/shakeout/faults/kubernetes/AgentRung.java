package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.AgentEffect;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.WrittenArguments;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A fault of a process, brought about in a container of a pod by an agent that is where the pod is. */
record AgentRung(Fault fault, Placing placing) implements AskingRung {
    /** $1 is the run's door, $2 what is asked for there. */
    private static final String ASK = """
            told=$(curl -sS --max-time 29 --unix-socket "$1" -X POST -w '\n%{http_code}' "http://run/$2" 2>&1)
            case $told in *'
            200') exit 0 ;; esac
            printf '%s\n' "$told" | sed '$d' >&2
            exit 1
            """;

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
        return "the agent takes back what it has done; when it is gone, a shell in its container does";
    }

    /** Looks at the pod, its node's agent, and rights; nothing is there yet to ask in the pod itself. */
    @Override
    public Prospect prospect(Target target, Arguments arguments, Machine machine) {
        Cluster cluster = ResourceFinder.cluster(target, machine);
        try {
            Resource pod = ResourceFinder.read(target, machine)
                    .orElseThrow(() -> new IOException(target + " is not there any more"));
            PodContainer container = PodContainer.of(target, pod);
            String ledger = ApiRung.Site.freshName("in");
            Post post = placing.place(new Placing.Wanted(cluster, pod, container, fault, ledger, target));
            var plan = new Order.Plan(
                    ledger,
                    fault.descriptor().name(),
                    WrittenArguments.write(fault.descriptor(), arguments),
                    placing.aim(fault, container));
            var agent = new AgentInPod(cluster, post, plan, Placing.networks(fault), container, target, machine);
            AgentsInPods.Planned.on(machine).add(ledger, agent);
            return new Prospect.Ready(prepared(target, container, agent, post));
        } catch (IOException | ApiRung.Unfit | BadValue e) {
            return new Prospect.Missing(String.valueOf(e.getMessage()));
        }
    }

    private Prepared prepared(Target target, PodContainer container, AgentInPod agent, Post post) {
        AgentUndo undo = agent.undo();
        Cluster cluster = agent.cluster();
        var step = Step.shell(
                "have the agent bring " + fault.descriptor().name() + " about in container " + container.name() + " of "
                        + target,
                ASK,
                List.of(cluster.access().door().toString(), "inject/" + undo.ledger()),
                undo.inverse(cluster));
        var notes = new ArrayList<>(List.of("cluster " + cluster.server() + ", context " + cluster.context()));
        notes.addAll(placing.notes(post));
        notes.add("which way the agent takes (" + ways()
                + ") is known when it is there; if there is none, nothing is done");
        return new Prepared(
                List.of(step), new AgentEffect(agent, fault.effect() + ", measured in the pod", "in the pod"), notes);
    }

    private String ways() {
        return String.join("; ", fault.rungs().stream().map(Rung::name).toList());
    }
}
