package dev.shakeout.cli;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Sources;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an experiment again that was changed in the meantime; its values are known, so none is fetched twice. */
record Rereading(Inputs inputs, Vocabulary vocabulary, String name) {

    /** @throws dev.shakeout.model.InvalidInput when it is none any more */
    Experiment read(Json.Obj document, Json.Obj configuration, Json.Obj secrets) {
        Inputs known = inputs.withSources(Sources.CLOSED)
                .withChecks(Inputs.Checks.NONE)
                .withValues(Map.of(), groups(secrets));
        for (var value : configuration.members().entrySet()) {
            known = known.withVar(value.getKey(), value.getValue());
        }
        Json.Obj filled = document.with("configuration", configuration).with("secrets", secrets);
        return ExperimentReader.read(Tree.at(new Position(name, 1, 1), filled), known, vocabulary);
    }

    private static Map<String, Map<String, Json>> groups(Json.Obj secrets) {
        var groups = new LinkedHashMap<String, Map<String, Json>>();
        secrets.members().forEach((group, values) -> {
            if (values instanceof Json.Obj(var members)) {
                groups.put(group, members);
            }
        });
        return groups;
    }
}
