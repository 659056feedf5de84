package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files that are slow or fail, are read wrongly, or of which something else is told than is true. */
final class IoChaos implements Kind {
    private static final Type<String> ACTIONS = Type.choice("latency", "fault", "attrOverride", "mistake");
    static final Map<String, String> FAULTS = Map.of(
            "latency", "disk/delay",
            "fault", "disk/error",
            "attrOverride", "disk/attributes",
            "mistake", "disk/corrupt");
    private static final Field ACTION = Field.kept(
            "spec.action",
            "the fault: disk/delay for latency, disk/error for fault, disk/attributes for attrOverride, disk/corrupt for"
                    + " mistake");
    private static final Field VOLUME = Field.kept("spec.volumePath", "path");
    private static final Field PATH = Field.kept(
                    "spec.path", "path, where it means a folder with all that is in it, as /data/logs/**/*")
            .or(new Fidelity.NotSupported(
                    "whole folders are hit, so it must be one with all that is in it: /data/logs/**/*"));
    private static final Fidelity COARSE = new Fidelity.Approximated(
            "operations; kinds of calls are coarser there, so that calls of the same kind are hit too");
    private static final Field METHODS = Field.kept("spec.methods", "operations; all if not given")
            .or(COARSE)
            .or(new Fidelity.NotSupported(
                    "one of these calls cannot be hit alone; those that can: " + String.join(", ", Operations.known())))
            .or(IoWrongly.READ)
            .or(IoWrongly.READ_ALONE)
            .or(IoWrongly.NOT_READ)
            .or(IoWrongly.TOLD)
            .or(IoWrongly.NOT_TOLD);
    private static final Field PERCENT = Field.kept("spec.percent", "percent");
    private static final Field DELAY =
            Field.kept("spec.delay", "latency of disk/delay").or(NetworkChaos.IDLE);
    private static final Map<Integer, String> ERRORS = Map.ofEntries(
            Map.entry(1, "EPERM"),
            Map.entry(2, "ENOENT"),
            Map.entry(5, "EIO"),
            Map.entry(11, "EAGAIN"),
            Map.entry(12, "ENOMEM"),
            Map.entry(13, "EACCES"),
            Map.entry(16, "EBUSY"),
            Map.entry(24, "EMFILE"),
            Map.entry(28, "ENOSPC"),
            Map.entry(30, "EROFS"),
            Map.entry(110, "ETIMEDOUT"),
            Map.entry(116, "ESTALE"),
            Map.entry(122, "EDQUOT"));
    private static final Field ERRNO = Field.kept("spec.errno", "errno of disk/error, by its name")
            .or(new Fidelity.NotSupported(
                    "disk/error knows the numbers 1, 2, 5, 11, 12, 13, 16, 24, 28, 30, 110, 116 and 122"))
            .or(NetworkChaos.IDLE);

    @Override
    public String name() {
        return "IOChaos";
    }

    @Override
    public String introduction() {
        return "`latency` is `disk/delay`, `fault` is `disk/error`, `attrOverride` is `disk/attributes`, and `mistake` is"
                + " `disk/corrupt`, which changes what is read and never what is written.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ACTION));
        fields.addAll(Selection.fields());
        fields.addAll(List.of(Containers.NAMES_OR_FIRST, VOLUME, PATH, METHODS, PERCENT, DELAY, ERRNO));
        fields.addAll(IoWrongly.fields());
        return fields;
    }

    @Override
    public List<Origin> origins() {
        var wrongly = Stream.of(
                        IoWrongly.mistake(Origin.of("disk/corrupt").set(ACTION, Json.of("mistake")))
                                .set(METHODS, Json.of(List.of(Json.of("read")))),
                        IoWrongly.override(Origin.of("disk/attributes").set(ACTION, Json.of("attrOverride"))))
                .map(IoChaos::everywhere);
        var calls = Stream.of(
                        Origin.of("disk/delay").set(ACTION, Json.of("latency")).put("latency", DELAY, Form.SPAN),
                        Origin.of("disk/error").set(ACTION, Json.of("fault")).put("errno", ERRNO, NUMBER, Json.of(5)))
                .map(origin -> everywhere(origin).put("operations", METHODS, CALLS, calls(List.of("read", "write"))));
        return Stream.concat(calls, wrongly).toList();
    }

    private static Origin everywhere(Origin origin) {
        return origin.put("path", VOLUME, Form.TEXT).put("percent", PERCENT, Form.WHOLE_PERCENT);
    }

