package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pods of a namespace a selector of Chaos Mesh matches now. What its controller chooses among them is known when it has
 * (https://chaos-mesh.org/docs/define-chaos-experiment-scope/).
 */
record ChaosMeshChoice(ChaosMesh.Choice choice, String namespace) {
    private static final int MOST_NAMED = 20;

    /** These are looked up at nodes, or by expressions, and only lessen what the others match. */
    private static final List<String> NOT_LOOKED_AT = List.of("nodes", "nodeSelectors", "expressionSelectors");

    /** @throws ApiRung.Unfit it chooses elsewhere too, or hits Shakeout itself */
    String note(Cluster cluster) throws IOException, ApiRung.Unfit {
        mustStayInside();
        List<Resource> pods = pods(cluster);
        for (Resource pod : pods) {
            if (PodFinder.isOurs(pod)) {
                throw new ApiRung.Unfit("its selector matches pod " + pod.namespace() + "/" + pod.name()
                        + ", in which Shakeout itself runs; select others");
            }
        }
        if (pods.isEmpty()) {
            return "no pod of " + namespace + " matches its selector now: nothing would be injected";
        }
        boolean most = NOT_LOOKED_AT.stream()
                .anyMatch(key -> choice.selector().get(key).isPresent());
        String names = pods.stream().limit(MOST_NAMED).map(Resource::name).collect(Collectors.joining(", "));
        return "Chaos Mesh itself chooses (mode " + choice.mode() + ") from " + (most ? "at most " : "") + pods.size()
                + (pods.size() == 1 ? " pod" : " pods") + " of " + namespace + " that match now: " + names
                + (pods.size() > MOST_NAMED ? " and others" : "");
    }

    /** What an experiment may do in one namespace it may not do in another. */
    private void mustStayInside() throws ApiRung.Unfit {
        var named = Stream.concat(list("namespaces").stream().map(Json::text), members("pods").keySet().stream())
                .distinct()
                .filter(each -> !each.equals(namespace))
                .toList();
        if (!named.isEmpty()) {
            throw new ApiRung.Unfit("its selector is about namespace " + String.join(", ", named)
                    + " too, and the target is in " + namespace + "; one activity for each namespace says so openly");
        }
    }

    private List<Resource> pods(Cluster cluster) throws IOException {
        String fields = members("fieldSelectors").entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().text())
                .collect(Collectors.joining(","));
        Arguments by = Arguments.NONE
                .with(Criteria.NAMESPACE, namespace)
                .with(Criteria.LABELS, texts("labelSelectors"))
                .with(Criteria.ANNOTATIONS, texts("annotationSelectors"));
        List<String> phases = list("podPhaseSelectors").stream().map(Json::text).toList();
        List<String> names = members("pods").getOrDefault(namespace, Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).toList()
                : List.of();
        return Criteria.matching(ResourceType.POD, by, cluster, fields.isEmpty() ? List.of() : List.of(fields)).stream()
                .filter(pod -> !pod.isEnding())
                .filter(pod -> names.isEmpty() || names.contains(pod.name()))
                .filter(pod -> phases.isEmpty() || phases.contains(pod.text("status", "phase")))
                .toList();
    }

    private List<Json> list(String key) {
        return choice.selector().get(key).orElse(Json.Null.NULL) instanceof Json.Arr(var items) ? items : List.of();
    }

    private Map<String, Json> members(String key) {
        return choice.selector().get(key).orElse(Json.Null.NULL) instanceof Json.Obj(var members) ? members : Map.of();
    }

    private Map<String, String> texts(String key) {
        var texts = new LinkedHashMap<String, String>();
        members(key).forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }
}
