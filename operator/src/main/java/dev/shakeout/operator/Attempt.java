package dev.shakeout.operator;

import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out one Run: claims it, starts its command, and writes down what it came to. */
final class Attempt implements Runnable {
    private static final int CLAIMS = 10;

    private final Workshop workshop;
    private final Resource seen;
    private boolean halted;
    private boolean gone;
    private Optional<RunProcess> process = Optional.empty();
    private Optional<RunResource> claimed = Optional.empty();
    /** The name of the config map with its journal. */
    private Optional<String> stored = Optional.empty();

    Attempt(Workshop workshop, Resource seen) {
        this.workshop = workshop;
        this.seen = seen;
    }

    /** Everything is taken back; returns at once. */
    synchronized void halt() {
        halted = true;
        process.ifPresent(RunProcess::halt);
    }

    /** The same, and nobody is left who could be told. */
    synchronized void gone() {
        gone = true;
        halt();
    }

    private synchronized boolean isGone() {
        return gone;
    }

    @Override
    public void run() {
        workshop.status()
                .insist(
                        () -> {
                            claimed = claim();
                            return true;
                        },
                        workshop.trouble());
        claimed.ifPresent(this::carryOut);
    }

    /** Empty when it is no longer there, or somebody else's. */
    private Optional<RunResource> claim() throws IOException {
        for (int i = 0; i < CLAIMS && workshop.leads().getAsBoolean(); i++) {
            Optional<RunResource> now = workshop.cluster()
                    .find(ResourceType.RUN, seen.path())
                    .filter(found -> found.uid().equals(seen.uid()))
                    .map(RunResource::new)
                    .filter(run -> run.phase() == RunResource.Phase.PENDING || isOurs(run));
            if (now.isEmpty() || isOurs(now.get())) {
                return now;
            }
            if (now.get().isHalted()) {
                halt();
            }
            var status = Json.object(
                    "phase",
                    RunResource.Phase.RUNNING.word(),
                    "owner",
                    workshop.identity(),
                    "startedAt",
                    workshop.status().now());
            if (workshop.status().change(now.get().resource(), status)) {
                return now;
            }
        }
        return Optional.empty();
    }

    /** It was claimed before, only that nobody heard the answer. */
    private boolean isOurs(RunResource run) {
        return run.phase() == RunResource.Phase.RUNNING && run.owner().equals(workshop.identity());
    }

    private void carryOut(RunResource run) {
        workshop.announcer().tell(run.resource(), "Started", "with the rights of service account " + run.account());
        Conclusion conclusion = conclude(run);
        if (isGone()) {
            workshop.told().accept("run " + seen.path() + " was deleted; " + conclusion.words());
        } else {
            record(run, conclusion, keep(conclusion.journal(), run));
        }
    }

