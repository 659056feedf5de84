package dev.shakeout.model;

import java.util.List;
import java.util.Optional;

/**
 * The resolved experiment; nothing has been touched yet.
 *
 * @param radii what each fault activity touches out of all that its selector could see
 * @param refusals rules that say no; empty when the plan may run
 */
public record Plan(
        Experiment experiment, long seed, List<Injection> injections, List<BlastRadius> radii, List<Refusal> refusals) {
    public Plan {
        injections = List.copyOf(injections);
        radii = List.copyOf(radii);
        refusals = List.copyOf(refusals);
    }

    public List<Injection> injectionsOf(Activity activity) {
        return injections.stream()
                .filter(injection -> injection.activity().equals(activity.name()))
                .toList();
    }

    /** Whether it is no fault, but what a call needs for its own work: it carries the name of the call's kind. */
    public boolean isMade(Injection injection) {
        return experiment.method().stream()
                .anyMatch(activity -> activity.name().equals(injection.activity())
                        && activity.provider() instanceof Provider.Call call
                        && call.kind().equals(injection.fault()));
    }

    /**
     * What one activity touches.
     *
     * @param found how many match its selector and may be hit
     * @param services those that its targets serve
     * @param spared what matches its selector too and is never hit
     */
    public record BlastRadius(
            String activity, String kind, int chosen, int found, List<Service> services, List<Spared> spared) {
        public BlastRadius {
            services = List.copyOf(services);
            spared = List.copyOf(spared);
        }

        public BlastRadius(String activity, String kind, int chosen, int found) {
            this(activity, kind, chosen, found, List.of(), List.of());
        }

        public Percent share() {
            return Percent.of(chosen, found);
        }
    }

    /**
     * Targets of a kind that stand in for each other.
     *
     * @param hit how many of them the whole run hits, all activities together
     * @param replicas how many are healthy now
     */
    public record Service(String kind, String name, int hit, int replicas) {
        public int untouched() {
            return replicas - hit;
        }

        @Override
        public String toString() {
            return untouched() > 0
                    ? name + ": " + hit + " of " + replicas + " replicas hit"
                    : name + ": every replica (" + hit + " of " + replicas + ") is hit, none is left untouched";
        }
    }

    /**
     * Something that a selector found and that is protected.
     *
     * @param why by what, in words
     */
    public record Spared(String target, String why) {
        @Override
        public String toString() {
            return target + ": " + why;
        }
    }

    /**
     * @param rule where the rule stands, if it stands in a file
     */
    public record Refusal(Optional<Position> rule, String words) {
        @Override
        public String toString() {
            return words + rule.map(r -> " (" + r + ")").orElse("");
        }
    }
}
