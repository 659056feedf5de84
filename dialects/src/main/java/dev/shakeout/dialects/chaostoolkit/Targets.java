package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Words;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Selector.Mode;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a fault's {@code target}: which kind, by which criteria, and how many. */
final class Targets {
    private static final List<String> OWN_KEYS = List.of("kind", "mode", "value");
    private static final Type<Integer> COUNT = Type.integer(1, 100_000);
    private static final Type<Percent> SHARE = new ShareType();

    private enum How {
        ONE,
        ALL,
        FIXED,
        PERCENT,
        RANDOM_MAX_PERCENT
    }

    private static final Words<How> MODES = modes();

    private final Map<String, Descriptor> kinds;

    Targets(Map<String, Descriptor> kinds) {
        this.kinds = kinds;
    }

    private static Words<How> modes() {
        var words = new LinkedHashMap<String, How>();
        words.put("one", How.ONE);
        words.put("all", How.ALL);
        words.put("fixed", How.FIXED);
        words.put("percent", How.PERCENT);
        words.put("random-max-percent", How.RANDOM_MAX_PERCENT);
        return new Words<>(words, Map.of());
    }

    Optional<Selector> read(Fields target) {
        var kind = target.require("kind", Named.of("kind of target", kinds));
        var mode = mode(target, kind.map(Descriptor::name).orElse(""));
        return kind.map(descriptor -> new Selector(
                descriptor.name(), TypedArguments.read(target, descriptor, OWN_KEYS), mode.orElse(new Mode.One())));
    }

    /** A host is one by nature; of other things one is hit unless the file asks for more. */
    private static Optional<Mode> mode(Fields target, String kind) {
        How how = target.or("mode", MODES, kind.equals("host") ? How.ALL : How.ONE);
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
            case FIXED -> target.require("value", COUNT).map(Mode.Fixed::new);
            case PERCENT -> target.require("value", SHARE).map(Mode.Share::new);
            case RANDOM_MAX_PERCENT -> target.require("value", SHARE).map(Mode.RandomMaxShare::new);
        };
    }
}
