package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo as a newcomer runs it: a healthy sample system passes, a weakened one is found out, nothing stays behind. */
@Isolated
class DemoTest {
    private static final Pattern TABLE = Pattern.compile("shakeout_\\w+");

    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        assumeTrue(
                packaged(Path.of(System.getProperty("shakeout.home"), "examples/fks/target")),
                "the sample system is not packaged; mvn verify does so before this test, mvn test does not");
    }

    @AfterEach
    void nothingStaysBehind() throws IOException {
        await().until(() -> ours().isEmpty());
        assertThat(shakeout.openRuns()).isEmpty();
        assertThat(shakeout.home().resolve("run/links/fks_execution")).doesNotExist();
        assertThat(shakeout.temporary()).as("data folders of sample systems").isEmptyDirectory();
    }

    @Test
    void aPolicyHoldsForTheDemoToo() throws IOException {
        Ended ended = shakeout.run(
                "demo",
                "--only",
                "memory-exhaustion-data",
                "--policy",
                Path.of(System.getProperty("shakeout.home"), "examples/fks/shakeout-policy.yaml")
                        .toString(),
                "--environment",
                "production");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(9);
        assertThat(ended.out())
                .contains("is protected: process fks_data", "the policy at", "examples/fks/shakeout-policy.yaml:28:9")
                .contains("in production: memory/exhaust is not among the faults", "the approval of 2 people");
    }

    @Test
    void aHealthySystemSurvivesTheDeathOfAReplica() throws IOException {
        Ended ended = shakeout.run("demo", "--only", "pod-failure-auth", "--report-folder", "report");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(journal("pod-failure-auth").injections())
                .singleElement()
                .satisfies(injected -> assertThat(injected.bites()).contains(true));
        assertThat(shakeout.work().resolve("report/index.html")).content().contains("An fks_auth replica dies");
        assertThat(shakeout.work().resolve("report/junit.xml")).content().contains("failures=\"0\"");
    }

    @Test
    void withoutItsCircuitBreakerTheSystemIsFoundOutWithProbeNumbersAndMoment() throws IOException {
        Ended ended = shakeout.run(
                "demo", "--only", "network-delay-execution", "--weak", "circuit-breaker", "--report-folder", "report");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
        Journal journal = journal("network-delay-execution");
        assertNoTableIsLeft(journal.injections().getFirst());
        assertThat(journal.findings()).anySatisfy(finding -> {
            assertThat(finding.where()).isEqualTo("orders are served");
            assertThat(finding.evidence()).containsPattern("p95 \\d.*limit 200 ms.* into the run \\(\\d{4}-");
            assertThat(finding.moment()).isBetween(journal.start(), journal.end());
        });
        assertThat(ended.out()).containsPattern("finding: 'orders are served' does not hold while faults were on: p95");
        assertThat(shakeout.work().resolve("report/index.html")).content().contains("orders are served");
    }

    @Test
    void ctrlCInTheMiddleTakesEverythingBackAndEndsTheSampleSystem() throws Exception {
        Running run = shakeout.startBehind(
                List.of("setsid"), "demo", "--only", "network-delay-execution", "--report-folder", "report");
        await().atMost(Duration.ofSeconds(60))
                .failFast("it ended early", () -> !run.process().isAlive())
                .until(() -> run.saidSoFar().contains("    effect: "));

        new ProcessBuilder("sh", "-c", "kill -s INT -- -" + run.pid()).start().waitFor();

        Ended ended = run.end();
        assertThat(ended.status()).as(ended.toString()).isEqualTo(6);
        assertThat(journal("network-delay-execution").injections())
                .allSatisfy(injected -> assertThat(injected.gone()).contains(true));
        assertThat(shakeout.work().resolve("report/index.html")).exists();
    }

    @Tag("long")
    @ParameterizedTest(name = "{0} with weak {1}")
    @CsvSource({
        "network-delay-execution, ",
        "cpu-stress-training, ",
        "memory-exhaustion-data, ",
        "pod-failure-auth, replicas",
        "memory-exhaustion-data, durability",
        "cpu-stress-training, queue"
    })
    void eachWeaknessIsFoundByItsExperimentAndByItAlone(String experiment, String weakness) throws IOException {
        Ended ended = weakness == null
                ? shakeout.run("demo", "--only", experiment, "--report-folder", "report")
                : shakeout.run("demo", "--only", experiment, "--weak", weakness, "--report-folder", "report");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(weakness == null ? 0 : 1);
        assertThat(journal(experiment).findings().isEmpty()).isEqualTo(weakness == null);
    }

    private Journal journal(String name) throws IOException {
        Path file = shakeout.work().resolve("report").resolve(name + ".json");
        return JournalReader.read(name, Files.readString(file));
    }

    /** Processes that name this test's folder: proxies, sentinels, and by its data folder the sample system. */
    private List<ProcessHandle> ours() {
        return Live.naming(shakeout.work());
    }

    /** No nftables table is left that an inverse of this run would delete. */
    private static void assertNoTableIsLeft(Journal.Injected injected) throws IOException {
        if (!injected.rung().contains("nftables")) {
            return; // without root there is none
        }
        var table = TABLE.matcher(injected.inverses().toString());
        assertThat(table.find())
                .as("an inverse names its table: %s", injected.inverses())
                .isTrue();
        Process nft = new ProcessBuilder("nft", "list", "tables")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain(table.group());
    }

    private static boolean packaged(Path target) throws IOException {
        if (!Files.isDirectory(target.resolve("lib"))) {
            return false;
        }
        try (Stream<Path> paths = Files.list(target)) {
            return paths.anyMatch(path -> path.toString().endsWith(".jar"));
        }
    }
}
