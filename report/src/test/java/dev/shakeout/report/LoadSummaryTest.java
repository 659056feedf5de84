package dev.shakeout.report;

import static dev.shakeout.report.Journals.at;
import static dev.shakeout.report.Journals.ms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.LoadWindow;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadSummaryTest {
    @Test
    void isExactWhereTheWindowsAreAlike() {
        var window = new LoadWindow(at(0), at(1), 100, 1, ms(5), ms(20), ms(30), ms(40));
        var summary = LoadSummary.of(Collections.nCopies(7, window)).orElseThrow();
        assertThat(summary.p50()).isEqualTo(ms(5));
        assertThat(summary.p95()).isEqualTo(ms(20));
        assertThat(summary.p99()).isEqualTo(ms(30));
        assertThat(summary.max()).isEqualTo(ms(40));
        assertThat(summary.perSecond()).isEqualTo(100);
        assertThat(summary.errors().value()).isEqualTo(1);
    }

    @Test
    void oneBadSecondInTenShowsInP95() {
        var good = new LoadWindow(at(0), at(1), 100, 0, ms(5), ms(20), ms(30), ms(40));
        var bad = new LoadWindow(at(1), at(2), 100, 0, ms(900), ms(1000), ms(1100), ms(1200));
        var windows = new java.util.ArrayList<>(Collections.nCopies(9, good));
        windows.add(bad);
        assertThat(LoadSummary.of(windows).orElseThrow().p95()).isGreaterThanOrEqualTo(ms(900));
    }

    @Test
    void nothingAnsweredIsNothingKnown() {
        assertThat(LoadSummary.of(List.of())).isEmpty();
        assertThat(LoadSummary.of(List.of(new LoadWindow(at(0), at(1), 0, 0, ms(0), ms(0), ms(0), ms(0)))))
                .isEmpty();
    }
}
