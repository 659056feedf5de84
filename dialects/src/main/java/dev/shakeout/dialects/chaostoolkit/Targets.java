package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a fault's {@code target}: which kind, by which criteria, and how many. */
final class Targets {
    static final String ANY_OF = "any-of";
    static final List<String> OWN_KEYS = List.of("kind", ANY_OF, "mode", "value", "include-new", "draw");
    static final Parameter<Integer> COUNT =
            Parameter.required("value", Type.integer(1, 100_000), "How many of them; fewer found is an error.");
    static final Parameter<Percent> SHARE =
            Parameter.required("value", new ShareType(), "Which share of them, rounded up to whole targets.");
    static final Parameter<Percent> MOST =
            Parameter.required("value", new ShareType(), "The largest share of them; at least one is hit.");

    enum How {
        ONE,
        ALL,
        FIXED,
        PERCENT,
        RANDOM_MAX_PERCENT
    }

    static final Parameter<How> MODE = Parameter.optional(
            "mode",
            Words.of(How.class),
            "How many of those found are hit; one, chosen at random, unless given. A host is one anyway.");

    static final Parameter<Boolean> INCLUDE_NEW = Parameter.optional(
            "include-new",
            Type.bool(),
            "Whether targets that appear while the fault lasts join it; for pods and other objects of Kubernetes, with mode"
                    + " all or percent.");

    static final Parameter<String> DRAW = Parameter.optional(
            "draw",
            Name.TYPE,
            "Faults whose targets have the same draw hit the same ones: those that the first of them chooses.");

    static final String NO_NEW =
            "'include-new' is for what a fault hits: who is at the other end is found once, when the plan" + " is made";

    private final Map<String, Descriptor> kinds;
    private final Draws draws = new Draws();

    Targets(Map<String, Descriptor> kinds) {
        this.kinds = kinds;
    }

    Draws draws() {
        return draws;
    }

    /** What a fault hits. A host is one by nature; of other things one is hit unless the file asks for more. */
    Optional<Selector> read(Fields target) {
        String kind = target.find("kind").map(tree -> tree.json().text()).orElse("");
        return read(target, kind.equals("host") ? How.ALL : How.ONE);
    }

    /** Who is named besides, as at the other end of a fault of the network: all of them unless the file says otherwise. */
    Optional<Selector> readOther(Fields target) {
        if (target.find(INCLUDE_NEW.name()).isPresent()) {
            target.problems().at(target.positionOf(INCLUDE_NEW.name()), NO_NEW + "; leave it out");
            return Optional.empty();
        }
        return read(target, How.ALL);
    }

    private Optional<Selector> read(Fields target, How usual) {
        var kind = target.require("kind", Named.of("kind of target", kinds));
        var mode = target.find(MODE.name()).isEmpty()
                ? mode(target, usual)
                : target.find(MODE).flatMap(how -> mode(target, how));
        boolean includesNew = target.find(INCLUDE_NEW).orElse(false);
        if (includesNew && mode.filter(how -> !takesNew(how)).isPresent()) {
            target.problems()
                    .at(
                            target.positionOf(INCLUDE_NEW.name()),
                            "'include-new' goes only with mode all or percent: the others choose once, when the plan is made");
        }
        var draw = target.find(DRAW);
        var selector = kind.map(descriptor -> new Selector(
                descriptor.name(), criteria(target, descriptor), mode.orElse(new Mode.One()), includesNew, draw));
        selector.ifPresent(read -> draws.add(read, target.positionOf(DRAW.name())));
        return selector;
    }

    /** What stands beside any-of holds for each of its items that does not say it of itself. */
    private static List<Arguments> criteria(Fields target, Descriptor kind) {
        Arguments all = TypedArguments.read(target, kind, OWN_KEYS);
        Optional<Tree> several = target.find(ANY_OF);
        if (several.isEmpty()) {
            return List.of(all);
        }
        List<Arguments> each = target.items(ANY_OF).stream()
                .flatMap(item -> Fields.of(item, "an item of '" + ANY_OF + "'", target.problems()).stream())
                .map(item -> TypedArguments.readSome(item, kind, all))
                .toList();
        if (several.get() instanceof Tree.Arr list && list.items().isEmpty()) {
            target.problems()
                    .at(list.position(), "'" + ANY_OF + "' is empty; give the criteria of each, or leave it out");
        }
        return each.isEmpty() ? List.of(all) : each;
    }

    private static boolean takesNew(Mode mode) {
        return mode instanceof Mode.All || mode instanceof Mode.Share;
    }

    private static Optional<Mode> mode(Fields target, How how) {
        return switch (how) {
            case ONE, ALL -> {
                if (target.find("value").isPresent()) {
                    target.problems()
                            .at(
                                    target.positionOf("value"),
                                    "'value' goes only with mode fixed, percent or random-max-percent");
                }
                yield Optional.of(how == How.ONE ? new Mode.One() : new Mode.All());
            }
            case FIXED -> target.require(COUNT).map(Mode.Fixed::new);
            case PERCENT -> target.require(SHARE).map(Mode.Share::new);
            case RANDOM_MAX_PERCENT -> target.require(MOST).map(Mode.RandomMaxShare::new);
        };
    }
}
