package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that are read wrongly, and attributes that are told wrongly (api/v1alpha1/iochaos_types.go). */
final class IoWrongly {
    static final Fidelity READ = new Fidelity.Kept("nothing: what is read is changed");
    static final Fidelity READ_ALONE = new Fidelity.Approximated(
            "nothing: only what is read is changed, as what is written wrongly would stay so");
    static final Fidelity NOT_READ = new Fidelity.NotSupported(
            "only what is read is changed, as what is written wrongly would stay so; name read");
    static final Fidelity TOLD = new Fidelity.Kept("nothing: attributes are told by getattr");
    static final Fidelity NOT_TOLD =
            new Fidelity.NotSupported("attributes are told by getattr; name it, or leave methods out");

    private static final String IN_ATTR = "spec.attr.";
    private static final String IN_MISTAKE = "spec.mistake.";

    private static final Field ATTR =
            Field.kept("spec.attr", "attributes of disk/attributes").or(NetworkChaos.IDLE);
    private static final Field PERM = Field.kept(IN_ATTR + "perm", "mode, in octal");
    private static final Map<Field, String> NUMBERS = numbers();
    private static final Map<Field, String> MOMENTS = moments();
    private static final List<Field> OTHERS = List.of(
            Field.notSupported(IN_ATTR + "ino", "the number of a file stays as it is; leave it out"),
            Field.notSupported(IN_ATTR + "blocks", "the blocks of a file stay as they are; leave it out"),
            Field.notSupported(IN_ATTR + "kind", "a file stays what it is; leave it out"),
            Field.notSupported(IN_ATTR + "rdev", "the number of a device stays as it is; leave it out"));

    private static final Field MISTAKE =
            Field.kept("spec.mistake", "disk/corrupt").or(NetworkChaos.IDLE);
    private static final Field FILLING = Field.kept(IN_MISTAKE + "filling", "filling");
    private static final Field PLACES = Field.kept(IN_MISTAKE + "maxOccurrences", "places, 1 if not given");
    private static final Field LENGTH = Field.kept(IN_MISTAKE + "maxLength", "length, 1 if not given");

    private IoWrongly() {}

    /** What becomes of the methods that are named. */
    interface Methods {
        Fidelity of(List<String> methods);
    }

    private static Map<Field, String> numbers() {
        var fields = new LinkedHashMap<Field, String>();
        fields.put(Field.kept(IN_ATTR + "uid", "uid"), "uid");
        fields.put(Field.kept(IN_ATTR + "gid", "gid"), "gid");
        fields.put(Field.kept(IN_ATTR + "nlink", "links"), "links");
        fields.put(Field.kept(IN_ATTR + "size", "size"), "size");
        return fields;
    }

