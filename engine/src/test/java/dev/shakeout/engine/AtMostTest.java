package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector.Mode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run may be narrowed from outside: it hits fewer targets then, and never more than its experiment says. */
class AtMostTest {
    @TempDir
    Path temp;

    private Drill drill;

    @BeforeEach
    void anEmptyDrill() {
        drill = new Drill(temp);
    }

    private Plan plan(String most) {
        var none = Terms.NONE;
        var terms =
                new Terms("", List.of(), "", List.of(), none.flags(), none.named(), Optional.of(AtMost.parse(most)));
        return new Planner(Drill.CATALOG, drill.machine)
                .plan(drill.experiment(), drill.seed, terms)
                .plan();
    }

    private Activity.Action fault(String name, int places, Mode mode) {
        return Drill.fault(name, drill.arguments(name), 100, places, mode, false, Pauses.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "3, 3, 3, 1",
        "50, 20, 5, 1",
        "5%, 1, 1, 1",
        "25%, 5, 5, 1",
        "26%, 6, 5, 1",
        "100%, 20, 5, 1"
    })
    void fewerAreHitAndNeverMore(String most, int ofAll, int ofFive, int ofOne) {
        drill.method.add(fault("all", 20, new Mode.All()));
        drill.method.add(fault("five", 20, new Mode.Fixed(5)));
        drill.method.add(fault("one", 20, new Mode.One()));

        Plan plan = plan(most);

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.radii()).extracting(Plan.BlastRadius::chosen).containsExactly(ofAll, ofFive, ofOne);
        assertThat(plan.radii()).extracting(Plan.BlastRadius::found).containsOnly(20);
        assertThat(plan.injections()).hasSize(ofAll + ofFive + ofOne);
    }

    @Test
    void whatSharesADrawIsStillTheSame() {
        drill.method.add(drawn(fault("one", 20, new Mode.All())));
        drill.method.add(drawn(fault("other", 20, new Mode.Fixed(7))));

        Plan plan = plan("3");

        assertThat(plan.injectionsOf(drill.method.get(0)))
                .hasSize(3)
                .extracting(injection -> injection.target().name())
                .isEqualTo(plan.injectionsOf(drill.method.get(1)).stream()
                        .map(injection -> injection.target().name())
                        .toList());
    }

    private static Activity.Action drawn(Activity.Action action) {
        var call = (Provider.FaultCall) action.provider();
        return new Activity.Action(
                action.written(),
                new Provider.FaultCall(
                        call.fault(), call.selector().drawn("places"), call.arguments(), call.duration()));
    }

    /** The draw was of all in both; of the second it is more than a share. */
    @Test
    void whatCannotBeNarrowedIsRefused() {
        drill.method.add(drawn(fault("of many", 20, new Mode.All())));
        drill.method.add(drawn(fault("of few", 10, new Mode.All())));
        drill.seed = seedThatDrawsAmongTheFirstTen();

        assertThat(plan("20%").refusals())
                .extracting(Plan.Refusal::words)
                .containsExactly("of few would hit 4 of 10 place targets; this run may hit at most 20%, and what this"
                        + " activity hits cannot be narrowed");
    }

    private long seedThatDrawsAmongTheFirstTen() {
        for (long seed = 0; seed < 100_000; seed++) {
            drill.seed = seed;
            try {
                plan("20%");
                return seed;
            } catch (InvalidInput _) {
                // one was drawn that the second does not find
            }
        }
        throw new AssertionError("no seed does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0%", "101%", "-1", "1.5", "many", "5 %", "1000000", "100001", "12.34%", "0.001%"})
    void whatIsNoSuchLimitIsTold(String text) {
        assertThatThrownBy(() -> AtMost.parse(text)).isInstanceOf(BadValue.class);
    }

    @Test
    void itIsWrittenAsItWasRead() {
        assertThat(List.of(AtMost.parse("3"), AtMost.parse("5%"), AtMost.parse("12.5%")))
                .extracting(AtMost::toString)
                .containsExactly("3", "5%", "12.5%");
        for (int hundredths = 1; hundredths <= 10_000; hundredths += hundredths < 1_000 ? 1 : 10) {
            String text = BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString() + "%";
            assertThat(AtMost.parse(text)).hasToString(text);
        }
        assertThat(new AtMost.Share(new Percent(1)).of(3))
                .as("at least one of some")
                .isEqualTo(1);
    }
}
