package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Appointed;
import dev.shakeout.agent.Assignment;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.Report;
import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One injection in a pod, and the agent that is to bring it about: planned here, begun when the run begins. */
final class AgentInPod implements Appointed {
    /** A JVM's start on a node that has much to do. */
    private static final Duration TO_BEGIN = Duration.ofMinutes(1);
    /** Until a node tells that a container has ended. */
    private static final Duration TO_BE_TOLD = Duration.ofSeconds(10);

    private static final Duration TO_ANSWER = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Post post;
    private final Order.Plan plan;
    private final boolean outlives;
    private final PodContainer container;
    private final Target target;
    private final Machine machine;
    private final Assignment assignment;

    /**
     * Nothing is asked or done yet.
     *
     * @param outlives see {@link AgentUndo}
     * @param container that is hit
     */
    AgentInPod(
            Cluster cluster,
            Post post,
            Order.Plan plan,
            boolean outlives,
            PodContainer container,
            Target target,
            Machine machine) {
        this.cluster = cluster;
        this.post = post;
        this.plan = plan;
        this.outlives = outlives;
        this.container = container;
        this.target = target;
        this.machine = machine;
        this.assignment = new Assignment(plan, "in container " + post.container() + " of " + post.pod());
    }

    Cluster cluster() {
        return cluster;
    }

    AgentUndo undo() {
        return new AgentUndo(post.pod(), post.uid(), post.container(), plan.injection(), outlives);
    }

    @Override
    public Path door() {
        return cluster.access().door();
    }

    /** Brings the agent there first. */
    @Override
    public void begin(Duration lease, Consumer<String> lost) throws IOException {
        post.ready(cluster);
        Exec begun = Exec.start(cluster, post.pod(), post.container(), post.agent(), TO_ANSWER);
        try {
            assignment.begin(begun, lease, TO_BEGIN, lost);
        } catch (Custodian.Impossible e) {
            throw e;
        } catch (IOException e) {
            throw new Custodian.Impossible("no agent answers in container " + post.container() + " of " + post.pod()
                    + ": " + begun.end() + " (" + e.getMessage() + ")");
        }
    }

    @Override
    public Assignment assignment() {
        return assignment;
    }

    /** As the node tells it: 0 when the container that was hit runs no more, or another one in its place. */
    private Reading seenFromOutside() throws IOException {
        Optional<Resource> pod = ResourceFinder.read(target, machine);
        boolean same = pod.filter(container::runsIn).isPresent();
        return new Reading(
                same ? 1 : 0, "processes", "container " + container.name() + (same ? " runs" : " has ended"));
    }

    /** Whether the container that this was planned for still runs. The node may tell later that it does not than the agent. */
    @Override
    public boolean targetStands() throws IOException, InterruptedException {
        boolean agentEnded = assignment.ended();
        long until = System.nanoTime() + TO_BE_TOLD.toNanos();
        while (ResourceFinder.read(target, machine).filter(container::runsIn).isPresent()) {
            if (!agentEnded || System.nanoTime() > until) {
                return true;
            }
            Thread.sleep(AGAIN);
        }
        return false;
    }

    @Override
    public Reading measure() throws IOException {
        return assignment.endedWithTarget() ? seenFromOutside() : assignment.measure();
    }

    @Override
    public Report.Judged judge(Reading before, Reading now) throws IOException {
        return assignment.endedWithTarget()
                ? new Report.Judged(before.value() == 1 && now.value() == 0, true)
                : assignment.judge(before, now);
    }
}