    /** Whatever happens, a run that was claimed comes to an end. */
    private Conclusion conclude(RunResource run) {
        try {
            Json.Obj definition = definition(run);
            workshop.confined().check(definition);
            return conclude(run, definition, workshop.folder(run.resource()));
        } catch (BadValue e) {
            return Conclusion.without(Verdict.REFUSED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Conclusion.never(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Conclusion.never("an error of Shakeout's own, please report it: " + e);
        }
    }

    private Conclusion conclude(RunResource run, Json.Obj definition, Path folder) throws IOException {
        try {
            var account = new Account(run.resource().namespace(), run.account());
            var pass = new Pass(
                    account,
                    workshop.cluster(),
                    RunProcess.kubeconfig(folder),
                    workshop.machine().clock(),
                    Pass.LIFE);
            if (!begin(run, definition, pass, folder)) {
                return Conclusion.without(Verdict.ABORTED, "it was halted before it began");
            }
            RunProcess begun = process.orElseThrow();
            return Conclusion.of(begun, begun.end(workshop.trouble()));
        } finally {
            RunProcess.tidy(folder);
        }
    }

    private Json.Obj definition(RunResource run) throws IOException {
        Optional<Json.Obj> own = run.definition();
        if (own.isPresent()) {
            return own.get();
        }
        if (run.experiment().isEmpty()) {
            throw new BadValue("it names no experiment, and has no definition of its own");
        }
        String path = ResourceType.EXPERIMENT.path(run.resource().namespace(), run.experiment());
        Resource experiment = workshop.cluster()
                .find(ResourceType.EXPERIMENT, path)
                .orElseThrow(() -> new BadValue("there is no experiment '" + run.experiment() + "' in namespace "
                        + run.resource().namespace()));
        return experiment.at("spec").orElse(Json.Null.NULL) instanceof Json.Obj spec ? spec : Json.Obj.EMPTY;
    }

    /** @return false when it is to halt already */
    private synchronized boolean begin(RunResource run, Json.Obj definition, Pass pass, Path folder)
            throws IOException {
        if (halted) {
            return false;
        }
        process = Optional.of(
                RunProcess.start(folder, definition, pass, workshop.shakeout(), options(run), workshop.machine()));
        return true;
    }

    /** Those of the operator, and what the run names. */
    private List<String> options(RunResource run) {
        var options = new ArrayList<>(workshop.options());
        run.context().ifPresent(name -> options.addAll(List.of("--context", name)));
        run.namespaces().forEach(name -> options.addAll(List.of("--namespace", name)));
        return options;
    }

    /** Where the journal is to be found. */
    private Optional<String> keep(Conclusion.Journal journal, RunResource run) {
        return switch (journal) {
            case Conclusion.Journal.None _ -> Optional.empty();
            case Conclusion.Journal.TooLong(Path file) -> Optional.of(workshop.host() + ":" + file);
            case Conclusion.Journal.Text(String text) -> {
                workshop.status().insist(() -> store(text, run.resource()), workshop.trouble());
                yield stored.map(name -> "configmap/" + name);
            }
        };
    }

    /** Under a name of its own, as an earlier run may have had the same name. */
    private boolean store(String journal, Resource run) throws IOException {
        String path = ResourceType.CONFIG_MAP.path(run.namespace());
        var metadata = Json.object(
                "generateName", run.name() + "-journal-", "ownerReferences", Json.of(List.of(run.reference())));
        var map = Json.object("metadata", metadata, "data", Json.object("journal.json", journal));
        var answer = workshop.cluster().send("POST", path, "", map.compact());
        if (answer.ok()) {
            stored = Optional.of(Resource.text(workshop.cluster().object(path, answer), "metadata", "name"));
        } else {
            workshop.announcer().warn(run, "NoJournal", workshop.cluster().refusal("create " + path, answer));
        }
        return answer.ok();
    }

    private void record(RunResource run, Conclusion conclusion, Optional<String> journal) {
        var status = Json.object(
                "phase",
                conclusion.phase().word(),
                "endedAt",
                workshop.status().now(),
                "reasons",
                Json.of(conclusion.reasons().stream().map(Json::of).toList()));
        if (conclusion.verdict().isPresent()) {
            status = status.with("verdict", Json.of(conclusion.verdict().get().word()));
        }
        if (journal.isPresent()) {
            status = status.with("journal", Json.of(journal.get()));
        }
        if (conclusion.phase() == RunResource.Phase.SUCCEEDED) {
            workshop.announcer().tell(run.resource(), reason(conclusion), conclusion.words());
        } else {
            workshop.announcer().warn(run.resource(), reason(conclusion), conclusion.words());
        }
        Json.Obj last = status;
        workshop.status().insist(() -> workshop.status().set(run.resource(), last), workshop.trouble());
        workshop.told().accept("run " + seen.path() + " ended: " + conclusion.words());
    }

    /** As events have it: NotReady. */
    private static String reason(Conclusion conclusion) {
        var reason = new StringBuilder();
        for (String part :
                conclusion.verdict().map(Verdict::word).orElse("not-begun").split("-", -1)) {
            reason.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
        }
        return reason.toString();
    }
}
