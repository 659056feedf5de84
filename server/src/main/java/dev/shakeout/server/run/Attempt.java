package dev.shakeout.server.run;

import dev.shakeout.agent.fleet.FleetLink;
import dev.shakeout.engine.ChildRun;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Carries out one run: starts its command, tells what it says as it comes, and writes down what it came to. */
final class Attempt implements Runnable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    static final String POLICY = "policy.yaml";
    static final String APPROVALS = "approvals.json";
    static final String DOOR = "fleet";

    private final Workshop workshop;
    private final StoredRun run;
    private final Chronicle chronicle;
    private final Function<String, Optional<String>> refusal;
    private final Vigil vigil;
    private final Places places;
    private Optional<Places.Place> place = Optional.empty();
    private Optional<String> halted = Optional.empty();
    private boolean givenUp;
    private boolean reachable = true;
    private Optional<ChildRun> child = Optional.empty();
    private Workshop.Way door = Workshop.NO_WAY;

    /**
     * @param places of which it takes one while it is under way
     * @param refusal why no run may begin in an environment now; empty when one may
     */
    Attempt(Chronicle chronicle, Places places, Function<String, Optional<String>> refusal) {
        this.workshop = chronicle.workshop();
        this.run = chronicle.run();
        this.chronicle = chronicle;
        this.places = places;
        this.refusal = refusal;
        this.vigil = new Vigil(workshop, run);
    }

    StoredRun wanted() {
        return run;
    }

    /**
     * Everything is taken back; returns at once.
     *
     * @param why the first one counts
     * @return false when it was to halt before
     */
    synchronized boolean halt(String why) {
        if (halted.isPresent()) {
            return false;
        }
        halted = Optional.of(why);
        vigil.end();
        place.ifPresent(Places.Place::withdraw);
        child.ifPresent(ChildRun::halt);
        door.halt(); // the run asks its agents one after the other, and these need not wait for that
        return true;
    }

    /**
     * The same, as this server cannot go on with it; another one may.
     *
     * @param why unless it was to halt before
     */
    synchronized void giveUp(String why) {
        givenUp |= halt(why);
    }

    @Override
    public void run() {
        Outcome outcome = conclude();
        shutDoor();
        if (isGivenUp()) {
            chronicle.handOn(outcome, whyHalted().orElse(""), hasBegun());
        } else {
            chronicle.end(outcome);
        }
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }

    private synchronized boolean hasBegun() {
        return child.isPresent();
    }

    private void shutDoor() {
        try {
            door.close();
        } catch (IOException e) {
            workshop.trouble()
                    .accept("run " + run.id() + ": its door to the fleet could not be shut: " + e.getMessage());
        }
    }

    /** Whatever happens, it comes to an end. */
    private Outcome conclude() {
        Optional<String> unannounced = unannounced();
        if (unannounced.isPresent()) {
            return Outcome.without(Optional.of(Verdict.REFUSED), List.of(unannounced.get()));
        }
        try (Places.Place own = lineUp()) {
            if (!own.isGranted()) {
                chronicle.waits("it waits until another run has ended: this server carries out at most " + places.all()
                        + " at once (" + Workshop.MOST_AT_ONCE_OPTION + ")");
            }
            own.await();
            return carryOut();
        } catch (IOException e) {
            return Outcome.without(Optional.of(Verdict.FAILED), List.of("it could not be started: " + e.getMessage()));
        } catch (RuntimeException e) {
            return Outcome.without(
                    Optional.of(Verdict.FAILED), List.of("an error of Shakeout's own, please report it: " + e));
        }
    }

    private Outcome carryOut() throws IOException {
        Optional<String> refused = refusal.apply(run.environment());
        if (refused.isPresent()) {
            return Outcome.without(Optional.of(Verdict.REFUSED), List.of(refused.get()));
        }
        Optional<ChildRun> begun = begin();
        if (begun.isEmpty()) {
            return Outcome.without(Optional.of(Verdict.ABORTED), List.of("it was halted before it began"))
                    .halted(whyNotBegun());
        }
        follow(begun.get());
        Outcome outcome = Outcome.of(begun.get().folder());
        if (outcome.journal().isEmpty() && begun.get().folder().wasKilled()) {
            outcome = Remains.taken(outcome, "its process was ended from outside", workshop);
        }
        return whyHalted().map(outcome::halted).orElse(outcome);
    }

    private synchronized Places.Place lineUp() {
        Places.Place own = places.ask();
        if (halted.isPresent()) {
            own.withdraw();
        }
        place = Optional.of(own);
        return own;
    }

    /** Why it must not begin, by who has to know of it before. */
    private Optional<String> unannounced() {
        try {
            return vigil.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            halt("the server ends");
            return Optional.empty();
        }
    }

    private synchronized Optional<String> whyHalted() {
        return halted;
    }

    private String whyNotBegun() {
        return whyHalted()
                .orElseGet(() -> workshop.store()
                        .read(work -> work.runs().toHalt(workshop.identity()))
                        .getOrDefault(run.id(), ""));
    }

    private boolean begun(Work work) {
        boolean begun = work.turns().holds(run) && work.runs().begin(run.id());
        if (begun) {
            News.started(run, workshop.machine().clock().instant(), work);
        }
        return begun;
    }

    /** Empty when it is to halt already. */
    private synchronized Optional<ChildRun> begin() throws IOException {
        if (halted.isPresent() || !workshop.store().<Boolean>change(this::begun)) {
            return Optional.empty();
        }
        ExperimentVersion experiment = workshop.store()
                .read(work -> work.experiments().find(run.experiment(), run.version()))
                .orElseThrow();
        Environment environment = workshop.store()
                .read(work -> work.environments().find(run.environment()))
                .orElseThrow();
        Path folder = Files.createDirectories(workshop.folder(run));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        var variables = new HashMap<>(
                Variables.of(experiment.definition(), workshop.machine().environment())
                        .set());
        Path socket = folder.resolve(DOOR);
        if (openDoor(socket)) {
            variables.put(FleetLink.VARIABLE, socket.toString());
        }
        var command = new ChildRun.Command(
                workshop.shakeout(), List.of("--log-format", "json"), options(folder, environment), variables);
        child = Optional.of(ChildRun.start(folder, experiment.definition(), command, workshop.machine()));
        return child;
    }

    /** A run that wants no agent needs none. */
    private boolean openDoor(Path socket) {
        try {
            door = workshop.doors().open(socket, run.environment());
            return true;
        } catch (IOException e) {
            workshop.trouble().accept("run " + run.id() + " reaches no agents: " + e.getMessage());
            return false;
        }
    }

    private List<String> options(Path folder, Environment environment) throws IOException {
        var options = new ArrayList<String>();
        if (!environment.policy().isEmpty()) {
            Files.writeString(folder.resolve(POLICY), environment.policy());
            options.addAll(List.of("--policy", POLICY, "--environment", environment.name()));
            Consent consent = workshop.store()
                    .read(work -> Consent.of(run, workshop.machine().clock().instant(), work));
            Files.writeString(folder.resolve(APPROVALS), consent.file());
            options.addAll(List.of("--approvals", APPROVALS));
        }
        options.addAll(List.of("--label", "environment=" + environment.name()));
        run.most().ifPresent(most -> options.addAll(List.of("--at-most", most.toString())));
        run.labels().forEach((key, value) -> options.addAll(List.of("--label", key + "=" + value)));
        return options;
    }

    /** Until it has ended, as long as that takes: what is being taken back is never cut short. */
    private void follow(ChildRun begun) throws IOException {
        Lines lines = chronicle.lines(begun.folder());
        var untold = new ArrayList<RunEvent>();
        boolean interrupted = false;
        while (true) {
            try {
                boolean ended = begun.await(PAUSE);
                untold.addAll(lines.next(ended));
                lookAround(untold);
                if (ended) {
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
                halt("the server ends");
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A database that is away is no reason to leave a run alone: it is told later. */
    private void lookAround(List<RunEvent> untold) {
        try {
            chronicle.tell(untold);
            untold.clear();
        } catch (RuntimeException e) {
            if (reachable) {
                workshop.trouble().accept("run " + run.id() + " goes on, but the database is not to be had: " + e);
            }
            reachable = false;
            return;
        }
        reachable = true;
    }
}
