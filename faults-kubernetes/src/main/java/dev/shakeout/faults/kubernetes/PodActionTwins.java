package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Foreseen;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Twins of how chaostoolkit-kubernetes 0.39 ends pods. What runs in a pod is asked of the user's Python. */
public final class PodActionTwins implements Twin.Table {
    @Override
    public List<Twin> twins() {
        return List.of(
                Deed.twin(
                                "pod.actions.terminate_pods",
                                "label_selector? name_pattern? all? rand? mode? qty? grace_period? ns? order?",
                                call -> terminate(call, "name_pattern"),
                                call -> foresee(call, "name_pattern"))
                        .when(arguments -> isPattern(arguments, "name_pattern")
                                && isWhole(arguments, "qty")
                                && isWhole(arguments, "grace_period")),
                Deed.twin(
                                "pod.actions.delete_pods",
                                "name? ns? label_selector?",
                                call -> terminate(call, "name"),
                                call -> foresee(call, "name"))
                        .when(arguments -> isPattern(arguments, "name")));
    }

    /** Whether it means the same to Java as to Python, as almost every pattern of names does. */
    private static boolean isPattern(Json.Obj arguments, String name) {
        String pattern =
                arguments.get(name).filter(Json::truthy).map(Json::text).orElse("");
        try {
            Pattern.compile(pattern);
            return !pattern.contains("(?P") && !pattern.contains("\\Z") && !pattern.contains("&&");
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    private static boolean isWhole(Json.Obj arguments, String name) {
        return arguments.get(name).map(Json::text).orElse("0").matches("-?[0-9]{1,9}");
    }

    private static Json terminate(ToolkitCall call, String pattern) throws IOException, ProbeFailed {
        List<Resource> pods = chosen(call, pattern, Draws.of(call).last(key(call)));
        var options = Json.object("apiVersion", "v1", "kind", "DeleteOptions");
        long grace = Long.parseLong(call.text("grace_period", "-1"));
        if (grace >= 0) {
            options = options.with("gracePeriodSeconds", Json.of(grace));
        }
        var names = new ArrayList<Json>();
        for (Resource pod : pods) {
            Deed.send(call, "DELETE", ResourceType.POD.path(call.namespace(), pod.name()), "application/json", options);
            names.add(Json.of(pod.name()));
        }
        return Json.of(names);
    }

    private static List<Foreseen> foresee(ToolkitCall call, String pattern) throws IOException, ProbeFailed {
        List<Resource> pods = chosen(call, pattern, Set.of());
        Draws.of(call).keep(key(call), pods);
        var by = Deed.in(call);
        Optional<String> selector = call.find("label_selector");
        if (selector.isPresent()) {
            by = by.with(Criteria.SELECTOR, selector.get());
        }
        long grace = Long.parseLong(call.text("grace_period", "-1"));
        var arguments = grace >= 0 ? Arguments.NONE.with(PodDelete.GRACE, Duration.ofSeconds(grace)) : Arguments.NONE;
        return Deed.foreseen(new PodDelete(), new Selector(PodFinder.KIND, by, Deed.ALL), arguments, pods);
    }

    /** As the extension chooses; of what is drawn at random, those that were drawn for the plan while they are there. */
    private static List<Resource> chosen(ToolkitCall call, String pattern, Set<String> drawn)
            throws IOException, ProbeFailed {
        long quantity = Long.parseLong(call.text("qty", "1"));
        String mode = call.text("mode", "fixed");
        String order = call.text("order", "alphabetic");
        check(quantity >= 0, "Quantity '" + quantity + "' is negative.");
        check(mode.equals("fixed") || mode.equals("percentage"), "Mode '" + mode + "' is invalid.");
        check(order.equals("alphabetic") || order.equals("oldest"), "Order '" + order + "' is invalid.");
        List<Resource> pods =
                new ArrayList<>(call.list(ResourceType.POD, call.find("label_selector"), Optional.empty()));
        call.find(pattern)
                .map(Pattern::compile)
                .ifPresent(
                        name -> pods.removeIf(pod -> !name.matcher(pod.name()).find()));
        if (order.equals("oldest")) {
            pods.sort(Comparator.comparing(pod -> pod.text("metadata", "creationTimestamp")));
        }
        if (isTrue(call, "all")) {
            return pods;
        }
        long wanted = mode.equals("percentage") ? -Math.floorDiv(-quantity * pods.size(), 100) : quantity;
        int count = (int) Math.min(wanted, pods.size());
        return isTrue(call, "rand") ? drawn(pods, count, drawn) : pods.subList(0, count);
    }

    private static List<Resource> drawn(List<Resource> pods, int count, Set<String> before) {
        var again = pods.stream().filter(pod -> before.contains(pod.uid())).toList();
        if (again.size() == count) {
            return again;
        }
        var shuffled = new ArrayList<>(pods);
        Collections.shuffle(shuffled);
        return shuffled.subList(0, count);
    }

    private static void check(boolean sound, String words) throws ProbeFailed {
        if (!sound) {
            throw ToolkitCall.failed("Cannot select pods. " + words);
        }
    }

    private static boolean isTrue(ToolkitCall call, String name) {
        return call.call().arguments().get(name).map(Json::truthy).orElse(false);
    }

    private static String key(ToolkitCall call) {
        return call.cluster().context() + " " + call.call().arguments().compact();
    }

    /** Pods that were drawn at random when the plan was made. */
    private static final class Draws implements AutoCloseable {
        private final Map<String, Set<String>> drawn = new HashMap<>();

        static Draws of(ToolkitCall call) {
            return call.call().machine().shared().get(Draws.class, Draws::new);
        }

        synchronized void keep(String key, List<Resource> pods) {
            drawn.put(key, pods.stream().map(Resource::uid).collect(Collectors.toSet()));
        }

        synchronized Set<String> last(String key) {
            return drawn.getOrDefault(key, Set.of());
        }

        @Override
        public void close() {
            drawn.clear();
        }
    }
}
