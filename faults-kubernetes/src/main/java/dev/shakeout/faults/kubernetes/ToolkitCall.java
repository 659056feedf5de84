package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A call of a function of chaostoolkit-kubernetes 0.39, and the cluster that it would ask. */
record ToolkitCall(Twin.Call call, Cluster cluster) {
    /** What a function does. */
    interface Body {
        /** @throws ProbeFailed where the function would raise an exception */
        Json ask(ToolkitCall call) throws IOException, ProbeFailed, InterruptedException;
    }

    /** @param parameters as {@link Twin#of} takes them */
    static Twin twin(String function, String parameters, Body body) {
        return Twin.of("chaosk8s." + function, parameters, call -> {
                    try {
                        return body.ask(of(call));
                    } catch (IOException | BadValue e) {
                        throw new ProbeFailed(String.valueOf(e.getMessage()), e);
                    }
                })
                .where(ToolkitCall::isKnown);
    }

    /** @throws BadValue there is no way to the cluster */
    static ToolkitCall of(Twin.Call call) {
        return new ToolkitCall(call, cluster(call));
    }

    /** Otherwise the address and the keys are in variables or secrets of the extension's own. */
    private static boolean isKnown(Machine machine) {
        return new Kubeconfig(machine).isWritten()
                || machine.environment().getOrDefault("CHAOSTOOLKIT_IN_POD", "").equals("true");
    }

    private static Cluster cluster(Twin.Call call) {
        Machine machine = call.machine();
        Optional<String> context = call.secrets()
                .get("KUBERNETES_CONTEXT")
                .map(Json::text)
                .or(() -> Optional.ofNullable(machine.environment().get("KUBERNETES_CONTEXT")));
        return Cluster.of(context.filter(_ -> new Kubeconfig(machine).isWritten()), machine);
    }

    /** What the functions raise. */
    static ProbeFailed failed(String words) {
        return new ProbeFailed(
                words,
                List.of("chaoslib.exceptions.ActivityFailed: chaoslib.exceptions.ActivityFailed: " + words + "\n"));
    }

    /** False, or an exception if the argument of this name does not say otherwise. */
    Json no(String raising, String words) throws ProbeFailed {
        if (call.arguments().get(raising).map(Json::truthy).orElse(true)) {
            throw failed(words);
        }
        return Json.of(false);
    }

    /** As Python would write it. */
    String text(String name, String otherwise) {
        return call.arguments()
                .get(name)
                .map(given -> given == Json.Null.NULL ? "None" : given.text())
                .orElse(otherwise);
    }

    String namespace() {
        return text("ns", "default");
    }

    /** Empty when it is not given, or empty. */
    Optional<String> find(String name) {
        return call.find(name).filter(Json::truthy).map(Json::text);
    }

    /** The label selector, with the name in its place. */
    Optional<String> selector(Optional<String> otherwise) {
        return call.arguments()
                .get("label_selector")
                .map(given -> given == Json.Null.NULL ? "" : given.text())
                .or(() -> otherwise)
                .map(selector -> selector.replace("{name}", text("name", "None")))
                .filter(selector -> !selector.isEmpty());
    }

    /** Objects of this type in the namespace, by label and by name. */
    List<Resource> list(ResourceType type, Optional<String> selector, Optional<String> name) throws IOException {
        var found = new ArrayList<Resource>();
        cluster.list(type, namespace(), query(selector, name), found::add);
        return found;
    }

    static Map<String, String> query(Optional<String> selector, Optional<String> name) {
        var query = new LinkedHashMap<String, String>();
        selector.ifPresent(given -> query.put("labelSelector", given));
        name.ifPresent(given -> query.put("fieldSelector", "metadata.name=" + given));
        return query;
    }

    /** What the API server answers, as it is. */
    Json get(String path, Map<String, String> query) throws IOException {
        String asked =
                query.isEmpty() ? path : path + "?" + Cluster.encoded(query).substring(1);
        return cluster.get(asked);
    }

    static String path(String... parts) {
        return Stream.of(parts).collect(Collectors.joining("/", "/", ""));
    }
}
