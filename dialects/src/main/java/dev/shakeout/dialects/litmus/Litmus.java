package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.FidelityReport;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.dialects.foreign.Writer;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** ChaosEngines of Litmus with the ChaosExperiments that they refer to, and workflows of ChaosCenter. */
public final class Litmus implements Foreign {
    static final String VERSION = "litmuschaos.io/v1alpha1";
    private static final String GROUP = "litmuschaos.io/";
    private static final String ARGO = "argoproj.io/";
    private static final List<String> KINDS = List.of("ChaosEngine", "ChaosExperiment", "Workflow", "CronWorkflow");

    @Override
    public String name() {
        return "litmus";
    }

    @Override
    public boolean recognises(Tree document) {
        if (!(document instanceof Tree.Obj object)) {
            return false;
        }
        String version = object.get("apiVersion")
                .map(member -> member.value().json().text())
                .orElse("");
        // files of ours pass here too, and need nothing more to be loaded
        return version.startsWith(GROUP) || (version.startsWith(ARGO) && Workflow.isOfLitmus(object));
    }

    /** A ChaosExperiment has something to say of every engine. */
    @Override
    public List<List<Tree>> apart(List<Tree> documents) {
        return documents.stream().anyMatch(document -> isExperiment((Tree.Obj) document))
                ? List.of(documents)
                : Foreign.super.apart(documents);
    }

    private static boolean isExperiment(Tree.Obj object) {
        return Head.text(object, "kind").equals("ChaosExperiment");
    }

    @Override
    public List<Translated> translate(List<Tree> documents, Choices choices) {
        var problems = new Problems();
        var defaults = new ChaosExperiments();
        List<Tree.Obj> objects = documents.stream().map(Tree.Obj.class::cast).toList();
        objects.stream().filter(Litmus::isExperiment).forEach(object -> defaults.read(object, problems));
        var translated = new ArrayList<Translated>();
        for (Tree.Obj object : objects) {
            engine(object, defaults, choices, problems).ifPresent(translated::add);
        }
        if (translated.isEmpty() && !defaults.isEmpty()) {
            problems.at(
                    objects.getFirst().position(),
                    "a ChaosExperiment only says what a fault is; give the ChaosEngine too that runs it");
        }
        problems.throwIfAny();
        if (!defaults.isEmpty()) {
            Translated first = translated.removeFirst();
            translated.addFirst(new Translated(
                    first.name(),
                    first.position(),
                    first.document(),
                    FidelityReport.of(Stream.of(first.fidelity(), defaults.report()))));
        }
        return translated;
    }

    private static Optional<Translated> engine(
            Tree.Obj document, ChaosExperiments defaults, Choices choices, Problems problems) {
        String kind = Head.text(document, "kind");
        return switch (kind) {
            case "ChaosExperiment" -> Optional.empty();
            case "ChaosEngine" -> {
                Head head = Head.read(document, VERSION, problems);
                List<Stage> stages = new ChaosEngine(head, defaults, choices).stages();
                yield Optional.of(translated(head, stages, problems));
            }
            case "Workflow", "CronWorkflow" -> {
                Head head = Head.read(document, Workflow.VERSION, problems);
                Optional<Sheet> spec =
                        kind.equals("Workflow") ? head.spec() : head.spec().flatMap(CronWorkflow::workflow);
                List<Stage> stages = spec.map(sheet -> new Workflow(head, defaults, choices).stages(sheet))
                        .orElse(List.of());
                yield Optional.of(translated(head, stages, problems));
            }
            default -> {
                problems.at(
                        document.get("kind")
                                .map(member -> member.value().position())
                                .orElse(document.position()),
                        kind.isEmpty()
                                ? "'kind' is missing in the object"
                                : "there is nothing to run in a '" + kind + "' of Litmus"
                                        + Nearest.suggestion(kind, KINDS) + "; it must be one of "
                                        + String.join(", ", KINDS));
                yield Optional.empty();
            }
        };
    }

    private static Translated translated(Head head, List<Stage> stages, Problems problems) {
        Optional<Tree> experiment = stages.isEmpty() ? Optional.empty() : Optional.of(Script.of(head, stages));
        var fidelity = head.recorder().finish();
        if (stages.isEmpty() && fidelity.notSupported().isEmpty() && problems.count() == 0) {
            problems.at(
                    head.position(), "there is no fault in " + head.recorder().object());
        }
        return new Translated(head.recorder().object(), head.position(), experiment, fidelity);
    }

    private static List<Field> fields(HubFault fault) {
        return fault instanceof NotHere refused ? List.of(refused.field()) : fault.tunables();
    }

    /** A ChaosResult for each fault, and of each run the resilience score. */
    @Override
    public String told(List<Journal> journals) {
        return journals.stream().map(ChaosResult::file).collect(Collectors.joining("---\n"));
    }

    @Override
    public Optional<Writer> writer() {
        return Optional.of(new LitmusWriter());
    }

    @Override
    public List<Chapter> parity() {
        var chapters = new ArrayList<>(List.of(
                new Chapter("Every object", "What stands around a spec.", Head.fields()),
                new Chapter("ChaosEngine", "Its experiments are run one after the other.", ChaosEngine.fields()),
                new Chapter(
                        "ChaosExperiment",
                        "It gives the tunables that an engine leaves out.",
                        ChaosExperiments.fields()),
                new Chapter("Workflow", "An experiment of ChaosCenter, as a workflow of Argo.", Workflow.fields()),
                new Chapter("CronWorkflow", "The same with times at which it is run.", CronWorkflow.fields()),
                new Chapter("Probes", "What probes of all types have.", Probes.fields()),
                new Chapter("Every fault", "Tunables that all of them have.", Common.fields())));
        Probes.inputs().forEach(each -> chapters.add(new Chapter(each.type(), each.introduction(), each.fields())));
        Hub.ALL.forEach(fault -> chapters.add(new Chapter(fault.name(), fault.introduction(), fields(fault))));
        return chapters;
    }
}
