package dev.shakeout.report;

import static dev.shakeout.report.Journals.at;
import static dev.shakeout.report.Journals.ms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report gives the numbers that the verdict was made from, not others for the same span of time. */
class LoadPhasesTest {
    private static final String PROBE = "orders are served";

    private static Journal.Ran checked(double from, double p95) {
        var output = new LinkedHashMap<>(((Json.Obj) Journals.load(3, p95, 125, 138, 0)).members());
        output.put("from", Json.of(at(from).toString()));
        return Journals.ran(PROBE, from, new Json.Obj(output), Judgement.of(true, "p95 " + p95 + " ms"));
    }

    private static Journals journal() {
        var journal = new Journals().action("slow the link", 10, 8, Json.Null.NULL);
        journal.load.put(PROBE, List.of(new LoadWindow(at(10), at(11), 50, 0, ms(3), ms(124), ms(126), ms(138))));
        return journal;
    }

    private static double p95During(Journals journal) {
        return LoadPhases.of(journal.build(), PROBE)
                        .during()
                        .orElseThrow()
                        .p95()
                        .toNanos()
                / 1e6;
    }

    @Test
    void the_judgement_from_the_first_fault_on_gives_the_numbers_during() {
        assertThat(p95During(journal().state(Phase.DURING, 18, checked(10, 9.4))))
                .isEqualTo(9.4);
    }

    @Test
    void a_check_of_a_part_of_the_method_does_not_stand_for_the_whole() {
        assertThat(p95During(journal().state(Phase.DURING, 12, checked(11.5, 9.4))))
                .isEqualTo(124);
    }
}
