package dev.shakeout.dialects.litmus;

import dev.shakeout.model.Json;
import java.util.List;

/** What an experiment keeps of Litmus: which activities, probes and guards are of which fault. */
final class Extension {
    static final String NAME = "litmus";

    private Extension() {}

    static Json fault(Stage stage, List<Json> actions, List<Json> probes) {
        return Json.object(
                "engine",
                stage.engine(),
                "fault",
                stage.fault(),
                "weight",
                stage.weight(),
                "actions",
                Json.of(actions),
                "probes",
                Json.of(probes));
    }

    static Json probe(Check check, List<Json> reads) {
        return Json.object(
                "name", check.name(), "type", check.type(), "mode", check.mode().word(), "reads", Json.of(reads));
    }

    /** @param where before, during or after for the hypothesis; method; guard */
    static Json read(String where, String name) {
        return Json.object("in", where, "name", name);
    }
}
