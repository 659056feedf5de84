package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pod in which the command of a probe is run (litmus-go: createProbePod). */
final class CmdSource {
    private static final String PATH = ProbeInputs.path("cmdProbe", "source") + ".";
    private static final String CONTAINER = "probe";

    private static final Field IMAGE = Field.kept(PATH + "image", "image of the pod's container")
            .or(new Fidelity.NotSupported(
                    "the engine does not say in which namespace its pod is made; set metadata.namespace"));
    private static final Field COMMAND =
            Field.kept(PATH + "command", "command of the container; /bin/sh if not given, as in Litmus");
    private static final Field ARGS =
            Field.kept(PATH + "args", "args of the container; -c and sleep 10000 if not given, as in Litmus");
    private static final Field INHERIT = Field.kept(PATH + "inheritInputs", "nothing: it is false")
            .or(
                    new Fidelity.NotSupported(
                            "there is no pod of the fault here from which env and volumes could be taken; write them into the source"));
    private static final Field PRIVILEGED =
            Field.kept(PATH + "privileged", "securityContext.privileged of the container");
    /** What the container has, by the same name. */
    private static final Map<Field, String> OF_CONTAINER = of(
            Map.entry("env", "env"),
            Map.entry("imagePullPolicy", "imagePullPolicy"),
            Map.entry("volumesMount", "volumeMounts"));

    private static final Map<Field, String> OF_SPEC = of(
            Map.entry("hostNetwork", "hostNetwork"),
            Map.entry("nodeSelector", "nodeSelector"),
            Map.entry("volumes", "volumes"),
            Map.entry("imagePullSecrets", "imagePullSecrets"),
            Map.entry("tolerations", "tolerations"));

    private static final Map<Field, String> OF_METADATA =
            of(Map.entry("labels", "labels"), Map.entry("annotations", "annotations"));

    private CmdSource() {}

    @SafeVarargs
    private static Map<Field, String> of(Map.Entry<String, String>... keys) {
        var fields = new LinkedHashMap<Field, String>();
        for (Map.Entry<String, String> key : keys) {
            fields.put(Field.kept(PATH + key.getKey(), key.getValue() + " of the pod"), key.getValue());
        }
        return fields;
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(IMAGE, COMMAND, ARGS, INHERIT, PRIVILEGED));
        Stream.of(OF_CONTAINER, OF_SPEC, OF_METADATA).forEach(each -> fields.addAll(each.keySet()));
        return fields;
    }

    static Optional<Changes.Pod> pod(Sheet source, ProbeInputs.Around around) {
        Optional<String> image = source.demand(IMAGE, "") ? source.look(IMAGE, Type.text()) : Optional.empty();
        source.record(IMAGE, IMAGE.ways().get(around.namespace().isEmpty() ? 1 : 0));
        source.take(INHERIT, Type.bool(), on -> INHERIT.ways().get(on ? 1 : 0));
        Json.Obj container = Json.object(
                "name",
                CONTAINER,
                "image",
                image.orElse(""),
                "command",
                texts(source, COMMAND, "/bin/sh"),
                "args",
                texts(source, ARGS, "-c", "sleep 10000"));
        if (source.take(PRIVILEGED, Type.bool()).orElse(false)) {
            container = container.with("securityContext", Json.object("privileged", true));
        }
        container = with(container, source, OF_CONTAINER);
        Json.Obj spec = Json.object("restartPolicy", "Never", "containers", Json.of(List.of(container)));
        if (!around.account().isEmpty()) {
            spec = spec.with("serviceAccountName", Json.of(around.account()));
        }
        Json.Obj manifest = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                with(Json.Obj.EMPTY, source, OF_METADATA),
                "spec",
                with(spec, source, OF_SPEC));
        return image.isPresent() && !around.namespace().isEmpty()
                ? Optional.of(new Changes.Pod(source.position(), around.namespace(), manifest))
                : Optional.empty();
    }

    private static Json texts(Sheet source, Field field, String... otherwise) {
        return source.take(field, Type.texts()).filter(all -> !all.isEmpty()).orElse(List.of(otherwise)).stream()
                .map(Json::of)
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.<Json>toList(), Json::of));
    }

    private static Json.Obj with(Json.Obj object, Sheet source, Map<Field, String> fields) {
        Json.Obj all = object;
        for (Map.Entry<Field, String> each : fields.entrySet()) {
            Optional<Tree> value = source.take(each.getKey());
            if (value.isPresent()) {
                all = all.with(each.getValue(), value.get().json());
            }
        }
        return all;
    }
}
