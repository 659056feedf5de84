package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Optional;

/** Faults of ours in a JVM, as Chaos Mesh and chaosd have them. */
final class OwnJvm {
    private static final Field VALUE = Field.kept(Origin.path("value"), "the value; a text in quotation marks")
            .or(new Fidelity.Approximated(
                    "a text of one letter, in quotation marks; a method that returns a char is not given one"));
    private static final Field CORES = Field.kept(Origin.path("cores"), "the number of threads; 1 if not given")
            .or(new Fidelity.NotSupported(
                    "an object keeps processors busy or fills the heap there, not both; set cores to 0, or leave heap out, and"
                            + " write a fault for each"));
    private static final Field HEAP = Field.approximated(
            Origin.path("heap"), "the type of memory heap: more is taken there until the JVM has none left");

    private OwnJvm() {}

    /** Where each argument stands. */
    record Places(Field type, Field method, Field latency, Field value, Field exception, Field cores, Field memory) {}

    /** @param prefix of the action's name: "" or "jvm-" */
    static Origin origin(String name, String prefix, Field action, Places places) {
        Origin origin = Origin.of("jvm/" + name).set(action, Json.of(prefix + name));
        return switch (name) {
            case "latency" -> method(origin, places).put("latency", places.latency(), Form.WHOLE_MILLIS);
            case "return" ->
                method(origin, places).by(VALUE, (arguments, own, sketch) -> value(arguments, own, places, sketch));
            case "exception" ->
                method(origin, places).put("exception", places.exception(), Form.always(OwnJvm::thrown));
            case "stress" ->
                origin.by(CORES, (arguments, own, sketch) -> cores(arguments, own, places, sketch))
                        .by(HEAP, (arguments, own, sketch) -> {
                            arguments.record(own);
                            arguments.look(own).ifPresent(_ -> sketch.put(places.memory(), "heap"));
                        });
            default -> origin.momentary();
        };
    }

    static final List<String> NAMES = List.of("latency", "return", "exception", "stress", "gc");

    private static Origin method(Origin origin, Places places) {
        return origin.put("class", places.type(), Form.TEXT).put("method", places.method(), Form.TEXT);
    }

    /** An expression of Byteman. */
    private static void value(Sheet arguments, Field own, Places places, Sketch sketch) {
        arguments.look(own).ifPresent(given -> {
            String text = given.json().text();
            boolean expression = text.matches("-?[0-9.]+(?:[eE][-+]?[0-9]+)?[LlFfDd]?|true|false|null|\".*\"");
            arguments.record(own, own.ways().get(expression || text.length() != 1 ? 0 : 1));
            sketch.put(places.value(), expression ? text : Json.of(text).compact());
        });
    }

    /** A statement of Byteman. */
    private static Json thrown(Json exception) {
        String made = exception.text();
        return Json.of("throw new " + made + (made.endsWith(")") ? "" : "()"));
    }

    private static void cores(Sheet arguments, Field own, Places places, Sketch sketch) {
        Optional<Integer> given = arguments.look(own, Type.integer(0, 1024));
        int cores = given.orElse(1);
        boolean both = cores > 0 && arguments.look(HEAP).isPresent();
        if (given.isPresent()) {
            arguments.record(own, own.ways().get(both ? 1 : 0));
        } else {
            arguments.note(own, own.ways().get(both ? 1 : 0));
        }
        if (cores > 0) {
            sketch.put(places.cores(), cores);
        }
    }
}
