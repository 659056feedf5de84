package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Which of the targets that a selector finds are meant; the seed of the run decides what is left to chance. */
final class Choosing {
    private final Catalog catalog;
    private final Machine machine;
    private final long seed;
    private final Optional<AtMost> most;
    private final Map<String, List<Target>> drawn = new HashMap<>();

    /** @param most of those that are hit */
    Choosing(Catalog catalog, Machine machine, long seed, Optional<AtMost> most) {
        this.catalog = catalog;
        this.machine = machine;
        this.seed = seed;
        this.most = most;
    }

    /**
     * Those that are hit, in the order in which they were found; never none.
     *
     * @param whose names a stream of random numbers, unless the selector's draw does: what one draws changes nothing for
     *     another
     * @throws BadValue there are none, or fewer than asked for
     */
    List<Target> of(Selector selector, Protection.Found seen, String whose) {
        String besides =
                seen.spared().isEmpty() ? "" : " besides " + seen.spared().size() + " protected ones";
        return of(selector, seen.open(), besides, whose, most);
    }

    /**
     * Those that are named besides, which no limit holds for.
     *
     * @param besides what else there is, in words
     */
    List<Target> of(Selector selector, List<Target> found, String besides, String whose) {
        return of(selector, found, besides, whose, Optional.empty());
    }

    private List<Target> of(
            Selector selector, List<Target> found, String besides, String whose, Optional<AtMost> most) {
        if (found.isEmpty()) {
            throw new BadValue("no " + selector.kind() + " matches " + criteria(selector)
                    + AnyOf.hint(catalog.finder(selector.kind()), selector, machine));
        }
        Optional<List<Target>> before = selector.draw().map(drawn::get);
        if (before.isPresent()) {
            return again(selector, found, besides, before.get());
        }
        if (selector.mode() instanceof Selector.Mode.Fixed(int wanted) && wanted > found.size()) {
            throw new BadValue(wanted + " targets are asked for, but only " + found.size() + " match "
                    + criteria(selector) + besides);
        }
        String stream = selector.draw().map(name -> "draw " + name).orElse(whose);
        Random random = randomFor(seed, stream);
        List<Target> wanted = Choice.of(found, selector.mode(), random);
        List<Target> chosen = most.map(each -> Choice.some(wanted, each.of(found.size()), random))
                .orElse(wanted);
        if (chosen.isEmpty()) {
            throw new BadValue("the selector chooses none of the " + found.size() + " that match");
        }
        selector.draw().ifPresent(name -> drawn.put(name, chosen));
        return chosen;
    }

    /** The same ones, as this selector finds them: in another container of the same pods. */
    private static List<Target> again(Selector selector, List<Target> found, String besides, List<Target> drawn) {
        return drawn.stream()
                .map(target -> found.stream()
                        .filter(each -> each.key().equals(target.key()))
                        .findFirst()
                        .orElseThrow(() -> new BadValue(target + ", which the draw '"
                                + selector.draw().orElse("") + "' has chosen before, is not among those that match "
                                + criteria(selector) + besides)))
                .toList();
    }

    /** Mixed, as neighbouring seeds of a Random begin almost alike. */
    static Random randomFor(long seed, String whose) {
        return new Random(new SplittableRandom(seed ^ whose.hashCode()).nextLong());
    }

    /** By what it finds them, in words. */
    static String criteria(Selector selector) {
        return selector.anyOf().stream().map(Choosing::criteria).collect(Collectors.joining("; or "));
    }

    private static String criteria(Arguments by) {
        var words = new ArrayList<String>();
        by.values().forEach((key, value) -> {
            if (!value.toString().isEmpty()) {
                words.add(key + " " + value);
            }
        });
        return words.isEmpty() ? "anything" : String.join(", ", words);
    }
}
