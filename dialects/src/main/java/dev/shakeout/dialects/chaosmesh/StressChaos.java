package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processors and memory that are used up. */
final class StressChaos implements Kind {
    private static final String NO_STRESS_NG = "no stress-ng is started here; leave it out";

    private static final Field STRESSORS = Field.kept("spec.stressors", "the faults");
    private static final Field CPU = Field.kept("spec.stressors.cpu", "cpu/load");
    private static final Field CPU_WORKERS =
            Field.kept("spec.stressors.cpu.workers", "cores of cpu/load: so many processors are kept busy");
    private static final Field LOAD = Field.kept("spec.stressors.cpu.load", "load, which is 100% if not given");
    private static final Field CPU_OPTIONS = Field.notSupported("spec.stressors.cpu.options", NO_STRESS_NG);
    private static final Field MEMORY = Field.kept("spec.stressors.memory", "memory/fill");
    private static final Field MEMORY_WORKERS =
            Field.kept("spec.stressors.memory.workers", "nothing: one process holds what they hold together");
    private static final Fidelity SHARE = new Fidelity.Approximated(
            "percent of memory/fill, of what is available to the target and not of all there is; at most 90%");
    private static final Fidelity ALL = new Fidelity.Approximated(
            "it is not given, which means all memory: here 90% of what is available, so that the target lives");
    private static final Field SIZE = Field.kept("spec.stressors.memory.size", "size of memory/fill")
            .or(SHARE)
            .or(ALL);
    private static final Field OOM = Field.kept("spec.stressors.memory.oomScoreAdj", "nothing: 0 is usual")
            .or(new Fidelity.Approximated(
                    "nothing: whom the kernel ends first when memory is short is as for the target"));
    private static final Field MEMORY_OPTIONS = Field.notSupported("spec.stressors.memory.options", NO_STRESS_NG);
    private static final Field STRESS_NG = Field.notSupported("spec.stressngStressors", NO_STRESS_NG);

    @Override
    public String name() {
        return "StressChaos";
    }

    @Override
    public String introduction() {
        return "`cpu` is `cpu/load`, `memory` is `memory/fill`; both together are on together.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(Selection.fields());
        fields.add(Containers.NAMES_OR_FIRST);
        fields.addAll(List.of(CPU_WORKERS, LOAD, CPU_OPTIONS, MEMORY_WORKERS, SIZE, OOM, MEMORY_OPTIONS, STRESS_NG));
        return fields;
    }

    @Override
    public List<Origin> origins() {
        return List.of(
                Origin.of("cpu/load")
                        .needs(
                                "cores",
                                CPU_WORKERS,
                                CORES,
                                "how many processors there are is not known there; say how many")
                        .put("load", LOAD, Form.WHOLE_PERCENT)
                        .only("workers", Json.of(1), "a processor has one of them there; leave it out")
                        .only("ramp", Json.of("0s"), GROWS),
                Origin.of("memory/fill")
                        .set(MEMORY_WORKERS, Json.of(1))
                        .by(OWN_SHARE, StressChaos::share)
                        .put("size", SIZE, Form.TEXT)
                        .only("mode", Json.of("held"), GROWS)
                        .only("ramp", Json.of("0s"), GROWS));
    }

    private static final String GROWS = "it does not grow there; leave it out";
    static final Form CORES = new Form(
            cores -> cores.text().equals("all")
                    ? Optional.empty()
                    : Form.WHOLE.turn().apply(cores),
            "how many processors there are is not known there; say how many");
    private static final Field OWN_SHARE = Field.approximated(
                    Origin.path("percent"),
                    "spec.stressors.memory.size, of all memory and not of what is available; 50% if not given")
            .or(new Fidelity.Kept("nothing: size goes before it"));

    private static void share(Sheet arguments, Field ours, Sketch spec) {
        boolean sized =
                arguments.look(new Field(Origin.path("size"), List.of())).isPresent();
        arguments.record(ours, ours.ways().get(sized ? 1 : 0));
        if (!sized) {
            if (arguments.look(ours).isEmpty()) {
                arguments.note(ours, ours.ways().getFirst());
            }
            spec.put(
                    SIZE,
                    arguments
                            .look(ours)
                            .map(share -> share.json().text().replace(" ", ""))
                            .orElse("50%"));
        }
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        spec.record(STRESS_NG);
        var effects = new ArrayList<Selection.Effect>();
        spec.open(STRESSORS).ifPresent(stressors -> {
            stressors.open(CPU).ifPresent(cpu -> effects.add(cpu(cpu)));
            stressors.open(MEMORY).ifPresent(memory -> effects.add(memory(memory)));
        });
        if (effects.isEmpty() && spec.look(STRESS_NG).isEmpty()) {
            spec.problems().at(spec.position(), "'stressors' with cpu or memory is missing in " + spec.what());
        }
        return Containers.in(spec, selection.hits(effects, Ends.read(spec, context)), Containers.NAMES_OR_FIRST);
    }

    private static Selection.Effect cpu(Sheet cpu) {
        Draft arguments = Draft.at(cpu.position());
        int load = cpu.take(LOAD, Type.integer(0, 100)).orElse(100);
        arguments.put("load", cpu.positionOf(LOAD), Json.of(load + "%"));
        cpu.require(CPU_WORKERS, Type.integer(1, 8192))
                .ifPresent(workers -> arguments.put("cores", cpu.positionOf(CPU_WORKERS), Json.of((long) workers)));
        cpu.record(CPU_OPTIONS);
        return _ -> Hit.Call.of("cpu/load", arguments);
    }

    private static Selection.Effect memory(Sheet memory) {
        Draft arguments = Draft.at(memory.position());
        memory.require(MEMORY_WORKERS, Type.integer(1, 8192));
        memory.record(MEMORY_OPTIONS);
        memory.take(OOM, Type.integer(-1000, 1000), score -> OOM.ways().get(score == 0 ? 0 : 1));
        if (memory.look(SIZE).isEmpty()) {
            memory.note(SIZE, ALL);
            arguments.put("percent", "90%");
        }
        memory.take(SIZE, Size.TYPE, size -> SIZE.ways().get(size.share() ? 1 : 0))
                .ifPresent(
                        size -> arguments.put(size.share() ? "percent" : "size", memory.positionOf(SIZE), size.ours()));
        return _ -> Hit.Call.of("memory/fill", arguments);
    }
}
