package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Order;
import dev.shakeout.agent.Orders;
import dev.shakeout.agent.Report;
import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One injection in a pod, and the agent that is to bring it about: planned here, begun when the run begins. */
final class AgentInPod {
    /** A JVM's start on a node that has much to do. */
    private static final Duration TO_BEGIN = Duration.ofMinutes(1);
    /** As long as a step may take, for each of a few. */
    private static final Duration TO_DO = Duration.ofSeconds(45);

    private static final Duration TO_ANSWER = Duration.ofSeconds(20);
    private static final Duration TO_LEAVE = Duration.ofSeconds(15);
    /** Until a node tells that a container has ended. */
    private static final Duration TO_BE_TOLD = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Post post;
    private final Order.Plan plan;
    private final boolean outlives;
    private final PodContainer container;
    private final Target target;
    private final Machine machine;
    private Optional<Orders> orders = Optional.empty();
    private Optional<Report.Planned> planned = Optional.empty();

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
    }

    Cluster cluster() {
        return cluster;
    }

    AgentUndo undo() {
        return new AgentUndo(post.pod(), post.uid(), post.container(), plan.injection(), outlives);
    }

    /**
     * Brings the agent there, and has it plan.
     *
     * @param lease without a sign of life for this long it takes everything back
     * @param lost told what must stop the run
     * @throws IOException it cannot be done there, with the reason; nothing was injected
     */
    void begin(Duration lease, Consumer<String> lost) throws IOException {
        post.ready(cluster);
        Exec begun = Exec.start(cluster, post.pod(), post.container(), post.agent(), TO_ANSWER);
        var own = new Orders(begun, why -> {
            if (!momentary()) { // else it may have ended with what it has killed
                lost.accept("the agent in " + post.pod() + ": " + why);
            }
        });
        try {
            own.begin(plan.injection(), lease, TO_BEGIN);
        } catch (IOException e) {
            own.close();
            throw new Custodian.Impossible("no agent answers in container " + post.container() + " of " + post.pod()
                    + ": " + begun.end() + " (" + e.getMessage() + ")");
        }
        synchronized (this) {
            orders = Optional.of(own);
        }
        try {
            Report report = own.ask(plan, TO_BEGIN);
            synchronized (this) {
                planned = Optional.of(planOf(report));
            }
        } catch (IOException e) {
            throw new Custodian.Impossible(
                    "in container " + post.container() + " of " + post.pod() + ": " + e.getMessage());
        }
    }

    private static Report.Planned planOf(Report report) throws IOException {
        if (report instanceof Report.Planned planned) {
            return planned;
        }
        throw Orders.unexpected(report);
    }

    synchronized Optional<Report.Planned> planned() {
        return planned;
    }

    private synchronized Orders orders() throws IOException {
        return orders.orElseThrow(() -> new IOException("no agent is in " + post.pod() + " yet"));
    }

    private boolean momentary() {
        return planned().map(Report.Planned::momentary).orElse(false);
    }

    /** Whether the agent has gone with what it was to end. */
    private boolean endedWithTarget() throws IOException {
        return momentary() && orders().ended();
    }

    void inject() throws IOException {
        try {
            orders().ask(new Order.Inject(plan.injection()), TO_DO);
        } catch (IOException e) {
            if (!endedWithTarget()) {
                throw e;
            }
        }
    }

    /** As the node tells it: 0 when the container that was hit runs no more, or another one in its place. */
    private Reading seenFromOutside() throws IOException {
        Optional<Resource> pod = ResourceFinder.read(target, machine);
        boolean same = pod.filter(container::runsIn).isPresent();
        return new Reading(
                same ? 1 : 0, "processes", "container " + container.name() + (same ? " runs" : " has ended"));
    }

    /** Whether the container that this was planned for still runs. The node may tell later that it does not than the agent. */
    boolean targetStands() throws IOException, InterruptedException {
        boolean agentEnded = orders().ended();
        long until = System.nanoTime() + TO_BE_TOLD.toNanos();
        while (ResourceFinder.read(target, machine).filter(container::runsIn).isPresent()) {
            if (!agentEnded || System.nanoTime() > until) {
                return true;
            }
            Thread.sleep(AGAIN);
        }
        return false;
    }

    void takeBack() throws IOException {
        Report report = orders().ask(new Order.TakeBack(plan.injection()), TO_ANSWER);
        if (report instanceof Report.TakenBack back && !back.commands().isEmpty()) {
            throw new IOException("in container " + post.container() + " of " + post.pod() + ": " + back.why()
                    + "; run there: " + String.join(" ; ", back.commands()));
        }
    }

    Reading measure() throws IOException {
        if (endedWithTarget()) {
            return seenFromOutside();
        }
        Report report = orders().ask(new Order.Measure(plan.injection()), TO_ANSWER);
        if (report instanceof Report.Measured(var reading)) {
            return reading;
        }
        throw Orders.unexpected(report);
    }

    Report.Judged judge(Reading before, Reading now) throws IOException {
        if (endedWithTarget()) {
            return new Report.Judged(before.value() == 1 && now.value() == 0, true);
        }
        Report report = orders().ask(new Order.Judge(plan.injection(), before, now), TO_ANSWER);
        if (report instanceof Report.Judged judged) {
            return judged;
        }
        throw Orders.unexpected(report);
    }

    /** The agent takes back what is left and ends; if it cannot say so, the end of the connection tells it the same. */
    void end() {
        Optional<Orders> own;
        synchronized (this) {
            own = orders;
            orders = Optional.empty();
        }
        own.ifPresent(each -> {
            try {
                each.bye(TO_LEAVE);
            } catch (IOException _) {
                // what is left is its sentinel's task
            } finally {
                each.close();
            }
        });
    }
}
