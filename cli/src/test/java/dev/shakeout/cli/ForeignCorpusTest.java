package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.TargetMapReader;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of other tools becomes an experiment that this installation takes, and that reads back as what was written. */
class ForeignCorpusTest {
    private static final Path HOME = Path.of(System.getProperty("shakeout.home", ".."));
    private static final Path CORPORA = HOME.resolve("dialects/src/test/resources");
    private static final Vocabulary VOCABULARY = withPods(Catalog.installed().vocabulary());

    static List<Path> files() throws IOException {
        var all = new ArrayList<Path>();
        for (Foreign dialect : Dialects.ALL) {
            try (Stream<Path> files = Files.list(CORPORA.resolve(dialect.name()))) {
                all.addAll(files.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .toList());
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsConvertedReadsBackToTheSameExperiment(Path file) throws IOException {
        for (Translated translated : translated(file)) {
            if (translated.document().isEmpty()) {
                continue; // refused, as another test says
            }
            Experiment read = read(translated.document().get());
            String written = Yaml11.writeInOrder(translated.document().get().json());
            Experiment again = read(TreeReader.read("written.yaml", written));

            assertThat(said(again)).isEqualTo(said(read));
            int probes = read.hypothesis()
                    .map(hypothesis -> hypothesis.probes().size())
                    .orElse(0);
            assertThat(read.method().size() + read.safety().haltWhen().size() + probes)
                    .isPositive();
        }
    }

    /** All but the places. */
    private static List<Object> said(Experiment experiment) {
        var said = new ArrayList<Object>(List.of(experiment.title(), experiment.tags(), experiment.source()));
        experiment.hypothesis().ifPresent(hypothesis -> hypothesis.probes().forEach(probe -> said.add(said(probe))));
        experiment.method().forEach(activity -> said.add(said(activity)));
        experiment
                .safety()
                .haltWhen()
                .forEach(guard -> said.add(List.of(guard.name(), guard.pace(), guard.failures())));
        return said;
    }

    private static List<Object> said(Activity activity) {
        return List.of(activity.name(), activity.provider().toString(), activity.pauses(), activity.background());
    }

    private static Experiment read(Tree document) {
        return ExperimentReader.read(document, Inputs.none(), VOCABULARY);
    }

    private static List<Translated> translated(Path file) throws IOException {
        Path map = Path.of(file.toString().replace(".yaml", ".map"));
        TargetMap targets =
                Files.exists(map) ? TargetMapReader.read("map.yaml", Files.readString(map)) : TargetMap.NONE;
        return Dialects.translate(
                TreeReader.readAll(file.toString(), Files.readString(file), TreeReader.Form.YAML),
                new Choices(targets, Choices.DEFAULT.openEnd()));
    }

    /** As if every fault of processes could hit pods, and one of their containers. */
    private static Vocabulary withPods(Vocabulary installed) {
        var faults = new HashMap<String, Descriptor>();
        installed.faults().forEach((name, fault) -> {
            var kinds = new HashSet<>(fault.targets());
            if (kinds.contains("process")) {
                kinds.add("pod");
            }
            faults.put(name, fault.hits(kinds));
        });
        Map<String, Descriptor> targets = new HashMap<>(installed.targets());
        Descriptor pod = targets.get("pod");
        assertThat(pod).isNotNull();
        if (pod != null
                && pod.parameters().stream()
                        .noneMatch(parameter -> parameter.name().equals("container"))) {
            var more = new ArrayList<>(pod.parameters());
            more.add(Parameter.optional("container", Type.text(), "Which of its containers."));
            targets.put("pod", pod.with(more));
        }
        return new Vocabulary(faults, installed.probes(), targets);
    }

    @Test
    void thePublishedPagesAreThoseThatAreWritten() throws IOException {
        for (var dialect : Dialects.ALL) {
            var page = new dev.shakeout.dialects.foreign.ParityPage(dialect);
            assertThat(Files.readString(HOME.resolve("docs/dialects").resolve(page.file())))
                    .as("docs/dialects is stale; run: ./shakeout dialects --output docs/dialects")
                    .isEqualTo(page.text());
        }
    }
}
