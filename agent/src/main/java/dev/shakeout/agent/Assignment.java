package dev.shakeout.agent;

import dev.shakeout.engine.Custodian;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One injection, and the agent that is to bring it about: known when the run is planned, begun when the run begins. */
public final class Assignment {
    /** As long as a step may take, for each of a few. */
    private static final Duration TO_DO = Duration.ofSeconds(45);

    private static final Duration TO_ANSWER = Duration.ofSeconds(20);
    private static final Duration TO_LEAVE = Duration.ofSeconds(15);

    private final Order.Plan plan;
    private final String where;
    private Optional<Orders> orders = Optional.empty();
    private Optional<Report.Planned> planned = Optional.empty();

    /**
     * Nothing is asked or done yet.
     *
     * @param where in words: "on web-1"
     */
    public Assignment(Order.Plan plan, String where) {
        this.plan = plan;
        this.where = where;
    }

    /** The name of the agent's ledger, which is that of the injection. */
    public String ledger() {
        return plan.injection();
    }

    /**
     * The agent begins, and plans.
     *
     * @param carrier closed with this
     * @param lease without a sign of life for this long it takes everything back
     * @param patience how long it may take to begin, and then to plan
     * @param lost told what must stop the run
     * @throws IOException there is no agent at the other end
     * @throws Custodian.Impossible it cannot be done there, with the reason; nothing was injected
     */
    public void begin(Carrier carrier, Duration lease, Duration patience, Consumer<String> lost) throws IOException {
        var own = new Orders(carrier, why -> {
            if (!momentary()) { // else it may have ended with what it has killed
                lost.accept("the agent " + where + ": " + why);
            }
        });
        try {
            own.begin(plan.injection(), lease, patience);
        } catch (IOException e) {
            own.close();
            throw e;
        }
        synchronized (this) {
            orders = Optional.of(own);
        }
        try {
            Report report = own.ask(plan, patience);
            if (!(report instanceof Report.Planned made)) {
                throw Orders.unexpected(report);
            }
            synchronized (this) {
                planned = Optional.of(made);
            }
        } catch (IOException e) {
            throw new Custodian.Impossible(where + ": " + e.getMessage());
        }
    }

    /** What the agent will do; empty before it is there. */
    public synchronized Optional<Report.Planned> planned() {
        return planned;
    }

    private synchronized Orders orders() throws IOException {
        return orders.orElseThrow(() -> new IOException("no agent is " + where + " yet"));
    }

    /** Whether what it does is over at once. */
    public boolean momentary() {
        return planned().map(Report.Planned::momentary).orElse(false);
    }

    /** Whether nothing is heard of the agent any more. */
    public boolean ended() throws IOException {
        return orders().ended();
    }

    /** Whether the agent has gone with what it was to end. */
    public boolean endedWithTarget() throws IOException {
        return momentary() && ended();
    }

    public void inject() throws IOException {
        try {
            orders().ask(new Order.Inject(plan.injection()), TO_DO);
        } catch (IOException e) {
            if (!endedWithTarget()) {
                throw e;
            }
        }
    }

    public void takeBack() throws IOException {
        Report report = orders().ask(new Order.TakeBack(plan.injection()), TO_ANSWER);
        if (report instanceof Report.TakenBack back && !back.commands().isEmpty()) {
            throw new IOException(where + ": " + back.why() + "; run there: " + String.join(" ; ", back.commands()));
        }
    }

    public Reading measure() throws IOException {
        Report report = orders().ask(new Order.Measure(plan.injection()), TO_ANSWER);
        if (report instanceof Report.Measured(var reading)) {
            return reading;
        }
        throw Orders.unexpected(report);
    }

    public Report.Judged judge(Reading before, Reading now) throws IOException {
        Report report = orders().ask(new Order.Judge(plan.injection(), before, now), TO_ANSWER);
        if (report instanceof Report.Judged judged) {
            return judged;
        }
        throw Orders.unexpected(report);
    }

    /** The agent takes back what is left and ends; if it cannot say so, the end of the connection tells it the same. */
    public void end() {
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
