package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A disk is kept busy: tunables that it has for pods as for nodes. */
final class IoStress implements HubFault {
    private static final Field PATH = Field.kept("VOLUME_MOUNT_PATH", "path")
            .or(new Fidelity.NotSupported(
                    "which disk is meant must be said; name a folder of the container, such as a volume of it"));
    private static final Field WORKERS = Field.kept("NUMBER_OF_WORKERS", "workers");
    private static final Field SHARE = Field.approximated(
            "FILESYSTEM_UTILIZATION_PERCENTAGE", "nothing: each worker has a file of 64 MiB, whatever space there is");
    private static final Field SIZE = Field.approximated(
            "FILESYSTEM_UTILIZATION_BYTES",
            "size of the files, in GB, divided among the workers; at most 1024 GiB each");

    @Override
    public String name() {
        return "pod-io-stress";
    }

    @Override
    public String introduction() {
        return "`disk/io-load` in a container of the pods, which reads and writes.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(fields());
        fields.addFirst(PATH);
        fields.addAll(Pods.tunables());
        return fields;
    }

    /** What a disk is kept busy with. */
    static List<Field> fields() {
        return List.of(WORKERS, SHARE, SIZE);
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "120", "NUMBER_OF_WORKERS", "4", "SEQUENCE", "parallel");
    }

    @Override
    public List<Origin> origins() {
        return List.of(Origin.of("disk/io-load")
                .must("operation", Json.of("both"), "there it is read and written; set it to both")
                .put("path", PATH, Form.TEXT)
                .put("workers", WORKERS, Form.TEXT, Json.of("1"))
                .leave("block", new Fidelity.Approximated("nothing: how much is written at a time is not said there")));
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application);
        Draft arguments = arguments(tunables);
        path(arguments, tunables);
        return pods.inContainer(_ -> Hit.Call.of("disk/io-load", arguments));
    }

    private static void path(Draft arguments, Tunables tunables) {
        tunables.take(PATH, Type.text())
                .ifPresentOrElse(
                        path -> arguments.put("path", tunables.positionOf(PATH), Json.of(path)),
                        () -> tunables.sheet().note(PATH, PATH.ways().get(1)));
    }

    static Draft arguments(Tunables tunables) {
        Draft arguments = Draft.at(tunables.sheet().position()).put("operation", "both");
        int workers = tunables.take(WORKERS, Type.integer(1, 64)).orElse(4);
        arguments.put("workers", tunables.positionOf(WORKERS), Json.of((long) workers));
        tunables.record(SHARE);
        tunables.take(SIZE, Type.integer(1, 65_536))
                .ifPresent(size -> arguments.put(
                        "size", tunables.positionOf(SIZE), Json.of(Math.max(1, 1000L * size / workers) + "MB")));
        return arguments;
    }
}
