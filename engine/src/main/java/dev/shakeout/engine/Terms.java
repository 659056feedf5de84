package dev.shakeout.engine;

import dev.shakeout.model.Approval;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a run is allowed, and by what that is judged besides its plan.
 *
 * @param environment the name by which the policy knows where this runs; empty without a policy
 * @param rules all must hold
 * @param sha256 of the experiment's file, as an approval names it
 * @param approvals all that were given, for whatever experiment
 * @param flags reads a feature flag now
 * @param named what whoever asked for the run has named
 * @param most of the targets that each selector finds, whatever the experiment says
 */
public record Terms(
        String environment,
        List<Rule> rules,
        String sha256,
        List<Approval> approvals,
        Function<Rule.FlagSource, Flag> flags,
        Named named,
        Optional<AtMost> most) {
    /** Without a policy only the experiment's own limits hold. */
    public static final Terms NONE =
            new Terms("", List.of(), "", List.of(), _ -> new Flag(false, "there is no flag to read"));

    /** Nothing is named, and nothing narrowed. */
    public Terms(
            String environment,
            List<Rule> rules,
            String sha256,
            List<Approval> approvals,
            Function<Rule.FlagSource, Flag> flags) {
        this(environment, rules, sha256, approvals, flags, Named.NOTHING, Optional.empty());
    }

    public Terms {
        rules = List.copyOf(rules);
        approvals = List.copyOf(approvals);
    }

    /** Contexts and namespaces of clusters that a run is meant for, by name; * stands for every namespace. */
    public record Named(Set<String> contexts, Set<String> namespaces) {
        public static final Named NOTHING = new Named(Set.of(), Set.of());

        public Named {
            contexts = Set.copyOf(contexts);
            namespaces = Set.copyOf(namespaces);
        }
    }

    /**
     * What a feature flag says.
     *
     * @param words what was read; why it could not be read, which counts as off
     */
    public record Flag(boolean on, String words) {}

    <R extends Rule> List<R> rules(Class<R> type) {
        return rules.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
