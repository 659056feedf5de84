package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is only pretended is not done, and the rest is. */
class DryRunTest extends SteadySystem {
    @Test
    void dryActionsBreakNothingAndReadEverything() throws IOException {
        drill.dry = Dry.ACTIONS;
        drill.method.add(drill.fault("fault", 60_000));
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("rolled back")));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        assertThat(drill.seen(Event.Injecting.class)).isEmpty();
        assertThat(temp.resolve("rolled back")).doesNotExist();
        assertThat(temp.resolve("steady file.readings")).hasContent("xx");
    }

    @Test
    void dryProbesReadNothingAndBreakAsPlanned() throws IOException {
        Files.delete(steady); // nobody looks
        drill.dry = Dry.PROBES;
        drill.strategies = when(HypothesisWhen.CONTINUOUSLY, true);
        drill.method.add(drill.fault("fault", 100));
        drill.method.add(drill.exists("probe", steady, true));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        assertThat(drill.seen(Event.Injected.class)).hasSize(1);
        assertThat(temp.resolve("steady file.readings")).doesNotExist();
        assertThat(temp.resolve("probe.readings")).doesNotExist();
        everythingIsTakenBack();
    }

    @Test
    void dryActivitiesDoNothingAndDryPausesOnlySkipThePauses() throws IOException {
        var pauses = new Pauses(Duration.ofSeconds(30), Duration.ofSeconds(30));
        drill.method.add(Drill.fault("fault", drill.arguments("fault"), 50, 1, new Selector.Mode.All(), false, pauses));
        drill.dry = Dry.ACTIVITIES;
        assertThat(drill.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(drill.seen(Event.Injecting.class)).isEmpty();

        drill.dry = Dry.PAUSE;
        Journal journal = drill.run();
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSize(1);
        assertThat(journal.duration()).isLessThan(Duration.ofSeconds(20));
        everythingIsTakenBack();
    }
}
