package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Plan.Refusal;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a plan against the rules of a policy, and names every one that it breaks. */
final class PolicyCheck {
    private static final String POLICY = "the policy";
    private static final String PATH = "path";
    private static final String EVERY = "*";

    private final Terms terms;
    private final Experiment experiment;
    private final Caps caps;
    private final Openings openings;
    private final Instant now;

    /**
     * @param known how long the run lasts at least
     */
    PolicyCheck(Terms terms, Experiment experiment, Caps caps, Instant now, Duration known) {
        this.terms = terms;
        this.experiment = experiment;
        this.caps = caps;
        this.now = now;
        this.openings = new Openings(now, known);
    }

    List<Refusal> broken() {
        return terms.rules().stream()
                .flatMap(rule -> broken(rule).map(words -> new Refusal(Optional.of(rule.position()), in() + words)))
                .toList();
    }

    private String in() {
        return terms.environment().isEmpty() ? "" : "in " + terms.environment() + ": ";
    }

    private Stream<String> broken(Rule rule) {
        return switch (rule) {
            case Rule.MaxTargets limit -> caps.aboveTargets(limit.most(), POLICY).stream();
            case Rule.MaxPercent limit -> caps.aboveShare(limit.most(), POLICY).stream();
            case Rule.KeepReplicas limit -> caps.belowReplicas(limit.least(), POLICY).stream();
            case Rule.AllowFaults allowed ->
                faults().filter(fault -> allowed.faults().stream().noneMatch(glob -> glob.matches(fault)))
                        .map(fault ->
                                fault + " is not among the faults that the policy allows: " + words(allowed.faults()));
            case Rule.AllowPaths allowed ->
                paths().filter(path -> allowed.paths().stream().noneMatch(glob -> glob.matches(path)))
                        .map(path ->
                                path + " is not among the paths that the policy allows: " + words(allowed.paths()));
            case Rule.AllowContexts allowed ->
                outside(allowed.contexts(), Target::context)
                        .map(found -> found + ", which is not among the contexts that the policy allows: "
                                + words(allowed.contexts()));
            case Rule.AllowNamespaces allowed ->
                outside(allowed.namespaces(), Target::namespace)
                        .map(found -> found + ", which is not among the namespaces that the policy allows: "
                                + words(allowed.namespaces()));
            case Rule.Production marked ->
                Stream.concat(unnamedContexts(marked.contexts()), unnamedNamespaces(marked.namespaces()));
            case Rule.DenyFaults denied ->
                faults().filter(denied.faults()::matches)
                        .map(fault -> fault + " is denied by the policy"
                                + (denied.faults().literal() ? "" : ", which denies " + denied.faults()));
            case Rule.Protect _ -> Stream.empty(); // nothing that is protected gets as far as an injection
            case Rule.Windows windows -> openings.closed(windows).stream();
            case Rule.Freeze freeze -> openings.frozen(freeze).stream();
            case Rule.Approvals wanted ->
                new ApprovalCount(terms.approvals(), experiment.title(), terms.sha256(), now)
                        .missing(wanted.people()).stream();
            case Rule.FeatureFlag flag -> off(flag.source()).stream();
        };
    }

    private static String words(List<Glob> globs) {
        return globs.stream().map(Glob::pattern).collect(Collectors.joining(", "));
    }

    /** Objects of clusters that are somewhere else than these allow, with the place. */
    private Stream<String> outside(List<Glob> allowed, Function<Target, Optional<String>> place) {
        return caps.targets()
                .flatMap(target -> place
                        .apply(target)
                        .filter(there -> allowed.stream().noneMatch(glob -> glob.matches(there)))
                        .map(there -> target + " is in " + (there.isEmpty() ? "no namespace" : there))
                        .stream())
                .distinct();
    }

    private Stream<String> unnamedContexts(List<Glob> marked) {
        return first(Target::context)
                .filter(hit -> isUnnamed(hit.there(), marked, terms.named().contexts()))
                .map(hit -> hit.target() + " is in context " + hit.there()
                        + ", which the policy marks as production; a run there must name it: --context " + hit.there()
                        + " (of a Run: spec.context)");
    }

    private Stream<String> unnamedNamespaces(List<Glob> marked) {
        if (marked.isEmpty() || terms.named().namespaces().contains(EVERY)) {
            return Stream.empty();
        }
        return first(Target::namespace)
                .filter(hit -> hit.there().isEmpty()
                        || isUnnamed(hit.there(), marked, terms.named().namespaces()))
                .map(hit -> hit.there().isEmpty()
                        ? hit.target() + " belongs to every namespace, and the policy marks some as production; a run"
                                + " there must name them all: --namespace '*' (of a Run: spec.namespaces)"
                        : hit.target() + " is in namespace " + hit.there()
                                + ", which the policy marks as production; a run there must name it: --namespace "
                                + hit.there() + " (of a Run: spec.namespaces)");
    }

    private static boolean isUnnamed(String there, List<Glob> marked, Set<String> named) {
        return marked.stream().anyMatch(glob -> glob.matches(there)) && !named.contains(there);
    }

    private record Hit(Target target, String there) {}

    /** One target for each place that is hit. */
    private Stream<Hit> first(Function<Target, Optional<String>> place) {
        var hits = new LinkedHashMap<String, Hit>();
        caps.targets()
                .forEach(target ->
                        place.apply(target).ifPresent(there -> hits.putIfAbsent(there, new Hit(target, there))));
        return hits.values().stream();
    }

    /** Of the whole method, those too that find no target which may be hit. */
    private Stream<String> faults() {
        return Stream.concat(
                        experiment.method().stream()
                                .map(Activity::provider)
                                .filter(Provider.FaultCall.class::isInstance)
                                .map(provider -> ((Provider.FaultCall) provider).fault()),
                        caps.injections().stream().map(Injection::fault))
                .distinct();
    }

    /** Where faults of files would act, by their parameter of that name; where a link leads, too. */
    private Stream<String> paths() {
        return experiment.method().stream()
                .map(Activity::provider)
                .filter(Provider.FaultCall.class::isInstance)
                .map(provider ->
                        ((Provider.FaultCall) provider).arguments().values().get(PATH))
                .filter(String.class::isInstance)
                .flatMap(path -> withoutLinks((String) path))
                .distinct();
    }

    private static Stream<String> withoutLinks(String path) {
        try {
            return Stream.of(path, Path.of(path).toRealPath().toString()).distinct();
        } catch (IOException | InvalidPathException _) {
            return Stream.of(path); // which its fault will refuse
        }
    }

    private Optional<String> off(Rule.FlagSource source) {
        Terms.Flag flag = terms.flags().apply(source);
        return flag.on()
                ? Optional.empty()
                : Optional.of("the feature flag that the policy asks for is not on (" + source + "): " + flag.words());
    }
}