    private static Map<Field, String> moments() {
        var fields = new LinkedHashMap<Field, String>();
        fields.put(Field.kept(IN_ATTR + "atime", "accessed"), "accessed");
        fields.put(Field.kept(IN_ATTR + "mtime", "modified"), "modified");
        fields.put(Field.kept(IN_ATTR + "ctime", "changed"), "changed");
        return fields;
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(ATTR, PERM));
        fields.addAll(NUMBERS.keySet());
        fields.addAll(MOMENTS.keySet());
        fields.addAll(OTHERS);
        fields.addAll(List.of(MISTAKE, FILLING, PLACES, LENGTH));
        return fields;
    }

    /** Empty for an action that is another one, with which all this is idle. */
    static Optional<Methods> read(Sheet spec, String action, Draft arguments) {
        boolean told = action.equals("attrOverride");
        boolean misread = action.equals("mistake");
        if (told && spec.demand(ATTR, "; it says which attributes are told")) {
            spec.record(ATTR);
            spec.open(ATTR).ifPresent(attr -> attributes(attr, arguments));
        } else {
            spec.record(ATTR, NetworkChaos.IDLE);
        }
        if (misread && spec.demand(MISTAKE, "; it says what is read instead")) {
            spec.record(MISTAKE);
            spec.open(MISTAKE).ifPresent(mistake -> mistake(mistake, arguments));
        } else {
            spec.record(MISTAKE, NetworkChaos.IDLE);
        }
        return told ? Optional.of(IoWrongly::told) : misread ? Optional.of(IoWrongly::misread) : Optional.empty();
    }

    private static Fidelity told(List<String> methods) {
        return methods.isEmpty() || methods.contains("getattr") ? TOLD : NOT_TOLD;
    }

    private static Fidelity misread(List<String> methods) {
        return methods.equals(List.of("read"))
                ? READ
                : methods.isEmpty() || methods.contains("read") ? READ_ALONE : NOT_READ;
    }

    private static void mistake(Sheet mistake, Draft arguments) {
        mistake.require(FILLING, Type.choice("zero", "random"))
                .ifPresent(filling -> arguments.put("filling", mistake.positionOf(FILLING), Json.of(filling)));
        mistake.take(PLACES, Type.integer(1, 1000))
                .ifPresent(places -> arguments.put("places", mistake.positionOf(PLACES), Json.of((long) places)));
        mistake.take(LENGTH, Type.integer(1, 1 << 20))
                .ifPresent(length -> arguments.put("length", mistake.positionOf(LENGTH), Json.of((long) length)));
    }

    private static void attributes(Sheet attr, Draft arguments) {
        Json.Obj[] all = {Json.Obj.EMPTY};
        attr.take(PERM, Type.integer(0, 07777))
                .ifPresent(perm -> all[0] = all[0].with("mode", Json.of("%04o".formatted(perm))));
        NUMBERS.forEach((field, ours) -> attr.take(field, Type.integer(0, Integer.MAX_VALUE))
                .ifPresent(number -> all[0] = all[0].with(ours, Json.of((long) number))));
        MOMENTS.forEach((field, ours) ->
                moment(attr, field).ifPresent(moment -> all[0] = all[0].with(ours, Json.of(moment.toString()))));
        OTHERS.forEach(attr::record);
        if (all[0].members().isEmpty()
                && OTHERS.stream().allMatch(field -> attr.look(field).isEmpty())) {
            attr.problems().at(attr.position(), "'attr' is empty; say which attributes are told, such as perm");
        }
        arguments.put("attributes", attr.position(), all[0]);
    }

    private static Optional<Instant> moment(Sheet attr, Field field) {
        return attr.take(field, Type.object()).flatMap(given -> {
            try {
                return Optional.of(Instant.ofEpochSecond(number(given, "sec"), number(given, "nsec")));
            } catch (RuntimeException e) {
                attr.wrong(field, "it must be an object with sec, in seconds since 1970, and nsec");
                return Optional.empty();
            }
        });
    }

    private static long number(Json.Obj given, String key) {
        return given.get(key).map(value -> Long.parseLong(value.text())).orElse(0L);
    }

    static Origin mistake(Origin origin) {
        return origin.put("filling", FILLING, Form.TEXT, Json.of("random"))
                .put("places", PLACES, Form.WHOLE)
                .put("length", LENGTH, Form.WHOLE);
    }

    static Origin override(Origin origin) {
        return origin.put("attributes", ATTR, Form.always(IoWrongly::theirs));
    }

    private static Json theirs(Json ours) {
        Json.Obj theirs = Json.Obj.EMPTY;
        for (var each : ((Json.Obj) ours).members().entrySet()) {
            String text = each.getValue().text();
            theirs = switch (each.getKey()) {
                case "mode" -> theirs.with("perm", Json.of((long) Integer.parseInt(text, 8)));
                case "links" -> theirs.with("nlink", Json.of(Long.parseLong(text)));
                case "accessed" -> theirs.with("atime", moment(text));
                case "modified" -> theirs.with("mtime", moment(text));
                case "changed" -> theirs.with("ctime", moment(text));
                default -> theirs.with(each.getKey(), Json.of(Long.parseLong(text)));
            };
        }
        return theirs;
    }

    private static Json moment(String text) {
        Instant moment = Instant.parse(text);
        return Json.object("sec", moment.getEpochSecond(), "nsec", (long) moment.getNano());
    }
}
