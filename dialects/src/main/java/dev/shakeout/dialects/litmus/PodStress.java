package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Processors or memory are used up in a container, by a process of Litmus's beside it or by a command within it. */
record PodStress(String name, boolean memory, boolean exec) implements HubFault {
    private static final Fidelity BESIDE = new Fidelity.Approximated(
            "nothing: the load is made by Shakeout's own process in the control groups of the container");
    private static final Field CORES = Field.kept("CPU_CORES", "cores; all for 0");
    private static final Field LOAD = Field.kept("CPU_LOAD", "load");
    private static final Field MEMORY = Field.kept("MEMORY_CONSUMPTION", "size, in units of a million bytes");
    private static final Field WORKERS = Field.approximated(
            "NUMBER_OF_WORKERS", "nothing: it is the size that counts, not how many processes hold it");
    private static final List<Field> COMMANDS = List.of(
            new Field("CHAOS_INJECT_COMMAND", List.of(BESIDE)), new Field("CHAOS_KILL_COMMAND", List.of(BESIDE)));

    static List<HubFault> all() {
        return List.of(
                new PodStress("pod-cpu-hog", false, false),
                new PodStress("pod-cpu-hog-exec", false, true),
                new PodStress("pod-memory-hog", true, false),
                new PodStress("pod-memory-hog-exec", true, true));
    }

    @Override
    public String introduction() {
        return memory ? "`memory/fill` in a container of the pods." : "`cpu/load` in a container of the pods.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(memory ? List.of(MEMORY, WORKERS) : List.of(CORES, LOAD));
        fields.addAll(COMMANDS);
        fields.addAll(Pods.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return memory
                ? Map.of("TOTAL_CHAOS_DURATION", "60", "MEMORY_CONSUMPTION", "500", "SEQUENCE", "parallel")
                : Map.of("TOTAL_CHAOS_DURATION", "60", "CPU_CORES", "1", "CPU_LOAD", "100", "SEQUENCE", "parallel");
    }

    @Override
    public List<Origin> origins() {
        if (exec) {
            return List.of();
        }
        return List.of(
                memory
                        ? Origin.of("memory/fill")
                                .needs("size", MEMORY, MEGABYTES, "a share cannot be said there; give a size")
                                .only("mode", Json.of("held"), GROWS)
                                .only("ramp", Json.of("0s"), GROWS)
                        : Origin.of("cpu/load")
                                .put("cores", CORES, ALL, Json.of("0"))
                                .put("load", LOAD, Form.WHOLE_PERCENT_TEXT)
                                .only("workers", Json.of(1), "a processor has one of them there; leave it out")
                                .only("ramp", Json.of("0s"), GROWS));
    }

    private static final String GROWS = "it does not grow there; leave it out";
    private static final Form ALL = Form.always(cores -> Json.of(cores.text().equals("all") ? "0" : cores.text()));
    private static final Form MEGABYTES = new Form(
            size -> {
                long bytes = Bytes.parse(size.text()).value();
                return bytes % 1_000_000 == 0
                        ? Optional.of(Json.of(String.valueOf(bytes / 1_000_000)))
                        : Optional.empty();
            },
            "it is a whole number of MB there, which are a million bytes; write it so");

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application);
        Draft arguments = Draft.at(tunables.sheet().position());
        COMMANDS.forEach(tunables::record);
        if (memory) {
            tunables.record(WORKERS);
            tunables.require(MEMORY, Type.integer(1, 10_000_000))
                    .ifPresent(size -> arguments.put("size", tunables.positionOf(MEMORY), Json.of(size + "MB")));
        } else {
            Share.put(arguments, "load", tunables, LOAD);
            cores(arguments, tunables, CORES);
        }
        return pods.inContainer(_ -> Hit.Call.of(memory ? "memory/fill" : "cpu/load", arguments));
    }

    static void cores(Draft arguments, Tunables tunables, Field field) {
        tunables.take(field, Type.integer(0, 1024))
                .filter(count -> count > 0)
                .ifPresent(count -> arguments.put("cores", tunables.positionOf(field), Json.of((long) count)));
    }
}
