package dev.shakeout.server.run;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.Experiments;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts runs, whoever asks for them: the one place where a run comes into the store. */
public final class Starts {
    private final Conductor conductor;
    private final Supplier<String> ids;

    /** @param ids each a new one that nobody has */
    public Starts(Conductor conductor, Supplier<String> ids) {
        this.conductor = conductor;
        this.ids = ids;
    }

    /**
     * What is asked for. Whether the one who asks may do so was decided before.
     *
     * @param version the newest when empty
     * @param most of the targets of each selector; empty when the experiment alone decides
     * @param by id of the user, or of the service token, on whose account it is
     * @param actor who the audit log says did it
     * @param key by which a repeated request is known
     */
    public record Order(
            String experiment,
            Optional<Long> version,
            String environment,
            Optional<AtMost> most,
            Map<String, String> labels,
            String by,
            Actor actor,
            Optional<String> key,
            Instant at) {
        public Order {
            labels = Map.copyOf(labels);
        }
    }

    /** What becomes of an order. */
    public sealed interface Start {
        /** It is stored, and waits: {@link Starts#begin} it once the transaction is over; for people, when it is pending. */
        record Fresh(StoredRun run) implements Start {}

        /** The same order was given before with the same key. */
        record Known(StoredRun run) implements Start {}

        /** Nothing is stored; the words say why, and what to do. */
        record Refused(Why why, String words) implements Start {}
    }

    /** Why no run is started. */
    public enum Why {
        /** Something that it names is not there. */
        MISSING,
        /** Its key was used for another order. */
        OTHER_ORDER,
        /** Nothing may be run there until somebody releases it. */
        HALTED
    }

    /**
     * In the transaction of whoever asks, with its entry in the audit log. It takes its turn ({@link
     * dev.shakeout.server.store.Halts#takeTurn}), so nothing that others wait for is to be held before, the audit log above all.
     */
    public Start store(Order order, Work work) {
        work.halts().takeTurn();
        if (work.environments().find(order.environment()).isEmpty()) {
            return missing("there is no environment '" + order.environment() + "'; an admin makes it");
        }
        Optional<ExperimentVersion> experiment = work.experiments().find(order.experiment(), order.version());
        if (experiment.isEmpty()) {
            return missing(Experiments.missing(order.experiment(), order.version()));
        }
        StoredRun wanted = waiting(order, experiment.get().version());
        List<Halt> halts = work.halts().in(order.environment());
        if (!halts.isEmpty()
                && work.runs().findByKey(order.by(), order.key().orElse("")).isEmpty()) {
            return new Start.Refused(Why.HALTED, HaltWords.refusal(halts, work));
        }
        StoredRun added = Consent.of(wanted, order.at(), work)
                .awaited(wanted, order.at())
                .map(wanted::pending)
                .orElse(wanted);
        if (!work.runs().add(added)) {
            return known(wanted, work);
        }
        work.audit().append(order.at(), order.actor(), "run.start", "run/" + wanted.id(), details(wanted));
        if (added.state() == StoredRun.State.PENDING) {
            ApprovedStarts.watch(added, order.at(), work); // which announces it once it may begin
            added.awaited().ifPresent(awaited -> News.pending(added, awaited, order.at(), work));
            return new Start.Fresh(added);
        }
        return new Start.Fresh(announced(added, order.at(), work));
    }

    /** It is told to whom it has to be told before it begins. */
    static StoredRun announced(StoredRun run, Instant now, Work work) {
        Optional<String> waits = News.announced(run, now, work);
        waits.ifPresent(words -> work.runs().waits(run.id(), words));
        return waits.map(run::waitingFor).orElse(run);
    }

    private static Start missing(String words) {
        return new Start.Refused(Why.MISSING, words);
    }

    private StoredRun waiting(Order order, long version) {
        return StoredRun.waiting(
                ids.get(),
                order.experiment(),
                version,
                order.environment(),
                order.most(),
                order.labels(),
                conductor.identity(),
                order.by(),
                order.key(),
                order.at());
    }

    private static Start known(StoredRun wanted, Work work) {
        StoredRun known = work.runs()
                .findByKey(wanted.requestedBy(), wanted.key().orElse(""))
                .orElseThrow();
        return known.sameRequest(wanted)
                ? new Start.Known(known)
                : new Start.Refused(
                        Why.OTHER_ORDER,
                        "this Idempotency-Key was used for run " + known.id()
                                + ", which was another request; take a new key for a new run");
    }

    private static Json.Obj details(StoredRun run) {
        return Json.object("experiment", run.experiment(), "version", run.version(), "environment", run.environment());
    }

    /** After the transaction, so that nothing is carried out that is not stored; returns at once. What is pending waits on. */
    public void begin(Start.Fresh start) {
        if (start.run().state() == StoredRun.State.WAITING) {
            conductor.begin(start.run());
        }
    }
}
