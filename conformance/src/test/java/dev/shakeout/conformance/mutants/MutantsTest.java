package dev.shakeout.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.InThisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is written into an experiment: it is either understood, or refused with a place and words for a person; never
 * with an exception of a program's, and never later than soon. {@link Chosen} says how to see other mutants.
 */
class MutantsTest {
    private static final Mutants MUTANTS = Mutants.ofExperiments(Chosen.SEED);
    private static final Chosen CHOSEN = Chosen.many(100_000);

    /** Far fewer, as it takes far longer with each. */
    private static final Chosen FOR_THE_COMMAND = Chosen.first(400);

    private static final Pattern MISTAKE = Pattern.compile("mutant[.a-z]*:\\d+:\\d+: .+");

    private Process victim;

    @BeforeEach
    void begin() throws IOException {
        victim = new ProcessBuilder("sleep", "600").start(); // for faults to find
    }

    @AfterEach
    void end() {
        victim.destroyForcibly();
    }

    @Test
    void everyMutantIsUnderstoodOrRefusedWithAPlaceAndWords() throws InterruptedException {
        var road = new Road();
        Map<String, Integer> ends = new ConcurrentHashMap<>();

        String told = new Inspection(MUTANTS, mutant -> {
                    Road.End end = road.end(mutant);
                    ends.merge(end.getClass().getSimpleName(), 1, Integer::sum);
                    return switch (end) {
                        case Road.End.Planned _ -> Optional.empty();
                        case Road.End.Unplannable(var problems) -> Demands.unmet(problems, mutant);
                        case Road.End.Unreadable(var problems) -> Demands.unmet(problems, mutant);
                    };
                })
                .of(CHOSEN);

        System.err.println("MutantsTest: " + told + ": " + new TreeMap<>(ends));
        assertThat(CHOSEN.count() == 1 || ends.size() == 3)
                .as("every end is reached: " + ends)
                .isTrue();
    }

    @Test
    void theCommandSaysSoAndEndsWithTheRightStatus(@TempDir Path work) throws InterruptedException {
        var command = new InThisProcess(work);

        String told = new Inspection(MUTANTS, mutant -> {
                    Path folder = Files.createDirectories(work.resolve(String.valueOf(mutant.index())));
                    Path file = Files.writeString(folder.resolve(mutant.file()), mutant.onDisk());
                    var ended = mutant.rules().ours()
                            ? command.run("validate", file.toString())
                            : command.run("validate", "--compat", "chaostoolkit", file.toString());
                    return unfit(ended, mutant, folder);
                })
                .of(FOR_THE_COMMAND);

        System.err.println("MutantsTest: validate: " + told);
    }

    private static Optional<String> unfit(InThisProcess.Ended ended, Mutant mutant, Path folder) {
        boolean valid = ended.status() == 0;
        int refused = mutant.rules().ours() ? 2 : 1;
        boolean told = valid
                ? ended.err().isEmpty() && ended.out().contains(" is valid: ")
                : ended.status() == refused
                        && ended.out().isEmpty()
                        && ended.err()
                                .lines()
                                .allMatch(line -> MISTAKE.matcher(line.replace(folder + "/", ""))
                                        .matches());
        return told
                ? Optional.empty()
                : Optional.of(
                        "status " + ended.status() + ", written: " + ended.out() + ", complained: " + ended.err());
    }
}
