package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.JsonPaths;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whatever objects a cluster has, custom resources too. */
public final class ResourceProbe implements ApiProbe.Asking {
    static final Parameter<String> KIND =
            Parameter.required("kind", Type.text(), "Kind of the objects, as in their files: ConfigMap.");
    static final Parameter<String> API_VERSION = Parameter.withDefault(
            "api-version", Type.text(), "v1", "API that the kind belongs to, as in their files: apps/v1.");
    static final Parameter<String> PATH = Parameter.withDefault(
            "path",
            Type.text(),
            "$",
            "JSONPath of what is read in each object, such as $.status.phase; $ is all of it.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "resource",
                        "Reads objects of a Kubernetes cluster, of any kind, by a JSONPath.",
                        Criteria.namespacedAnd(KIND, API_VERSION, PATH))
                .reads(
                        new Output("objects", Output.Kind.WHOLE, "how many match"),
                        new Output("first", Output.Kind.ANY, "the first value that the path finds; null for none"),
                        new Output("all", Output.Kind.ANY, "all values that it finds, of the oldest object first"));
    }

    /** None that could be told beforehand for a kind that only the cluster knows. */
    @Override
    public List<Right> rights(Arguments by) {
        return ResourceType.ofKind(by.get(KIND))
                .filter(type -> type.apiVersion().equals(by.get(API_VERSION)))
                .map(ApiProbe::toList)
                .orElse(List.of());
    }

    @Override
    public Optional<Misfit> check(Arguments by, Machine machine) {
        try {
            JsonPaths.find(Json.Obj.EMPTY, by.get(PATH));
            return Optional.empty();
        } catch (BadValue e) {
            return Optional.of(new Misfit(PATH.name(), "'" + by.get(PATH) + "' is no JSONPath: " + e.getMessage()));
        }
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        String collection =
                Discovery.of(by.get(API_VERSION), by.get(KIND), cluster).collection(Criteria.namespace(by, cluster));
        List<Json.Obj> objects = Criteria.matching(collection, by, cluster, List.of());
        var values = new ArrayList<Json>();
        for (Json.Obj object : objects) {
            values.addAll(JsonPaths.find(object, by.get(PATH)));
        }
        return Json.object(
                "objects",
                objects.size(),
                "first",
                values.isEmpty() ? Json.Null.NULL : values.getFirst(),
                "all",
                Json.of(values));
    }
}
