package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code replace} and {@code patch} of an HTTPChaos. */
final class HttpChanges {
    private static final Field REPLACE = Field.kept("spec.replace", "the faults");
    private static final Field BODY = Field.kept("spec.replace.body", "body of http/replace, decoded from base64");
    private static final Field CODE = Field.kept("spec.replace.code", "status of http/replace")
            .or(new Fidelity.Kept("status of http/patch, without a body"))
            .or(new Fidelity.Kept("nothing: a request has no code"));
    private static final Field PATH =
            Field.kept("spec.replace.path", "to-path of http/replace; of http/patch without a body");
    private static final Field METHOD =
            Field.kept("spec.replace.method", "to-method of http/replace; of http/patch without a body");
    private static final Field QUERIES = Field.kept("spec.replace.queries", "query of http/patch");
    private static final Field HEADERS = Field.kept("spec.replace.headers", "headers of http/patch");
    private static final Field PATCH = Field.kept("spec.patch", "http/patch");
    private static final Field PATCH_BODY = Field.kept("spec.patch.body", "body of http/patch");
    private static final Field PATCH_TYPE =
            Field.kept("spec.patch.body.type", "nothing: JSON, by RFC 7396, is all there is");
    private static final Field PATCH_VALUE = Field.kept("spec.patch.body.value", "body of http/patch");
    private static final Fidelity SET = new Fidelity.Approximated(
            "headers or query of http/patch, which are set and not added; of several with one name the last");
    private static final Field PATCH_QUERIES = new Field("spec.patch.queries", List.of(SET));
    private static final Field PATCH_HEADERS = new Field("spec.patch.headers", List.of(SET));

    /** A fault and what it changes, without which requests. */
    record Change(String fault, Tree.Obj arguments) {}

    private HttpChanges() {}

    static List<Field> fields() {
        return List.of(
                BODY, CODE, PATH, METHOD, QUERIES, HEADERS, PATCH_TYPE, PATCH_VALUE, PATCH_QUERIES, PATCH_HEADERS);
    }

    /** The faults of ours that are these changes. */
    static List<Origin> origins() {
        return List.of(
                Origin.of("http/status")
                        .by(ANSWER, (arguments, own, spec) -> {
                            arguments.note(own, own.ways().getFirst());
                            spec.put(CODE, 503);
                        })
                        .put("status", CODE, Form.WHOLE)
                        .put("body", BODY, ENCODED),
                Origin.of("http/replace")
                        .put("body", BODY, ENCODED)
                        .put("status", CODE, Form.WHOLE)
                        .put("to-path", PATH, Form.TEXT)
                        .put("to-method", METHOD, Form.TEXT),
                Origin.of("http/patch")
                        .put("status", CODE, Form.WHOLE)
                        .put("to-path", PATH, Form.TEXT)
                        .put("to-method", METHOD, Form.TEXT)
                        .put("headers", HEADERS, Form.SAME)
                        .put("query", QUERIES, Form.SAME)
                        .by(Field.kept(Origin.path("body"), "spec.patch.body"), (arguments, own, spec) -> {
                            arguments.record(own);
                            arguments
                                    .look(own)
                                    .ifPresent(patch -> spec.put(PATCH_TYPE, "JSON")
                                            .put(
                                                    PATCH_VALUE,
                                                    JsonWriter.write(patch.json())
                                                            .strip()));
                        }));
    }

    private static final Field ANSWER = Field.approximated(
            Origin.path("status"),
            "spec.replace.code: the service hears of the request, and its answer keeps its content where no body is given");
    private static final Form ENCODED = Form.always(
            body -> Json.of(Base64.getEncoder().encodeToString(body.text().getBytes(StandardCharsets.UTF_8))));

    static void read(Sheet spec, boolean response, List<Change> into) {
        spec.open(REPLACE).ifPresent(sheet -> replace(sheet, response, into));
        spec.open(PATCH).ifPresent(sheet -> patch(sheet, into));
    }

