package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Dummies;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/faults are what the faults say of themselves, and their examples run. */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
class FaultPagesTest {
    private static final Path PAGES =
            Path.of(System.getProperty("shakeout.home", "..")).resolve("docs/faults");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void thePublishedPagesAreThoseThatAreWritten() throws IOException {
        var shakeout = InProcess.at(folder);
        Ended ended = shakeout.run("faults", "--output", folder.resolve("made").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(texts(PAGES))
                .as("docs/faults is stale; run: ./shakeout faults --output docs/faults")
                .isEqualTo(texts(folder.resolve("made")));
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    static Stream<Fault> faults() {
        return Catalog.installed().faults().values().stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itSaysWhatIsMeasuredAndHowItIsTakenBack(Fault fault) {
        assertThat(fault.effect()).isNotBlank();
        assertThat(fault.rungs())
                .allSatisfy(rung -> assertThat(rung.inverse()).as(rung.name()).isNotBlank());
    }

    static Stream<String> pagesOfProcessFaults() {
        return pages("process");
    }

    static Stream<String> pagesOfContainerFaults() {
        return pages("container");
    }

    private static Stream<String> pages(String kind) {
        return faults().filter(fault -> fault.targetKinds().contains(kind))
                .map(fault -> fault.descriptor().name().replace('/', '-') + ".md");
    }

    @ParameterizedTest
    @MethodSource("pagesOfProcessFaults")
    void itsExampleRuns(String page) throws IOException {
        Dummies dummies = ServiceLoader.load(Dummies.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(maker -> maker.kinds().contains("process"))
                .findFirst()
                .orElseThrow();
        try (var dummy = dummies.make("process", Files.createDirectory(folder.resolve("dummy")), Machine.local())) {
            run(page, "pid: " + dummy.target().detail("pid"));
        }
    }

    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD) // or the engine would be gone before they have begun
    Stream<DynamicTest> itsExampleOnAContainerRuns() throws IOException {
        Engine docker = Engine.docker(Files.createDirectory(folder.resolve("docker")), Machine.local());
        docker.serve("web");
        return pagesOfContainerFaults()
                .map(page -> DynamicTest.dynamicTest(page, () -> run(page, "name: web, engine: " + docker.socket())))
                .onClose(docker::close);
    }

    private void run(String page, String criteria) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGES.resolve(page)));
        assertThat(example.find()).isTrue();
        var shakeout = new Shakeout(Files.createTempDirectory(folder, "work"));
        Path file = folder.resolve(page + ".yaml");
        String text = example.group(1)
                .replace("name: shop-api, mode: one", criteria)
                .replace("/srv/shop", Files.createTempDirectory(folder, "shop").toString())
                .replace("duration: 30s", "duration: 1s");
        Files.writeString(file, text);
        assertThat(file).content().doesNotContainPattern("path: /(?!tmp/)"); // nothing but what is ours
        Ended ended = shakeout.run("run", file.toString());
        assumeTrue(!ended.toString().contains("has no way here"), ended.toString());
        assertThat(ended.status()).as(ended.toString()).isZero();
    }
}
