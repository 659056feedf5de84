package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import dev.shakeout.faults.host.CrashCell.Kill;
import dev.shakeout.faults.host.CrashCell.Point;
import dev.shakeout.model.Step;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One cell, carried out: a runner is started, stands at its gate, somebody is killed, and nothing may be left. */
final class CrashRun {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CrashCell cell;
    private final CrashStage stage;
    private final Path folder;
    private final Path said;
    private final Gate gate;
    private final Machine machine;
    private final CrashProcesses processes;

    CrashRun(CrashCell cell, CrashStage stage, Path folder) throws IOException {
        this.cell = cell;
        this.stage = stage;
        this.folder = folder;
        this.said = folder.resolve("said");
        this.gate = new Gate(Files.createDirectory(folder.resolve("gate")));
        this.machine = Machines.in(folder.resolve("home"));
        this.processes = new CrashProcesses(folder.resolve("home"), machine);
    }

    void run() throws IOException, InterruptedException {
        Stage.Seen before = stage.picture();
        List<String> files = stage.files();
        Process runner = start();
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .failFast("the runner ended early", () -> !runner.isAlive())
                    .until(gate::reached);
            crash(runner);
            nothingIsLeft(before, files);
        } catch (Throwable e) {
            var failure = new AssertionError(cell + ": " + e.getMessage() + "\n" + circumstances(), e);
            processes.killAll();
            throw failure;
        }
    }

    private Process start() throws IOException {
        var argv = new ArrayList<>(List.of("setsid"));
        argv.addAll(machine.java());
        argv.addAll(List.of(
                CrashRunner.class.getName(),
                cell.fault().toString(),
                cell.kill().name(),
                cell.point().name(),
                gate.folder().toString(),
                stage.selected(),
                stage.control(),
                stage.disk(cell.fault())));
        var builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(stage.environment());
        builder.environment().put("SHAKEOUT_HOME", folder.resolve("home").toString());
        return builder.start();
    }

    private void crash(Process runner) throws IOException, InterruptedException {
        List<Long> victims = victims(runner);
        if (!victims.isEmpty()) {
            processes.kill(victims);
        }
        boolean noticed = cell.kill() == Kill.CHILD && cell.point() == Point.ON && !stage.momentary();
        if (!noticed) {
            gate.open();
        }
        assertThat(runner.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the runner ends")
                .isTrue();
        if (cell.kill().sparesRunner()) {
            tellsTheTruth();
        } else {
            assertThat(ended()).as("it was killed").isEmpty();
        }
        if (cell.kill() == Kill.RUNNER_AND_SENTINEL) {
            assertThat(new Recover(machine).deadRuns())
                    .allSatisfy(outcome ->
                            assertThat(outcome.clean()).as(outcome.toString()).isTrue());
        }
    }

    private List<Long> victims(Process runner) {
        return switch (cell.kill()) {
            case RUNNER -> List.of(runner.pid());
            case SENTINEL -> List.of(-sentinel());
            case RUNNER_AND_SENTINEL -> List.of(-sentinel(), runner.pid());
            case PROCESS_GROUP -> List.of(-runner.pid());
            case CHILD -> child();
        };
    }

    /** Of a fault that is over at once, the child too may be over. */
    private List<Long> child() {
        List<Long> child = processes.child().stream().toList();
        assertThat(child).hasSizeGreaterThanOrEqualTo(stage.momentary() ? 0 : 1);
        return child;
    }

    private long sentinel() {
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> processes.sentinel().isPresent());
        return processes.sentinel().orElseThrow();
    }

    private void tellsTheTruth() throws IOException {
        String[] ended = ended().orElseThrow(() -> new AssertionError("the runner has not come to its end"))
                .split(" ", -1);
        Verdict verdict = Verdict.valueOf(ended[1]);
        boolean measured = Boolean.parseBoolean(ended[2]);
        assertThat(verdict).isNotEqualTo(Verdict.UNSAFE);
        if (verdict == Verdict.PASSED) {
            assertThat(measured).as("passed, with its effect measured").isTrue();
        }
        if (cell.kill() == Kill.SENTINEL) {
            assertThat(verdict).isIn(Verdict.PASSED, Verdict.ABORTED);
        } else if (cell.point() == Point.ON && !stage.momentary()) {
            assertThat(verdict).isEqualTo(Verdict.INCONCLUSIVE);
        } else if (cell.point() != Point.HALF_TAKEN_BACK && !stage.momentary()) {
            assertThat(verdict).isNotEqualTo(Verdict.PASSED);
        }
    }

    private Optional<String> ended() throws IOException {
        return Files.readAllLines(said).stream()
                .filter(line -> line.startsWith("ended "))
                .findFirst();
    }

    private void nothingIsLeft(Stage.Seen before, List<String> files) throws IOException {
        await().alias("the run's folder is gone")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> processes.runFolder().isEmpty());
        await().alias("no process of the run is left")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(processes.left()).isEmpty());
        var own = List.of(Step.irreversible("", List.of(Files.readString(said))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.differences(before, own)).isEmpty());
        assertThat(stage.files()).isEqualTo(files);
        for (String home : List.of("home/run", "home/state")) {
            assertThat(folder.resolve(home)
                            .toFile()
                            .list((_, name) -> !List.of("runs", "locks", "held").contains(name)))
                    .isIn(null, new String[0]);
        }
        assertThat(folder.resolve("home/state/held").toFile().list()).isIn(null, new String[0]);
    }

    private String circumstances() {
        var words = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                boolean told = file.equals(said) || file.toString().endsWith(".log");
                words.append(file).append(told ? ":\n" + Files.readString(file) + "\n" : "\n");
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            words.append(e);
        }
        return words.append("left: ").append(processes.left()).toString();
    }
}
