package dev.shakeout.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.InThisProcess;
import dev.shakeout.conformance.Shakeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that somebody has changed makes a report, or is refused in words. */
class JournalMutantsTest {
    private static final Chosen CHOSEN = Chosen.many(2_000);

    private static final String EXPERIMENT = """
            title: a run
            description: with some of everything that a journal can hold
            steady-state-hypothesis:
              title: it holds
              probes:
                - {type: probe, name: yes it is, tolerance: 0, provider: {type: process, path: "true"}}
            method:
              - {type: action, name: pause it, provider: {type: fault, fault: process/pause, target: {kind: process, pid: PID}, duration: 100ms}}
              - {type: probe, name: say, tolerance: {type: regex, target: stdout, pattern: a}, provider: {type: process, path: echo, arguments: [a]}}
              - {type: action, name: fail, provider: {type: http, url: "http://127.0.0.1:1/"}}
            rollbacks:
              - {type: action, name: tidy, provider: {type: process, path: "true"}}
            safety:
              halt-when:
                - {name: never, probe: {provider: {type: process, path: "true"}}, tolerance: 0, interval: 50ms}
            """;

    @Test
    void aReportOrWordsWhateverStandsInIt(@TempDir Path work) throws IOException, InterruptedException {
        Mutants mutants = Mutants.of(journal(work), Chosen.SEED);
        var command = new InThisProcess(work);
        Map<Integer, Integer> ends = new ConcurrentHashMap<>();

        String told = new Inspection(mutants, mutant -> {
                    Path folder = Files.createDirectories(work.resolve(String.valueOf(mutant.index())));
                    Path file = Files.writeString(folder.resolve("journal.json"), mutant.onDisk());
                    Path report = folder.resolve("r" + ending(mutant.index()));
                    var ended = command.run("report", file.toString(), report.toString());
                    ends.merge(ended.status(), 1, Integer::sum);
                    boolean made = ended.status() == 0
                            && Files.size(report) > 0
                            && ended.err().isEmpty();
                    boolean refused = ended.status() == 2
                            && !ended.err().isBlank()
                            && ended.err().lines().allMatch(line -> line.startsWith(file.toString()));
                    return made || refused
                            ? Optional.empty()
                            : Optional.of("status " + ended.status() + ", complained: " + ended.err());
                })
                .of(CHOSEN);

        System.err.println("JournalMutantsTest: " + told + ": " + new TreeMap<>(ends));
        assertThat(CHOSEN.count() == 1 || ends.size() == 2)
                .as("both ends are reached: " + ends)
                .isTrue();
    }

    /** Reports of every kind in turn. */
    private static String ending(int index) {
        return switch (index % 3) {
            case 0 -> ".html";
            case 1 -> ".md";
            default -> ".xml";
        };
    }

    /** Of a run by the command itself. */
    private static Path journal(Path work) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(work.resolve("run.yaml"), EXPERIMENT.replace("PID", String.valueOf(victim.pid())));
            String launcher = Shakeout.launcherMadeReady().toString();
            var builder = new ProcessBuilder(launcher, "run", "run.yaml")
                    .directory(work.toFile())
                    .inheritIO();
            builder.environment().put("SHAKEOUT_HOME", work.resolve("home").toString());
            builder.environment().put("HOME", work.toString());
            Process run =
                    builder.redirectOutput(work.resolve("out.txt").toFile()).start();
            assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return work.resolve("journal.json");
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }
}
