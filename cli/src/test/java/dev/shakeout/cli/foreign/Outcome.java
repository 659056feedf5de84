package dev.shakeout.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Map;

/** What a run in a cluster came to, in so far as two runs of the same faults must come to the same. */
record Outcome(Verdict verdict, List<String> reasons, List<Injected> injections) {
    /** Numbers of two runs are alike if one is at most this much of the other. */
    private static final double ALIKE = 2.5;

    /**
     * @param effect in words, without the names of targets
     * @param bites whether that was measured; "not measured" otherwise
     * @param gone whether that was measured; "over at once" where nothing was to be taken back
     */
    record Injected(
            String fault,
            String rung,
            String effect,
            double value,
            String unit,
            String bites,
            String gone,
            boolean takenBack) {
        private static Injected of(Journal.Injected injected) {
            return new Injected(
                    injected.fault(),
                    injected.rung(),
                    injected.effect().replace(injected.target(), "it").replaceAll("pid \\d+", "pid"),
                    injected.on().map(Reading::value).orElse(-1.0),
                    injected.on().map(Reading::unit).orElse(""),
                    injected.bites().map(Object::toString).orElse("not measured"),
                    injected.gone().map(Object::toString).orElse("over at once"),
                    injected.takenBack().isPresent());
        }

        private List<String> words() {
            return List.of(fault, rung, effect, unit, gone);
        }
    }

    /** Runs the faults. Nobody looks at this host before and after: nothing here happens to it. */
    static Outcome of(Drill drill, Machine machine) {
        Catalog all = Catalog.installed();
        var catalog = new Catalog(all.faults(), all.probes(), all.finders(), Map.of(), all.custodians());
        Planned planned = new Planner(catalog, machine).plan(drill.experiment(), 1);
        Journal journal = new Runner(catalog, machine, Map.of(), "test").run(planned, new Stop(), List.of());
        return new Outcome(
                journal.verdict(),
                journal.reasons(),
                journal.injections().stream()
                        .filter(each -> !each.injected().isEmpty() || journal.verdict() != Verdict.PASSED)
                        .map(Injected::of)
                        .toList());
    }

    /** It passed, and each of its faults bit and was taken back. */
    void check(String whose) {
        assertThat(verdict).as(whose + ": " + this).isEqualTo(Verdict.PASSED);
        assertThat(injections).as(whose).isNotEmpty().allSatisfy(injected -> {
            assertThat(injected.bites()).isEqualTo("true");
            assertThat(injected.gone()).isNotEqualTo("false");
            assertThat(injected.takenBack()).isTrue();
        });
    }

    /** The same was measured: of a state the same one, of what is counted while a fault is on any, of a quantity one alike. */
    void checkSame(Outcome other) {
        assertThat(words()).isEqualTo(other.words());
        for (int i = 0; i < injections.size(); i++) {
            Injected mine = injections.get(i);
            Injected yours = other.injections.get(i);
            String both = mine + " against " + yours;
            if (mine.effect().startsWith("whether ")) {
                assertThat(mine.value()).as(both).isEqualTo(yours.value());
            } else if (mine.unit().isEmpty()) {
                assertThat(Math.signum(mine.value())).as(both).isEqualTo(Math.signum(yours.value()));
            } else if (mine.value() > 0 && yours.value() > 0) {
                assertThat(Math.max(mine.value(), yours.value()) / Math.min(mine.value(), yours.value()))
                        .as(both)
                        .isLessThan(ALIKE);
            }
        }
    }

    private List<List<String>> words() {
        return injections.stream().map(Injected::words).toList();
    }
}
