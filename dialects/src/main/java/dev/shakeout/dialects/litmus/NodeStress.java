package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Processors, memory or a disk of a whole node are used up. */
record NodeStress(String name, Part part) implements HubFault {
    /** What is used up, and by which fault of ours. */
    private enum Part {
        CPU("cpu/load"),
        MEMORY("memory/fill"),
        IO("disk/io-load");

        private final String ours;

        Part(String ours) {
            this.ours = ours;
        }
    }

    private static final Field CORES = Field.kept("NODE_CPU_CORE", "cores; all if not given");
    private static final Field LOAD = Field.kept("CPU_LOAD", "load");
    private static final Field SHARE = Field.approximated(
            "MEMORY_CONSUMPTION_PERCENTAGE",
            "percent of the memory that is available, where Litmus means all that the node has");
    private static final Field SIZE = Field.kept("MEMORY_CONSUMPTION_MEBIBYTES", "size");
    private static final Field WORKERS = Field.approximated(
            "NUMBER_OF_WORKERS", "nothing: it is the size that counts, not how many processes hold it");
    private static final Field PATH =
            Field.approximated("VOLUME_MOUNT_PATH", "path, on the node itself; /var/tmp if not given");
    private static final Field CPU_WORKERS =
            Field.approximated("CPU", "nothing: the processors are left alone; add the fault cpu/load");
    private static final Field VM_WORKERS =
            Field.approximated("VM_WORKERS", "nothing: the memory is left alone; add the fault memory/fill");

    static List<HubFault> all() {
        return List.of(
                new NodeStress("node-cpu-hog", Part.CPU),
                new NodeStress("node-memory-hog", Part.MEMORY),
                new NodeStress("node-io-stress", Part.IO));
    }

    @Override
    public String introduction() {
        return "`" + part.ours + "` on the host that stands for the node.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(
                switch (part) {
                    case CPU -> List.of(CORES, LOAD);
                    case MEMORY -> List.of(SHARE, SIZE, WORKERS);
                    case IO -> {
                        var io = new ArrayList<>(IoStress.fields());
                        io.addAll(List.of(PATH, CPU_WORKERS, VM_WORKERS));
                        yield io;
                    }
                });
        fields.add(Nodes.ITSELF);
        fields.addAll(Nodes.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return switch (part) {
            case CPU -> Map.of("TOTAL_CHAOS_DURATION", "60", "CPU_LOAD", "100", "SEQUENCE", "parallel");
            case MEMORY -> Map.of("TOTAL_CHAOS_DURATION", "120", "SEQUENCE", "parallel");
            case IO -> Map.of("TOTAL_CHAOS_DURATION", "120", "NUMBER_OF_WORKERS", "4", "SEQUENCE", "parallel");
        };
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var nodes = Nodes.onThem(tunables, application);
        Draft arguments = switch (part) {
            case CPU -> cpu(tunables);
            case MEMORY -> memory(tunables);
            case IO -> io(tunables);
        };
        return nodes.hits(_ -> Hit.Call.of(part.ours, arguments));
    }

    private static Draft cpu(Tunables tunables) {
        Draft arguments = Draft.at(tunables.sheet().position());
        Share.put(arguments, "load", tunables, LOAD);
        PodStress.cores(arguments, tunables, CORES);
        return arguments;
    }

    private static Draft memory(Tunables tunables) {
        Draft arguments = Draft.at(tunables.sheet().position());
        tunables.record(WORKERS);
        Optional<Integer> size = tunables.take(SIZE, Type.integer(1, 100_000_000));
        size.ifPresent(mebibytes -> arguments.put("size", tunables.positionOf(SIZE), Json.of(mebibytes + "MiB")));
        tunables.take(SHARE, Share.TYPE)
                .filter(_ -> size.isEmpty())
                .ifPresent(share -> arguments.put("percent", tunables.positionOf(SHARE), Share.ours(share)));
        return arguments;
    }

    private static Draft io(Tunables tunables) {
        Draft arguments = IoStress.arguments(tunables);
        tunables.record(CPU_WORKERS);
        tunables.record(VM_WORKERS);
        arguments.put("path", tunables.take(PATH, Type.text()).orElse("/var/tmp"));
        return arguments;
    }
}
