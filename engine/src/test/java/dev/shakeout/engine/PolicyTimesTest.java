package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Schedule;
import dev.shakeout.model.Selector.Mode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a policy lets a run begin: in a window that it does not outlast, and in no freeze. */
class PolicyTimesTest extends PolicyDrill {
    @Test
    void noWindowIsOpen() {
        hit("one", 1, new Mode.All(), 50);

        assertThat(refused(weekdays("09:00", "17:00"))).isEmpty();
        assertThat(refused(weekdays("09:00", "16:00")))
                .containsExactly(
                        "in staging: no window is open at Fri 2026-11-27 16:50 Europe/Berlin; the next one opens"
                                + " at Mon 2026-11-30 09:00 Europe/Berlin (policy.yaml:11:5)");
        assertThat(refused(new Rule.Windows(BERLIN, List.of(), at(11))).getFirst())
                .contains("none opens within 32 days");
    }

    @Test
    void aRunThatIsKnownToOutlastItsWindow() {
        hit("ten minutes", 1, new Mode.All(), 600_000);

        assertThat(refused(weekdays("09:00", "17:00")))
                .as("it ends as the window does")
                .isEmpty();
        hit("one second more", 1, new Mode.All(), 1_000);
        assertThat(refused(weekdays("09:00", "17:00")))
                .containsExactly(
                        "in staging: the window closes at Fri 2026-11-27 17:00 Europe/Berlin, and the run lasts"
                                + " at least 10 m 1 s from now, Fri 2026-11-27 16:50 Europe/Berlin (policy.yaml:11:5)");
        assertThat(refused(new Rule.Windows(BERLIN, List.of(hours("16:30", "18:00"), hours("09:00", "17:00")), at(11))))
                .as("a second window carries it on")
                .isEmpty();
        assertThat(refused(new Rule.Windows(BERLIN, List.of(hours("09:00", "17:00"), hours("17:00", "18:00")), at(11))))
                .as("also one that begins as the first ends")
                .isEmpty();
    }

    @Test
    void aFreezeThatHoldsOrBeginsDuringTheRun() {
        hit("ten minutes", 1, new Mode.All(), 600_000);
        var today =
                new Schedule.Dates(LocalDateTime.parse("2026-11-27T00:00"), LocalDateTime.parse("2026-11-28T00:00"));
        var soon = new Schedule.Cron("59 16 * * *", Duration.ofHours(1));
        var later = new Schedule.Cron("0 17 * * *", Duration.ofHours(1));

        assertThat(refused(new Rule.Freeze(BERLIN, today, Optional.of("Black Friday"), at(13))))
                .containsExactly("in staging: runs are frozen until Sat 2026-11-28 00:00 Europe/Berlin: Black Friday"
                        + " (policy.yaml:13:5)");
        assertThat(refused(new Rule.Freeze(BERLIN, soon, Optional.empty(), at(14))))
                .containsExactly(
                        "in staging: a freeze begins at Fri 2026-11-27 16:59 Europe/Berlin, and the run lasts at"
                                + " least 10 m 0 s from now, Fri 2026-11-27 16:50 Europe/Berlin (policy.yaml:14:5)");
        assertThat(refused(new Rule.Freeze(BERLIN, later, Optional.empty(), at(14))))
                .as("begins as the run is over")
                .isEmpty();
    }

    @Test
    void theKnownLengthCountsPausesAndTheLongestOfWhatRunsBeside() {
        var pauses = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(2));
        drill.method.add(Drill.fault("a", drill.arguments("a"), 10_000, 1, new Mode.All(), true, pauses));
        drill.method.add(Drill.fault("b", drill.arguments("b"), 3_000, 1, new Mode.All(), false, Pauses.NONE));
        drill.method.add(Drill.fault("stays", drill.arguments("s"), -1, 1, new Mode.All(), true, Pauses.NONE));

        assertThat(KnownDuration.of(drill.experiment(), drill.plan().plan().injections(), _ -> false))
                .isEqualTo(Duration.ofSeconds(13));
        assertThat(KnownDuration.of(drill.experiment(), drill.plan().plan().injections(), _ -> true))
                .as("nothing waits for a fault that is over at once")
                .isEqualTo(Duration.ofSeconds(3));
    }
}
