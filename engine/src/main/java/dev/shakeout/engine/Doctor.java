package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out which rung of which fault holds on this machine: by a whole run on a dummy where one can be made, else by
 * looking for what it needs.
 */
public final class Doctor {
    /** More at once would only disturb each other's measurements. */
    private static final int FEWEST_AT_ONCE = 3;

    private final Catalog catalog;
    private final Machine machine;
    private final List<Dummies> dummies;
    private final Trial trial;

    public Doctor(Catalog catalog, Machine machine, String version) {
        this(
                catalog,
                machine,
                ServiceLoader.load(Dummies.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                version);
    }

    Doctor(Catalog catalog, Machine machine, List<Dummies> dummies, String version) {
        this.catalog = catalog;
        this.machine = machine;
        this.dummies = dummies;
        this.trial = new Trial(catalog, machine, version);
    }

    /** Touches nothing. */
    public List<Diagnosis> look() {
        return rungs().map(each -> Diagnosis.looked(
                        each.fault(), each.rung(), each.missing().orElse("")))
                .toList();
    }

    /** Tries everything on dummies, several at once; what fails among others is tried again alone. */
    public List<Diagnosis> examine() {
        var room = new Semaphore(Math.max(FEWEST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
        List<Candidate> candidates = rungs().toList();
        List<CompletableFuture<Diagnosis>> first = candidates.stream()
                .map(each -> Threads.ask("doctor", () -> examine(each, room)))
                .toList();
        List<Diagnosis> diagnoses = first.stream().map(CompletableFuture::join).collect(Collectors.toList());
        for (int i = 0; i < diagnoses.size(); i++) {
            if (diagnoses.get(i).tried() && !diagnoses.get(i).works()) {
                diagnoses.set(i, candidates.get(i).examine());
            }
        }
        return diagnoses;
    }

    private static Diagnosis examine(Candidate candidate, Semaphore room) {
        room.acquireUninterruptibly();
        try {
            return candidate.examine();
        } finally {
            room.release();
        }
    }

    private Stream<Candidate> rungs() {
        return catalog.faults().values().stream()
                .flatMap(fault -> fault.rungs().stream().map(rung -> new Candidate(fault, rung)));
    }

    private final class Candidate {
        private final Fault fault;
        private final Rung rung;

        Candidate(Fault fault, Rung rung) {
            this.fault = fault;
            this.rung = rung;
        }

        Fault fault() {
            return fault;
        }

        Rung rung() {
            return rung;
        }

        Optional<String> missing() {
            return rung.missing(machine);
        }

        /** On the first kind of dummy that it fits. */
        Diagnosis examine() {
            Optional<String> missing = missing();
            if (missing.isPresent()) {
                return Diagnosis.looked(fault, rung, missing.get());
            }
            var reasons = new ArrayList<String>();
            for (String kind : fault.targetKinds().stream()
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                for (Dummies maker : dummies) {
                    if (maker.kinds().contains(kind)) {
                        Optional<Diagnosis> tried = tryOn(kind, maker, reasons);
                        if (tried.isPresent()) {
                            return tried.get();
                        }
                    }
                }
            }
            return Diagnosis.looked(fault, rung, String.join("; ", reasons));
        }

        /** Empty when it does not fit that kind, or no dummy could be made. */
        private Optional<Diagnosis> tryOn(String kind, Dummies maker, List<String> reasons) {
            try (var folder = TemporaryFolder.make("shakeout-doctor-");
                    var dummy = maker.make(kind, folder.path(), machine)) {
                Arguments arguments =
                        MildArguments.of(fault.descriptor(), folder.path().toAbsolutePath());
                Optional<String> misfit = rung.missingFor(dummy.target(), arguments, dummy.machine());
                if (misfit.isEmpty()) {
                    return Optional.of(diagnosis(dummy, arguments));
                }
                reasons.add(misfit.get());
            } catch (IOException | RuntimeException e) {
                reasons.add("no dummy could be made to try it on: " + e.getMessage());
            }
            return Optional.empty();
        }

        private Diagnosis diagnosis(Dummies.Dummy dummy, Arguments arguments) {
            long begun = System.nanoTime();
            Prepared prepared = rung.plan(dummy.target(), arguments, dummy.machine());
            Journal journal = trial.of(fault.descriptor().name(), rung.name(), dummy.target(), prepared, new Stop());
            boolean works = journal.verdict() == Verdict.PASSED;
            return new Diagnosis(
                    fault.descriptor().name(),
                    rung.name(),
                    rung.needs(),
                    works,
                    true,
                    works ? "" : String.join("; ", journal.reasons()),
                    journal.injections().stream()
                            .flatMap(injected -> injected.on().stream())
                            .map(Reading::words)
                            .findFirst()
                            .orElse(""),
                    Duration.ofNanos(System.nanoTime() - begun));
        }
    }
}
