package dev.shakeout.engine;

import dev.shakeout.model.Glob;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps apart what a selector finds and what of that must never be hit: by its nature, or because a policy says so. */
final class Protection {
    private final Catalog catalog;
    private final Machine machine;
    private final List<Rule.Protect> rules;
    /** What the criteria of a rule find; looked for once for all that a selector found, and after it was found. */
    private final Map<Rule.Protect, Set<String>> covered = new HashMap<>();

    Protection(Catalog catalog, Machine machine, Terms terms) {
        this.catalog = catalog;
        this.machine = machine;
        this.rules = terms.rules(Rule.Protect.class);
    }

    /**
     * What a selector found.
     *
     * @param open may be hit
     */
    record Found(List<Target> open, List<Plan.Spared> spared) {}

    /** @throws dev.shakeout.model.BadValue when the criteria cannot be searched for */
    Found find(Selector selector) {
        TargetFinder finder = catalog.finder(selector.kind());
        var open = new ArrayList<Target>();
        covered.clear();
        var spared = new ArrayList<>(AnyOf.spared(finder, selector, machine));
        for (Target target : AnyOf.find(finder, selector, machine)) {
            rules.stream()
                    .filter(rule -> covers(rule, target, finder))
                    .findFirst()
                    .ifPresentOrElse(
                            rule -> spared.add(new Plan.Spared(target.toString(), "the policy at " + rule.position())),
                            () -> open.add(target));
        }
        return new Found(open, spared);
    }

    private boolean covers(Rule.Protect rule, Target target, TargetFinder finder) {
        return rule.kind().map(target.kind()::equals).orElse(true)
                && rule.name().map(glob -> named(glob, target, finder)).orElse(true)
                && (rule.by().values().isEmpty()
                        || covered.computeIfAbsent(rule, _ -> ids(rule, finder)).contains(target.id()));
    }

    private Set<String> ids(Rule.Protect rule, TargetFinder finder) {
        return finder.find(rule.by(), machine).stream().map(Target::id).collect(Collectors.toSet());
    }

    private boolean named(Glob glob, Target target, TargetFinder finder) {
        return finder.names(target, machine).stream().anyMatch(glob::matches);
    }
}
