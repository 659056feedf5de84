package dev.shakeout.cli;

import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;

/**
 * A call to one of our own providers.
 *
 * @param probe whether it is to read something; otherwise it is to act
 */
record CallOffer(Descriptor kind, boolean probe) implements Offer {
    @Override
    public String title() {
        return name() + ": " + (probe ? "" : "as an action: ") + kind.summary();
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public String help() {
        return kind.summary();
    }

    @Override
    public Json.Obj provider(Questions questions) {
        var provider = new LinkedHashMap<String, Json>();
        provider.put("type", Json.of(kind.name()));
        provider.putAll(ParameterQuestions.required(kind.parameters(), questions));
        return new Json.Obj(provider);
    }
}
