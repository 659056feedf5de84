package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run would do can be read before it, and the seed decides which of five alike it would hit. */
class PlanTest {
    private final List<Victim> five = new ArrayList<>();
    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        five.add(Victim.sleeping(work));
        while (five.size() < 5) {
            five.add(Victim.sleeping(five.getFirst(), work));
        }
        shakeout.write("one.yaml", """
                title: one of five
                description: any
                method:
                  - type: action
                    name: freeze one
                    provider: {type: fault, fault: process/pause, duration: 30s, target: {kind: process, name: %s, mode: one}}
                """.formatted(five.getFirst().name()));
    }

    @AfterEach
    void end() {
        five.forEach(Victim::close);
    }

    @Test
    void saysWhatWouldBeDoneAndUndoneByWhichMeansAndTouchesNothing() throws IOException {
        Ended ended = shakeout.run("plan", "one.yaml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .contains("nothing has been touched")
                .contains("freeze one: 1 of 5 process targets (20%)")
                .containsPattern("by +signal")
                .containsPattern("for +30 s")
                .containsPattern(
                        "do +send SIGSTOP to process " + five.getFirst().name())
                .containsPattern("undo +by\\n +sh -c ")
                .contains("kill -s CONT");
        assertThat(five).allMatch(Victim::untouched);
        assertThat(shakeout.home()).doesNotExist();
    }

    @Test
    void theSameSeedChoosesTheSameAndOthersChooseOthers() throws IOException {
        String first = chosen(1);

        assertThat(chosen(1)).isEqualTo(first);
        Set<String> others = new LinkedHashSet<>();
        for (long seed = 2; seed <= 5; seed++) {
            others.add(chosen(seed));
        }
        assertThat(others).hasSizeGreaterThan(1);
    }

    @Test
    void aRunIsNarrowedFromOutside() throws IOException {
        shakeout.write("all.yaml", """
                title: all of five
                description: any
                method:
                  - type: action
                    name: freeze all
                    provider: {type: fault, fault: process/pause, duration: 100ms, target: {kind: process, name: %s, mode: all}}
                """.formatted(five.getFirst().name()));

        Ended planned = shakeout.run("plan", "all.yaml", "--at-most", "40%");
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(planned.out())
                .contains("narrowed to at most 40% of the targets of each selector")
                .contains("freeze all: 2 of 5 process targets (40%)");

        Ended run = shakeout.run("run", "all.yaml", "--at-most", "1");
        assertThat(run.status()).as(run.toString()).isZero();
        var journal =
                JournalReader.read("journal", Files.readString(shakeout.work().resolve("journal.json")));
        assertThat(journal.labels()).containsEntry("at-most", "1");
        assertThat(journal.injections()).hasSize(1);
    }

    @Test
    void whatIsNoLimitIsRefusedBeforeAnythingIsLookedFor() throws IOException {
        for (String wrong : List.of("0", "many", "200%")) {
            Ended ended = shakeout.run("plan", "one.yaml", "--at-most", wrong);

            assertThat(ended.status()).isEqualTo(Exit.USAGE);
            assertThat(ended.err()).contains("--at-most: ").contains(wrong);
        }
        assertThat(shakeout.run("run", "one.yaml", "--label", "at-most=1").err())
                .contains("it comes from --at-most");
    }

    private String chosen(long seed) throws IOException {
        Ended ended = shakeout.run("plan", "one.yaml", "--seed", Long.toString(seed));
        assertThat(ended.out()).contains("seed " + seed);
        return ended.out()
                .lines()
                .filter(line -> line.contains("process/pause on"))
                .findFirst()
                .orElseThrow();
    }
}
