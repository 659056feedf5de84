package dev.shakeout.server.run;

import dev.shakeout.agent.fleet.FleetLink;
import dev.shakeout.engine.ChildFolder;
import dev.shakeout.engine.ChildRun;
import dev.shakeout.engine.Recover;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.io.Closeable;
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
    private static final int TRIES = 60;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    /** From here on a shell tells of a signal. */
    private static final int KILLED = 128;

    static final String POLICY = "policy.yaml";
    private static final String APPROVALS = "approvals.json";
    private static final String DOOR = "fleet";

    private final Workshop workshop;
    private final StoredRun run;
    private final Bell bell;
    private final Tally tally;
    private final Function<String, Optional<String>> refusal;
    private Optional<String> halted = Optional.empty();
    private boolean reachable = true;
    private Optional<ChildRun> child = Optional.empty();
    private Closeable door = () -> {};

    /** @param refusal why no run may begin in an environment now; empty when one may */
    Attempt(Workshop workshop, StoredRun run, Bell bell, Tally tally, Function<String, Optional<String>> refusal) {
        this.workshop = workshop;
        this.run = run;
        this.bell = bell;
        this.tally = tally;
        this.refusal = refusal;
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
        child.ifPresent(ChildRun::halt);
        return true;
    }

    @Override
    public void run() {
        Outcome outcome = conclude();
        shutDoor();
        record(outcome);
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
        try {
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
            if (outcome.journal().isEmpty()
                    && begun.get()
                            .folder()
                            .status()
                            .filter(status -> status < KILLED)
                            .isEmpty()) {
                outcome = taken(outcome, "its process was ended from outside");
            }
            return whyHalted().map(outcome::halted).orElse(outcome);
        } catch (IOException e) {
            return Outcome.without(Optional.of(Verdict.FAILED), List.of("it could not be started: " + e.getMessage()));
        } catch (RuntimeException e) {
            return Outcome.without(
                    Optional.of(Verdict.FAILED), List.of("an error of Shakeout's own, please report it: " + e));
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

    /** Empty when it is to halt already. */
    private synchronized Optional<ChildRun> begin() throws IOException {
        if (halted.isPresent()
                || !workshop.store().<Boolean>change(work -> work.runs().begin(run.id()))) {
            return Optional.empty();
        }
        ExperimentVersion experiment = workshop.store()
                .read(work -> work.experiments().find(run.experiment(), run.version()))
                .orElseThrow();
        Environment environment = workshop.store()
                .read(work -> work.environments().find(run.environment()))
                .orElseThrow();
        Path folder = Files.createDirectories(workshop.folder(run.id()));
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
        var lines = new Lines(begun.folder().told(), workshop.machine().clock());
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
            tell(untold);
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

    private void tell(List<RunEvent> events) {
        if (!events.isEmpty()) {
            workshop.store().change(work -> {
                work.events().add(run.id(), events);
                return events;
            });
            bell.ring();
        }
    }

    /** Brings to an end what a server began that is gone: waits for the command, which takes everything back by itself. */
    void bury() {
        var folder = new ChildFolder(workshop.folder(run.id()));
        var lines = new Lines(folder.told(), workshop.machine().clock());
        if (Files.isDirectory(folder.path())) {
            openDoor(folder.path().resolve(DOOR)); // what takes back asks there whether agents have
        }
        try {
            while (folder.lives()) {
                Thread.sleep(PAUSE);
            }
            tell(lines.next(true));
            record(left(folder));
        } catch (IOException e) {
            record(Outcome.without(
                    Optional.of(Verdict.FAILED),
                    List.of("the server that carried it out was gone, and what it left cannot be read: "
                            + e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the next start goes on with it
        } finally {
            shutDoor();
        }
    }

    private Outcome left(ChildFolder folder) throws IOException {
        if (run.state() == StoredRun.State.WAITING) {
            return Outcome.without(
                    Optional.empty(),
                    List.of("the server ended before the run began; start it again if it is still wanted"));
        }
        return taken(Outcome.of(folder), "the server that carried it out was gone");
    }

    /** What is left of a run that could not end by itself is taken back now. */
    private Outcome taken(Outcome outcome, String gone) throws IOException {
        var leftovers = new ArrayList<String>();
        for (Recover.Outcome each : new Recover(workshop.machine()).deadRuns()) {
            if (!each.clean()) {
                leftovers.add(
                        "run " + each.runId() + " " + each.words() + "; run: " + String.join(" ; ", each.leftovers()));
            }
        }
        return leftovers.isEmpty()
                ? outcome.because(List.of(gone + "; what the run had changed is taken back"))
                : outcome.because(List.of(gone)).unsafe(leftovers);
    }

    private void record(Outcome outcome) {
        for (int i = 1; i <= TRIES; i++) {
            try {
                if (workshop.store().<Boolean>change(work -> record(outcome, work))) {
                    tally.count(run, outcome.verdict());
                    tidy();
                }
                break;
            } catch (RuntimeException e) {
                if (i == TRIES) { // its folder stays, and the next start of the server reads it again
                    workshop.trouble().accept("run " + run.id() + ": its end could not be stored: " + e);
                }
                pause();
            }
        }
        bell.ring();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean record(Outcome outcome, Work work) {
        var now = workshop.machine().clock().instant();
        if (!work.runs().end(run.id(), outcome.verdict(), outcome.reasons(), now)) {
            return false;
        }
        outcome.text().ifPresent(text -> work.journals().add(run.id(), text));
        outcome.journal().ifPresent(journal -> {
            Evidence evidence = Evidence.of("run " + run.id(), journal);
            work.evidence().add(run.id(), evidence);
            Findings.note(run, evidence, now, work);
        });
        String verdict = outcome.verdict().map(Verdict::word).orElse("none");
        work.audit().append(now, Token.NOBODY, "run.end", "run/" + run.id(), Json.object("verdict", verdict));
        return true;
    }

    private void tidy() {
        var folder = new ChildFolder(workshop.folder(run.id()));
        try {
            folder.tidy();
            Files.deleteIfExists(folder.path().resolve(POLICY));
            Files.deleteIfExists(folder.path().resolve(APPROVALS));
            Files.deleteIfExists(folder.journal());
            Files.deleteIfExists(folder.path());
        } catch (IOException e) {
            workshop.trouble()
                    .accept(folder.path() + " is not needed any more and could not be deleted: " + e.getMessage());
        }
    }
}