    private static final Form CALLS = Form.always(operations -> calls(
            operations instanceof Json.Arr(var items)
                    ? items.stream().map(Json::text).toList()
                    : List.of(operations.text().split("\\s*,\\s*"))));
    private static final Form NUMBER = Form.always(name -> Json.of(ERRORS.entrySet().stream()
            .filter(error -> error.getValue().equals(name.text()))
            .findFirst()
            .orElseThrow()
            .getKey()));

    private static Json calls(List<String> operations) {
        return Json.of(Operations.members(operations).stream().map(Json::of).toList());
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        Optional<String> action = spec.demand(ACTION, "; it must be " + ACTIONS.allowed())
                ? spec.look(ACTION, ACTIONS)
                : Optional.empty();
        spec.record(ACTION);
        Draft arguments = Draft.at(spec.position());
        path(spec, arguments);
        boolean error = action.equals(Optional.of("fault"));
        String fault = action.map(FAULTS::get).orElse("disk/delay");
        if (action.equals(Optional.of("latency"))) {
            spec.require(DELAY, GoDuration.TYPE)
                    .ifPresent(delay -> arguments.put("latency", spec.positionOf(DELAY), GoDuration.ours(delay)));
        } else {
            spec.record(DELAY, NetworkChaos.IDLE);
        }
        errno(spec, error, arguments);
        var wrongly = IoWrongly.read(spec, action.orElse(""), arguments);
        if (wrongly.isPresent()) {
            Fidelity way = wrongly.get().of(spec.look(METHODS, Type.texts()).orElse(List.of()));
            spec.record(METHODS, way);
            if (spec.look(METHODS).isEmpty()) {
                spec.note(METHODS, way);
            }
        } else {
            operations(spec, arguments);
        }
        spec.take(PERCENT, Type.integer(0, 100))
                .ifPresent(share -> arguments.put("percent", spec.positionOf(PERCENT), Json.of(share + "%")));
        return Containers.in(
                spec,
                selection.hits(List.of(_ -> Hit.Call.of(fault, arguments)), Ends.read(spec, context)),
                Containers.NAMES_OR_FIRST);
    }

    private static void path(Sheet spec, Draft arguments) {
        Optional<String> volume = spec.require(VOLUME, Type.text());
        Optional<String> narrowed = spec.look(PATH, Type.text())
                .filter(path -> !path.isEmpty())
                .map(path -> path.replaceFirst("/\\*\\*(?:/\\*)?$", ""));
        boolean whole = narrowed.isEmpty()
                || (!narrowed.get().matches(".*[*?\\[{].*")
                        && (narrowed.get().equals(volume.orElse(""))
                                || !narrowed.equals(spec.look(PATH, Type.text()))));
        spec.record(PATH, PATH.ways().get(whole ? 0 : 1));
        narrowed.or(() -> volume)
                .ifPresent(path ->
                        arguments.put("path", spec.positionOf(narrowed.isPresent() ? PATH : VOLUME), Json.of(path)));
    }

    private static void errno(Sheet spec, boolean used, Draft arguments) {
        if (used && !spec.demand(ERRNO, "; it must be the number of an error, such as 5 for EIO")) {
            return;
        }
        spec.take(
                        ERRNO,
                        Type.integer(0, 4095),
                        number -> ERRNO.ways().get(!used ? 2 : ERRORS.containsKey(number) ? 0 : 1))
                .filter(_ -> used)
                .ifPresent(number ->
                        arguments.put("errno", spec.positionOf(ERRNO), Json.of(ERRORS.getOrDefault(number, "EIO"))));
    }

    private static void operations(Sheet spec, Draft arguments) {
        List<String> methods = spec.look(METHODS, Type.texts()).orElse(List.of());
        boolean known = Operations.known().containsAll(methods);
        Set<String> operations = new LinkedHashSet<>();
        methods.forEach(method -> operations.add(Operations.of(method).orElse("read")));
        boolean exact = methods.containsAll(Operations.members(operations));
        spec.record(METHODS, METHODS.ways().get(methods.isEmpty() ? 0 : !known ? 2 : exact ? 0 : 1));
        List<String> all = methods.isEmpty() ? Operations.all() : List.copyOf(operations);
        arguments.put(
                "operations",
                spec.positionOf(METHODS),
                Json.of(all.stream().map(Json::of).toList()));
    }
}
