package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A query of Prometheus, and the number that it must give. */
final class PromInputs implements ProbeInputs {
    private static final String TYPE = "promProbe";
    private static final Field ALL = ProbeInputs.inputs(TYPE);
    private static final Field ENDPOINT =
            Field.kept(ProbeInputs.path(TYPE, "endpoint"), "url, with /api/v1/query after it");
    private static final Field QUERY = Field.kept(
            ProbeInputs.path(TYPE, "query"), "the query, compared by Prometheus itself: it gives 1 where it holds");
    private static final Field QUERY_PATH = Field.notSupported(
            ProbeInputs.path(TYPE, "queryPath"), "the file is in a pod of Litmus; write the query into query");
    private static final Comparator COMPARATOR =
            new Comparator(ProbeInputs.path(TYPE, "comparator"), "the query's one value");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String introduction() {
        return "A probe of the provider `http`, which asks Prometheus whether the comparison holds.";
    }

    @Override
    public Field field() {
        return ALL;
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ENDPOINT, QUERY, QUERY_PATH));
        fields.addAll(COMPARATOR.fields());
        return fields;
    }

    @Override
    public Optional<Reading> read(Sheet inputs, RunProperties properties, Around around) {
        Optional<String> endpoint = inputs.require(ENDPOINT, Type.text());
        Optional<String> query = inputs.take(QUERY, Type.text()).filter(text -> !text.isBlank());
        inputs.record(QUERY_PATH);
        if (query.isEmpty() && inputs.look(QUERY_PATH).isEmpty()) {
            inputs.demand(QUERY, "");
        }
        Optional<Comparison> comparison = COMPARATOR.read(inputs);
        if (endpoint.isEmpty() || comparison.isEmpty()) {
            return Optional.empty();
        }
        // it goes through a shell in Litmus, where quotes within it are escaped
        String asked = comparison.get().promQl(query.orElse("0").replace("\\\"", "\""));
        Draft provider = Draft.at(inputs.position())
                .put("type", "http")
                .put(
                        "url",
                        inputs.positionOf(ENDPOINT),
                        Json.of(Draft.literal(endpoint.get().replaceAll("/+$", "") + "/api/v1/query")))
                .put("arguments", inputs.positionOf(QUERY), Json.object("query", Draft.literal(asked)));
        Timeouts.put(provider, properties);
        return Optional.of(new Reading(
                provider.tree(),
                Tree.at(
                        comparison.get().position(),
                        Json.object(
                                "type",
                                "jsonpath",
                                "target",
                                "body",
                                "path",
                                "$.data.result[*].value[1]",
                                "expect",
                                "1"))));
    }
}
