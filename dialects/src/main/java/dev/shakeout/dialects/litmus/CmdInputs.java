package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command, and what it must write. */
final class CmdInputs implements ProbeInputs {
    private static final String TYPE = "cmdProbe";
    private static final Field ALL = ProbeInputs.inputs(TYPE);
    private static final Field COMMAND = Field.kept(
                    ProbeInputs.path(TYPE, "command"), "provider process: sh -c, where Shakeout runs, not in a pod")
            .or(new Fidelity.Kept("provider pod-exec: /bin/sh -c in the pod of its source"))
            .or(new Fidelity.NotSupported(
                    "what another probe has read cannot be part of a command; let the command read it"));
    private static final Field SOURCE = Field.kept(ProbeInputs.path(TYPE, "source"), "nothing: the command is inline")
            .or(new Fidelity.Kept(
                    "a pod that object/create makes as long as the method lasts, in which pod-exec runs it"));
    /** How long Litmus, unless told otherwise, waits for a pod to run. */
    static final Duration START = Duration.ofMinutes(3);

    private static final Comparator COMPARATOR = new Comparator(ProbeInputs.path(TYPE, "comparator"), "stdout");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String introduction() {
        return "A probe of the provider `process`, whose tolerance is about what it writes. It runs on the host of Shakeout. With"
                + " a `source`, the fault `object/create` makes a pod, in which the provider `pod-exec` runs the command.";
    }

    @Override
    public Field field() {
        return ALL;
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(COMMAND, SOURCE));
        fields.addAll(CmdSource.fields());
        fields.addAll(COMPARATOR.fields());
        return fields;
    }

    @Override
    public Optional<Reading> read(Sheet inputs, RunProperties properties, Around around) {
        Optional<String> command = inputs.demand(COMMAND, "") ? inputs.look(COMMAND, Type.text()) : Optional.empty();
        boolean inline = inputs.look(SOURCE)
                .map(tree ->
                        tree.json().equals(Json.of("inline")) || tree.json().equals(Json.Obj.EMPTY))
                .orElse(true);
        inputs.record(SOURCE, SOURCE.ways().get(inline ? 0 : 1));
        inputs.record(
                COMMAND,
                COMMAND.ways().get(command.filter(text -> text.contains("{{")).isPresent() ? 2 : inline ? 0 : 1));
        Optional<Tree> tolerance = COMPARATOR.read(inputs).flatMap(found -> found.onText(inputs.problems()));
        Json line = Json.of(Draft.literal(command.orElse("")));
        if (inline) {
            Draft provider = Draft.at(inputs.position())
                    .put("type", "process")
                    .put("path", "sh")
                    .put("arguments", inputs.positionOf(COMMAND), Json.of(List.of(Json.of("-c"), line)));
            Timeouts.put(provider, properties);
            return command.isPresent() ? tolerance.map(limit -> new Reading(provider.tree(), limit)) : Optional.empty();
        }
        Optional<Changes.Pod> pod = inputs.open(SOURCE).flatMap(source -> CmdSource.pod(source, around));
        Draft provider = Draft.at(inputs.position())
                .put("type", "pod-exec")
                .put("command", inputs.positionOf(COMMAND), Json.of(List.of(Json.of("/bin/sh"), Json.of("-c"), line)))
                .put("within", GoDuration.ours(START));
        if (!properties.timeout().isZero()) {
            provider.put("timeout", GoDuration.ours(properties.timeout()));
        }
        return command.isPresent() && pod.isPresent()
                ? tolerance.map(limit -> new Reading(provider.tree(), limit, Changes.in(pod.get())))
                : Optional.empty();
    }
}
