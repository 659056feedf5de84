package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Order;
import dev.shakeout.agent.Orders;
import dev.shakeout.agent.Report;
import dev.shakeout.engine.Custodian;
import dev.shakeout.model.Reading;
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

    private final Cluster cluster;
    private final Post post;
    private final Order.Plan plan;
    private Optional<Orders> orders = Optional.empty();
    private Optional<Report.Planned> planned = Optional.empty();

    AgentInPod(Cluster cluster, Post post, Order.Plan plan) {
        this.cluster = cluster;
        this.post = post;
        this.plan = plan;
    }

    Cluster cluster() {
        return cluster;
    }

    AgentUndo undo() {
        return new AgentUndo(post.pod(), post.uid(), post.container(), plan.injection());
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
        var own = new Orders(begun, why -> lost.accept("the agent in " + post.pod() + ": " + why));
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

    void inject() throws IOException {
        orders().ask(new Order.Inject(plan.injection()), TO_DO);
    }

    void takeBack() throws IOException {
        Report report = orders().ask(new Order.TakeBack(plan.injection()), TO_ANSWER);
        if (report instanceof Report.TakenBack back && !back.commands().isEmpty()) {
            throw new IOException("in container " + post.container() + " of " + post.pod() + ": " + back.why()
                    + "; run there: " + String.join(" ; ", back.commands()));
        }
    }

    Reading measure() throws IOException {
        Report report = orders().ask(new Order.Measure(plan.injection()), TO_ANSWER);
        if (report instanceof Report.Measured(var reading)) {
            return reading;
        }
        throw Orders.unexpected(report);
    }

    Report.Judged judge(Reading before, Reading now) throws IOException {
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
