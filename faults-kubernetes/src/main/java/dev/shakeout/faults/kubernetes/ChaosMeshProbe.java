package dev.shakeout.faults.kubernetes;

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
import java.util.stream.Stream;

/** Reads what Chaos Mesh has injected, and pauses, resumes or deletes its objects. */
public final class ChaosMeshProbe implements ApiProbe.Asking {
    private static final String READ = "read";
    private static final String LIST = "list";
    static final Parameter<String> TASK = Parameter.withDefault(
            "do", Type.choice(READ, LIST, "pause", "resume", "delete"), READ, "What is asked for.");
    static final Parameter<String> KIND =
            Parameter.required("kind", Type.text(), "Kind of the objects, as in their files: NetworkChaos.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "chaos-mesh",
                        "Reads what Chaos Mesh has injected by its objects, or pauses, resumes or deletes these.",
                        Criteria.namespacedAnd(TASK, KIND))
                .reads(
                        new Output("objects", Output.Kind.WHOLE, "how many match"),
                        new Output(
                                "phase",
                                Output.Kind.TEXT,
                                "of all of them: none, nothing-selected, selected, injected, paused or recovered"),
                        new Output("selected", Output.Kind.WHOLE, "how many pods, containers or machines are selected"),
                        new Output("injected", Output.Kind.WHOLE, "how many of them are injected now"),
                        new Output("recovered", Output.Kind.WHOLE, "how many of them were injected and are recovered"),
                        new Output("failures", Output.Kind.ANY, "why some could not be injected or recovered"),
                        new Output("all", Output.Kind.ANY, "name, phase, and the records of each object"));
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public Optional<Misfit> check(Arguments by, Machine machine) {
        if (!by.get(KIND).matches(ChaosMesh.KINDS)) {
            return Optional.of(new Misfit(KIND.name(), "'" + by.get(KIND) + "' is no kind that Chaos Mesh injects by"));
        }
        boolean chosen = Stream.of(Criteria.NAME, Criteria.LABELS, Criteria.SELECTOR)
                .anyMatch(each -> by.find(each).isPresent());
        return chosen || by.get(TASK).equals(LIST) || by.get(TASK).equals(READ)
                ? Optional.empty()
                : Optional.of(new Misfit(
                        TASK.name(), by.get(TASK) + " needs a name, labels or a selector: it is not done to all"));
    }

    @Override
    public List<Right> rights(Arguments by) {
        var rights = new ArrayList<>(ApiProbe.toList(ChaosMesh.type(by.get(KIND))));
        switch (by.get(TASK)) {
            case "pause", "resume" -> rights.add(new Right("patch", ChaosMesh.type(by.get(KIND))));
            case "delete" -> rights.add(new Right("delete", ChaosMesh.type(by.get(KIND))));
            default -> {}
        }
        return rights;
    }

    @Override
    public Json ask(Arguments by, Cluster cluster, Machine machine) throws IOException {
        check(by, machine).ifPresent(misfit -> {
            throw new BadValue(misfit.words());
        });
        ResourceType type = ChaosMesh.type(by.get(KIND));
        List<Resource> found = Criteria.matching(type, by, cluster, List.of());
        boolean reads = List.of(READ, LIST).contains(by.get(TASK));
        if (found.isEmpty() && !reads) {
            throw new IOException("no " + type.kind() + " matches; what is to " + by.get(TASK) + "?");
        }
        for (Resource each : reads ? List.<Resource>of() : found) {
            act(by.get(TASK), each, cluster);
        }
        return told(reads ? found : Criteria.matching(type, by, cluster, List.of()));
    }

    private static void act(String task, Resource object, Cluster cluster) throws IOException {
        var answer = switch (task) {
            case "pause" -> annotate(object, Json.of("true"), cluster);
            case "resume" -> annotate(object, Json.Null.NULL, cluster);
            default -> cluster.send("DELETE", object.path(), "", "");
        };
        if (!answer.ok() && answer.status() != 404) {
            throw new IOException(cluster.refusal(task + " " + object.path(), answer));
        }
    }

    private static Cluster.Answer annotate(Resource object, Json value, Cluster cluster) throws IOException {
        var change = Json.object("metadata", Json.object("annotations", Json.object(ChaosMesh.PAUSE, value)));
        return cluster.send("PATCH", object.path(), Cluster.MERGE, change.compact());
    }

    private static Json told(List<Resource> objects) {
        var all = new ChaosMeshStatus(objects);
        return Json.object(
                "objects",
                objects.size(),
                "phase",
                all.phase(),
                "selected",
                all.records().size(),
                "injected",
                all.injected(),
                "recovered",
                all.recovered(),
                "failures",
                Json.of(all.failures().stream().map(Json::of).toList()),
                "all",
                Json.of(objects.stream().map(ChaosMeshProbe::one).toList()));
    }

    private static Json one(Resource object) {
        var status = new ChaosMeshStatus(List.of(object));
        return Json.object("name", object.name(), "phase", status.phase(), "records", Json.of(status.records()));
    }
}
