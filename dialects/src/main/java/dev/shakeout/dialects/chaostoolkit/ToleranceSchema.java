package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.schema.Definitions;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Json;
import dev.shakeout.model.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@link Tolerances} reads. */
final class ToleranceSchema {
    private final ProviderSchema providers;
    private final Rules rules;
    private final Schema tolerance;

    ToleranceSchema(ProviderSchema providers, Rules rules, Definitions definitions) {
        this.providers = providers;
        this.rules = rules;
        this.tolerance = definitions.add("tolerance", tolerance(definitions));
    }

    Schema any() {
        return tolerance;
    }

    /** A halt condition must not wait for a second probe. */
    Schema withoutProbe() {
        List<Json> forms = Tolerances.FORMS.words().keySet().stream()
                .filter(form -> !form.equals("probe"))
                .map(Json::of)
                .toList();
        return tolerance.with("properties", Json.object("type", Json.object("enum", Json.of(forms))));
    }

    private Schema tolerance(Definitions definitions) {
        Schema form = Schema.of(Tolerances.FORMS)
                .meaning(
                        "regex",
                        "A regular expression is found in the output.",
                        "jsonpath",
                        "A JSONPath finds the values that are expected, or as many as are.",
                        "range",
                        "A number lies between two bounds.",
                        "slo",
                        "Latency and errors of many requests stay under limits; goes with load.",
                        "probe",
                        "Another probe is given the output as its argument 'value' and says whether it will do.");
        var kinds = Stream.of("integer", "string", "boolean", "array", "object");
        return ObjectSchema.of()
                .required("type", form)
                .when("type", "regex", definitions.add("tolerance-regex", regex()))
                .when("type", "jsonpath", definitions.add("tolerance-jsonpath", jsonPath()))
                .when("type", "range", definitions.add("tolerance-range", range()))
                .when("type", "slo", definitions.add("tolerance-slo", slo()))
                .when("type", "probe", definitions.add("tolerance-probe", probe()))
                .more()
                .with("type", Json.of(kinds.map(Json::of).toList()))
                .with("minItems", Json.of(1))
                .described("A value to equal (a whole number is compared with 'status' where there is"
                        + " one), a list of two bounds or of allowed values, or an object with a type.")
                .with(
                        "examples",
                        Json.of(List.of(
                                Json.of(200),
                                Json.of(true),
                                Json.object("type", "slo", "p95", "200ms", "error-rate", "1%"))));
    }

    private Schema regex() {
        return ObjectSchema.of()
                .required("type", Schema.word("regex", "A regular expression is found in the output."))
                .filled(Tolerances.pattern(rules))
                .key(Tolerances.TARGET)
                .exactly(Tolerances.REGEX_KEYS, rules.ours())
                .schema();
    }

    private Schema jsonPath() {
        return ObjectSchema.of()
                .required("type", Schema.word("jsonpath", "What a JSONPath finds."))
                .filled(Tolerances.path(rules))
                .key(Tolerances.TARGET)
                .key(Tolerances.COUNT)
                .property(
                        "expect", Schema.ANY.described("The value that the path must find, or a list of all of them."))
                .exactly(Tolerances.JSONPATH_KEYS, rules.ours())
                .schema();
    }

    private Schema range() {
        return ObjectSchema.of()
                .required("type", Schema.word("range", "A number lies between two bounds."))
                .key(Tolerances.range(rules))
                .key(Tolerances.TARGET)
                .exactly(Tolerances.RANGE_KEYS, rules.ours())
                .schema();
    }

    private Schema probe() {
        return ObjectSchema.of()
                .required("type", Schema.word("probe", "Another probe says whether the output will do."))
                .key(Tolerances.NAME)
                .required("provider", providers.calls())
                .exactly(Tolerances.PROBE_KEYS, rules.ours())
                .schema();
    }

    private Schema slo() {
        Schema during = limits(ObjectSchema.of(), List.of());
        return limits(
                ObjectSchema.of()
                        .required("type", Schema.word("slo", "Limits on many requests, of the probe load."))
                        .optional(
                                "during",
                                during.described("Other limits while faults are on; the same ones unless given.")
                                        .orPlaceholder()),
                SloLimits.OUTER_KEYS);
    }

    private Schema limits(ObjectSchema slo, List<String> others) {
        Schema latency = Schema.of(SloLimits.LATENCY).orPlaceholder();
        for (String key : SloLimits.LATENCIES) {
            String share = key.equals("max") ? "every request" : key.substring(1) + "% of the requests";
            slo.property(key, latency.described("The time within which " + share + " must be answered."));
        }
        var keys = new ArrayList<>(SloLimits.KEYS);
        keys.addAll(others);
        return slo.filled(SloLimits.ERROR_RATE)
                .filled(SloLimits.MIN_SAMPLES)
                .matching(
                        "^(?!(?:" + String.join("|", SloLimits.LATENCIES) + ")$)" + SloLimits.PERCENTILE + "$", latency)
                .exactly(keys, rules.ours())
                .schema();
    }
}
