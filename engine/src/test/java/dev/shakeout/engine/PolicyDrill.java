package dev.shakeout.engine;

import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Approval;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Schedule;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A plan under rules, on a Friday at 16:50 in Berlin, with places of which two each stand in for each other. */
abstract class PolicyDrill {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final String DIGEST = "5e".repeat(32);

    @TempDir
    Path temp;

    Drill drill;

    /** A Friday, 16:50 in Berlin. */
    Instant now = Instant.parse("2026-11-27T15:50:00Z");

    List<Approval> approvals = List.of();
    Terms.Flag flag = new Terms.Flag(true, "it is on");

    @BeforeEach
    void anEmptyDrill() {
        drill = new Drill(temp);
    }

    static Position at(int line) {
        return new Position("policy.yaml", line, 5);
    }

    Planned plan(Rule... rules) {
        var machine = new Machine(
                drill.machine.root(),
                drill.machine.processes(),
                Clock.fixed(now, ZoneOffset.UTC),
                drill.machine.folders(),
                drill.machine.java(),
                drill.machine.environment(),
                Map.of(),
                drill.machine.facts());
        var catalog =
                new Catalog(Drill.CATALOG.faults(), Drill.CATALOG.probes(), Map.of("place", new Herd()), Map.of());
        return new Planner(catalog, machine)
                .plan(
                        drill.experiment(),
                        drill.seed,
                        new Terms("staging", List.of(rules), DIGEST, approvals, _ -> flag));
    }

    List<String> refused(Rule... rules) {
        return plan(rules).plan().refusals().stream()
                .map(Plan.Refusal::toString)
                .toList();
    }

    /** A fault on places a, b, c, … */
    void hit(String name, int places, Mode mode, long millis) {
        drill.method.add(Drill.fault(name, drill.arguments(name), millis, places, mode, false, Pauses.NONE));
    }

    /** Places, of which two each stand in for each other: a and b, c and d, … */
    record Herd() implements TargetFinder {
        private static final MarkFault.Places PLACES = new MarkFault.Places();

        @Override
        public Descriptor descriptor() {
            return PLACES.descriptor();
        }

        @Override
        public List<Target> find(Arguments by, Machine machine) {
            return PLACES.find(by, machine);
        }

        @Override
        public Optional<Replicas> service(Target target, Machine machine) {
            int pair = (target.name().charAt(0) - 'a') / 2;
            return Optional.of(new Replicas(
                    "pair" + pair,
                    PLACES.find(Arguments.NONE.with(MarkFault.Places.COUNT, 26), machine)
                            .subList(pair * 2, pair * 2 + 2)));
        }
    }

    static Rule.Windows weekdays(String from, String until) {
        return new Rule.Windows(BERLIN, List.of(hours(from, until)), at(11));
    }

    static Schedule hours(String from, String until) {
        return new Schedule.Weekly(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.parse(from), LocalTime.parse(until));
    }
}