    private static void replace(Sheet sheet, boolean response, List<Change> into) {
        Optional<String> body = sheet.take(BODY, new Decoded());
        Optional<String> path = sheet.take(PATH, Type.text());
        Optional<String> method = sheet.take(METHOD, Type.text());
        Optional<Integer> code = sheet.take(
                        CODE, Type.integer(200, 599), _ -> CODE.ways().get(!response ? 2 : body.isPresent() ? 0 : 1))
                .filter(_ -> response);
        Draft head = Draft.at(sheet.position());
        path.ifPresent(text -> head.put("to-path", sheet.positionOf(PATH), Json.of(text)));
        method.ifPresent(text -> head.put("to-method", sheet.positionOf(METHOD), Json.of(text)));
        code.ifPresent(status -> head.put("status", sheet.positionOf(CODE), Json.of((long) status)));
        var changed = new Arguments(sheet, body.isPresent() ? Draft.at(sheet.position()) : head)
                .map(QUERIES, "query")
                .map(HEADERS, "headers");
        body.ifPresent(text -> into.add(new Change(
                "http/replace",
                Draft.at(sheet.position())
                        .put("body", sheet.positionOf(BODY), Json.of(text))
                        .all(head.tree())
                        .tree())));
        if (!changed.draft().isEmpty()) {
            into.add(new Change("http/patch", changed.tree()));
        }
    }

    private static void patch(Sheet sheet, List<Change> into) {
        var arguments = new Arguments(sheet, Draft.at(sheet.position()));
        sheet.open(PATCH_BODY).ifPresent(body -> {
            body.require(PATCH_TYPE, Type.choice("JSON"));
            body.require(PATCH_VALUE, new Patch())
                    .ifPresent(value -> arguments.draft().put("body", body.positionOf(PATCH_VALUE), value));
        });
        for (Field field : List.of(PATCH_QUERIES, PATCH_HEADERS)) {
            String key = field.equals(PATCH_QUERIES) ? "query" : "headers";
            sheet.take(field, new Pairs()).ifPresent(pairs -> arguments.put(field, key, pairs));
        }
        if (!arguments.draft().isEmpty()) {
            into.add(new Change("http/patch", arguments.tree()));
        }
    }

    /** Bytes, which JSON and YAML hold as base64. */
    private record Decoded() implements Type<String> {
        @Override
        public String name() {
            return "text";
        }

        @Override
        public String allowed() {
            return "text in base64";
        }

        @Override
        public String parse(Json json) {
            try {
                return new String(Base64.getDecoder().decode(json.text().strip()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                throw new BadValue("it is not base64");
            }
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }

    /** A text that holds an object of JSON. */
    private record Patch() implements Type<Json> {
        @Override
        public String name() {
            return "map";
        }

        @Override
        public String allowed() {
            return "an object of JSON, as text";
        }

        @Override
        public Json parse(Json json) {
            try {
                if (JsonReader.read("value", json.text()) instanceof Json.Obj object) {
                    return object;
                }
            } catch (InvalidInput _) {
                // the message below says what is allowed
            }
            throw new BadValue("the text is no object of JSON");
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }

    /** [[name, value], …] */
    private record Pairs() implements Type<Map<String, String>> {
        @Override
        public String name() {
            return "list";
        }

        @Override
        public String allowed() {
            return "a list of pairs: [[name, value]]";
        }

        @Override
        public Map<String, String> parse(Json json) {
            var pairs = new LinkedHashMap<String, String>();
            if (!(json instanceof Json.Arr(var items))) {
                throw new BadValue("found " + json.kind());
            }
            for (Json item : items) {
                List<String> pair = Type.texts().parse(item);
                if (pair.size() != 2) {
                    throw new BadValue("found a pair of " + pair.size());
                }
                pairs.put(pair.get(0), pair.get(1));
            }
            return pairs;
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "array");
        }
    }
}
