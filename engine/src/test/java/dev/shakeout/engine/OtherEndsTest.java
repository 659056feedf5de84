package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Injection;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is at the other end may be said by a selector, which the plan turns into addresses. */
class OtherEndsTest {
    private static final Parameter<Ends> PEERS = Parameter.optional("peers", new EndsType(), "the other end");
    private static final Catalog CATALOG = new Catalog(
            Map.of("wire/cut", new Cut(), MarkFault.NAME, new MarkFault()),
            Map.of(),
            Map.of("box", new Boxes(), "place", new MarkFault.Places()));

    @TempDir
    Path temp;

    private Drill drill;

    @BeforeEach
    void anEmptyDrill() {
        drill = new Drill(temp);
    }

    @Test
    void theAddressesOfThoseThatAreFoundTakeThePlaceOfTheSelector() {
        cut("web is cut off", "web", new Ends(List.of("example.org"), List.of(boxes("db-0,db-1", new Mode.All()))));

        assertThat(plan()).singleElement().satisfies(injection -> {
            assertThat(told(injection)).isEqualTo("example.org 10.0.0.1 fd00::1 10.0.0.2");
            assertThat(injection.notes())
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "peers: box db-0 (10.0.0.1, fd00::1), box db-1 (10.0.0.2), as found for the plan; what takes"
                                    + " the place of one later is not met");
        });
    }

    @Test
    void oneThatHasNoAddressYetIsNoneOfThem() {
        cut("web is cut off", "web", found(boxes("pending,db-1", new Mode.One())));

        for (drill.seed = 0; drill.seed < 20; drill.seed++) {
            assertThat(told(plan().getFirst())).isEqualTo("10.0.0.2");
        }
    }

    @Test
    void chanceChoosesAmongThemByTheSeedAndForEachActivityApart() {
        cut("one", "web", found(boxes("db-0,db-1", new Mode.One())));
        cut("other", "web", found(boxes("db-0,db-1", new Mode.One())));
        var differ = new ArrayList<Boolean>();
        for (drill.seed = 0; drill.seed < 30; drill.seed++) {
            List<String> told = plan().stream().map(OtherEndsTest::told).toList();
            assertThat(plan().stream().map(OtherEndsTest::told).toList()).isEqualTo(told);
            differ.add(!told.getFirst().equals(told.getLast()));
        }
        assertThat(differ).contains(true, false);
    }

    @Test
    void noneOfThemIsItsOwnOtherEnd() {
        cut("apart from each other", "db-0,db-1,web", found(boxes("db-0,db-1", new Mode.All())));

        assertThat(plan())
                .extracting(OtherEndsTest::told)
                .containsExactly("10.0.0.2", "10.0.0.1 fd00::1", "10.0.0.1 fd00::1 10.0.0.2");
    }

    @Test
    void whatCannotBeAnOtherEndIsAMistakeOfTheActivity() {
        cut("nobody", "web", found(boxes("", new Mode.All())));
        cut("no address", "web", found(boxes("pending", new Mode.All())));
        cut("too few", "web", found(boxes("db-0,pending", new Mode.Fixed(2))));
        cut("itself", "db-0", found(boxes("db-0", new Mode.All())));
        cut("same network", "web", found(boxes("sidecar", new Mode.All())));
        cut("places", "web", found(new Selector("place", Arguments.NONE, new Mode.All())));

        assertThatThrownBy(this::plan)
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.problems()).hasSize(6))
                .hasMessageContaining("drill:1:1: 'nobody': peers: no box matches anything")
                .hasMessageContaining(
                        "'no address': peers: of box named pending none has an address of its own now: box pending")
                .hasMessageContaining(
                        "'too few': peers: 2 targets are asked for, but only 1 match named db-0,pending and have an address")
                .hasMessageContaining("'itself': peers: box db-0 is all that is found, and is not its own other end")
                .hasMessageContaining(
                        "'same network': peers: box sidecar is in the same network as box web, so no address")
                .hasMessageContaining("'places': peers: a place has no address of its own");
    }

    private static Selector boxes(String names, Mode mode) {
        return new Selector("box", Arguments.NONE.with(Boxes.NAMED, names), mode);
    }

    private static Ends found(Selector selector) {
        return new Ends(List.of(), List.of(selector));
    }

    private void cut(String name, String targets, Ends peers) {
        drill.method.add(new Activity.Action(
                Activity.Written.named(name, Drill.HERE),
                new Provider.FaultCall(
                        "wire/cut",
                        boxes(targets, new Mode.All()),
                        Arguments.NONE.with(PEERS, peers),
                        Optional.empty())));
    }

    private List<Injection> plan() {
        return new Planner(CATALOG, drill.machine)
                .plan(drill.experiment(), drill.seed)
                .plan()
                .injections();
    }

    /** The words that the fault was given. */
    private static String told(Injection injection) {
        return injection.steps().getFirst().what();
    }

    private record Ends(List<String> names, List<Selector> selectors) implements Selecting {
        @Override
        public Ends found(List<String> addresses) {
            var all = new ArrayList<>(names);
            all.addAll(addresses);
            return new Ends(all, List.of());
        }
    }

    private record EndsType() implements Selecting.Kind<Ends> {
        @Override
        public String name() {
            return "addresses";
        }

        @Override
        public String allowed() {
            return "names";
        }

        @Override
        public Ends parse(Json json) {
            return new Ends(Type.texts().parse(json), List.of());
        }

        @Override
        public Ends of(Optional<Ends> named, List<Selector> selectors) {
            return new Ends(named.map(Ends::names).orElse(List.of()), selectors);
        }

        @Override
        public Json.Obj schema() {
            return Type.texts().schema();
        }
    }

    /** Says whom it would cut off, and does nothing. */
    private record Cut() implements Fault {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("wire/cut", "Cuts.", PEERS);
        }

        @Override
        public Set<String> targetKinds() {
            return Set.of("box");
        }

        @Override
        public String effect() {
            return "none";
        }

        @Override
        public List<Rung> rungs() {
            return List.of(new Saying());
        }
    }

    private record Saying() implements Rung {
        @Override
        public String name() {
            return "saying";
        }

        @Override
        public String needs() {
            return "nothing";
        }

        @Override
        public String inverse() {
            return "nothing";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return Optional.empty();
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            assertThat(arguments.get(PEERS).selectors()).isEmpty();
            var step = Step.idleChild(String.join(" ", arguments.get(PEERS).names()), List.of("true"));
            var effect = new MarkFault()
                    .rungs()
                    .getFirst()
                    .plan(target, drillArguments(), machine)
                    .effect();
            return Prepared.of(List.of(step), effect);
        }

        private static Arguments drillArguments() {
            return Arguments.NONE.with(MarkFault.PATH, "/nowhere");
        }
    }

    /** Finds boxes by their names; some have addresses, and two are in one network. */
    private record Boxes() implements TargetFinder {
        private static final Parameter<String> NAMED = Parameter.required("named", Type.text(), "with commas");
        private static final Map<String, List<String>> ADDRESSES = Map.of(
                "web", List.of("10.0.0.9"),
                "sidecar", List.of("10.0.0.9"),
                "db-0", List.of("10.0.0.1", "fd00::1"),
                "db-1", List.of("10.0.0.2"));

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("box", "Finds boxes.", NAMED);
        }

        @Override
        public List<Target> find(Arguments by, Machine machine) {
            return Arrays.stream(by.get(NAMED).split(",", -1))
                    .filter(name -> !name.isEmpty())
                    .map(name -> new Target("box", name, name, Map.of()))
                    .toList();
        }

        @Override
        public Optional<Map<String, List<String>>> addresses(List<Target> targets, Machine machine) {
            var known = new HashMap<>(ADDRESSES);
            known.keySet().retainAll(targets.stream().map(Target::id).toList());
            return Optional.of(known);
        }
    }
}
