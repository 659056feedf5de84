package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.Recorder;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Attacks, scenarios and health checks of Gremlin, as its REST API takes and gives them, in JSON or the same in YAML. */
public final class Gremlin implements Foreign {
    private static final Field NAME = Field.kept("name", "title");
    private static final Field DESCRIPTION = Field.kept("description", "description");
    private static final Field HYPOTHESIS = Field.kept("hypothesis", "description, after it");
    private static final Field GRAPH = Field.kept("graph", "the method, the steady state and the guards");
    private static final Field CONTINUOUS = Field.kept("isContinuous", "nothing: it is the steady state")
            .or(new Fidelity.Approximated(
                    "the steady state: a guard watches while something is attacked, and nothing is here"));

    @Override
    public String name() {
        return "gremlin";
    }

    @Override
    public boolean recognises(Tree document) {
        if (!(document instanceof Tree.Obj raw)
                || raw.get("apiVersion").isPresent()
                || raw.get("method").isPresent()) {
            return false;
        }
        var object = (Tree.Obj) Spellings.one(raw);
        return AttackBody.isIn(object)
                || object.get("targetDefinition").isPresent()
                || StatusCheck.isIn(object)
                || object.get("graph")
                        .filter(graph -> graph.value() instanceof Tree.Obj inner
                                && (inner.get("nodes").isPresent()
                                        || inner.get("start_id").isPresent()))
                        .isPresent();
    }

    @Override
    public List<Translated> translate(List<Tree> documents, Choices choices) {
        var problems = new Problems();
        var translated = new ArrayList<Translated>();
        documents.forEach(document -> translated.add(translate((Tree.Obj) Spellings.one(document), choices, problems)));
        problems.throwIfAny();
        return translated;
    }

    private static Translated translate(Tree.Obj document, Choices choices, Problems problems) {
        boolean scenario = document.get("graph").isPresent();
        boolean check = !scenario && StatusCheck.isIn(document);
        String kind = scenario ? "scenario" : check ? "health check" : "attack";
        var recorder = new Recorder(kind, problems);
        Sheet sheet = recorder.sheet(document, "the " + kind);
        Optional<String> name = sheet.take(NAME, Type.text()).filter(text -> !text.isBlank());
        name.ifPresent(text -> recorder.of(kind + " " + text));
        if (scenario && name.isEmpty()) {
            sheet.demand(NAME, "");
        }
        Bookkeeping.record(sheet);
        String words = Stream.of(DESCRIPTION, HYPOTHESIS)
                .flatMap(field -> sheet.take(field, Type.text()).stream())
                .filter(text -> !text.isBlank())
                .reduce((one, other) -> one + "\n" + other)
                .orElse(sentence(kind) + " of Gremlin.");
        Draft experiment = Draft.at(document.position());
        Draft parts = Draft.at(document.position());
        String title;
        if (scenario) {
            title = name.orElse(kind);
            sheet.open(GRAPH)
                    .ifPresent(graph -> new Scenario(choices).read(graph).put(parts, document.position()));
        } else if (check) {
            title = name.orElse(kind);
            healthCheck(sheet, title, parts, document);
        } else {
            Acts acts = AttackBody.read(sheet, choices);
            title = name.orElse(acts.attack().isEmpty() ? kind : acts.attack());
            var timeline = new Timeline();
            acts.addTo(timeline, Duration.ZERO, title);
            parts.put("method", timeline.method(document.position()));
        }
        experiment.put("title", Draft.literal(title)).put("description", Draft.literal(words));
        experiment.all(parts.tree());
        return new Translated(
                recorder.object(), document.position(), Optional.of(experiment.tree()), recorder.finish());
    }

    private static void healthCheck(Sheet sheet, String title, Draft parts, Tree.Obj document) {
        sheet.take(CONTINUOUS, Type.bool(), yes -> CONTINUOUS.ways().get(yes ? 1 : 0));
        StatusCheck.read(sheet)
                .ifPresent(check -> parts.put(
                        "steady-state-hypothesis",
                        Draft.at(document.position())
                                .put("title", Draft.literal(title))
                                .put("probes", Draft.list(document.position(), check.probes(title, sheet)))
                                .tree()));
        parts.put("method", Draft.list(document.position(), List.of()));
    }

    private static String sentence(String kind) {
        return kind.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + kind.substring(1);
    }

    @Override
    public String told(List<Journal> journals) {
        return JsonWriter.write(Outcome.of(journals));
    }

    @Override
    public List<Chapter> parity() {
        var every = new ArrayList<>(List.of(NAME, DESCRIPTION, HYPOTHESIS));
        every.addAll(Bookkeeping.ALL);
        var checks = new ArrayList<>(StatusCheck.fields());
        checks.add(CONTINUOUS);
        var chapters = new ArrayList<>(List.of(
                new Chapter("Every document", "What stands around an attack, a scenario or a health check.", every),
                new Chapter(
                        "Targets of an attack",
                        "In the new form (`attackConfiguration`), the old one (`target`), and that of Kubernetes and of"
                                + " scenarios (`targetDefinition`). Keys may be spelt `with_underscores` or in `camelCase`.",
                        AttackBody.fields()),
                new Chapter(
                        "Command of an attack",
                        "Arguments are words of a command line (`cliArgs`, `args`) or members beside them (`egressPorts`);"
                                + " what both say must be the same.",
                        Command.fields()),
                new Chapter(
                        "Scenario",
                        "Nodes follow each other by `next`, and run beside each other in the branches of a `Concurrent`.",
                        Scenario.fields()),
                new Chapter("Status check, health check", "A probe `http`.", checks)));
        Attacks.ALL.forEach(attack -> chapters.add(new Chapter(attack.name(), attack.introduction(), attack.fields())));
        return chapters;
    }
}
