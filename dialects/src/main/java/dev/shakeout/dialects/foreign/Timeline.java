package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what happens when into a method: activities one after the other, or beside each other with pauses before them. */
public final class Timeline {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> draws = new HashMap<>();
    private Duration until = Duration.ZERO;

    /**
     * One activity.
     *
     * @param start from the beginning of the method
     * @param lasts zero for what is over at once
     * @param provider as our format has it
     */
    public record Entry(
            String name,
            String type,
            Position position,
            Tree.Obj provider,
            Duration start,
            Duration lasts,
            Tree.Obj more) {
        /**
         * A fault of ours.
         *
         * @param lasts empty for what is over at once
         */
        public static Entry fault(
                String name,
                String fault,
                Tree.Obj target,
                Tree.Obj arguments,
                Duration start,
                Optional<Duration> lasts) {
            Draft provider = Draft.at(target.position())
                    .put("type", "fault")
                    .put("fault", fault)
                    .put("target", Draft.literal(target));
            if (!arguments.members().isEmpty()) {
                provider.put("arguments", Draft.literal(arguments));
            }
            lasts.ifPresent(duration -> provider.put("duration", GoDuration.ours(duration)));
            return new Entry(
                    name,
                    "action",
                    target.position(),
                    provider.tree(),
                    start,
                    lasts.orElse(Duration.ZERO),
                    Draft.at(target.position()).tree());
        }

        public Entry named(String other) {
            return new Entry(other, type, position, provider, start, lasts, more);
        }

        Duration end() {
            return start.plus(lasts);
        }
    }

    public Timeline add(Entry entry) {
        entries.add(entry);
        return this;
    }

    /** A name for a draw that several faults share, after what they come from; no other draw here has it. */
    public String draw(String name) {
        return unique(name, draws);
    }

    /** The method goes on so long, also when nothing is left to be done. */
    public void until(Duration end) {
        until = end;
    }

    /**
     * The method. One that ends before the next begins is waited for; all others run in the background, where a pause before
     * them does not hold up what comes next.
     */
    public Tree.Arr method(Position position) {
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::start));
        var names = new HashMap<String, Integer>();
        var activities = new ArrayList<Tree>();
        Duration reached = Duration.ZERO;
        for (int i = 0; i < sorted.size(); i++) {
            Entry entry = sorted.get(i);
            boolean alone = i + 1 == sorted.size()
                    || entry.end().compareTo(sorted.get(i + 1).start()) <= 0;
            Duration pause = entry.start().minus(reached);
            Duration rest = i + 1 == sorted.size() ? until.minus(entry.end()) : Duration.ZERO;
            activities.add(activity(entry, unique(entry.name(), names), pause, rest, !alone));
            if (alone) {
                reached = entry.end();
            }
        }
        return Draft.list(position, activities);
    }

    /**
     * The activities alone, all in the background and each so long after their common beginning.
     *
     * @param common what all of them say besides, such as what they wait for
     */
    public List<Tree> beside(Tree.Obj common) {
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::start));
        return sorted.stream()
                .<Tree>map(entry -> Draft.at(entry.position())
                        .all(activity(entry, entry.name(), entry.start(), Duration.ZERO, true))
                        .all(common)
                        .tree())
                .toList();
    }

    private static String unique(String name, Map<String, Integer> names) {
        int count = names.merge(name, 1, Integer::sum);
        return count == 1 ? name : unique(name + " (" + count + ")", names);
    }

    private static Tree.Obj activity(Entry entry, String name, Duration before, Duration after, boolean background) {
        Draft activity = Draft.at(entry.position())
                .put("type", entry.type())
                .put("name", name)
                .put("provider", entry.provider())
                .all(entry.more());
        Draft pauses = Draft.at(entry.position());
        if (!before.isZero()) {
            pauses.put("before", GoDuration.ours(before));
        }
        if (after.isPositive()) {
            pauses.put("after", GoDuration.ours(after));
        }
        if (!pauses.isEmpty()) {
            activity.put("pauses", pauses.tree());
        }
        if (background) {
            activity.put("background", Json.of(true));
        }
        return activity.tree();
    }
}
