package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A key of a config map or of a secret. Its value is put aside under another key of the same object and moved back, so it
 * never leaves the API server: it stands in no plan, no journal, no ledger and on no command line.
 */
record ConfigKey(ApiRung.Site site, String key, String section) {
    static final Parameter<String> KEY = Parameter.required("key", Type.text(), "The key, such as application.yaml.");

    private static final int LONGEST_KEY = 253;

    /** @throws ApiRung.Unfit there is no such key, or nothing may be changed */
    static ConfigKey of(ApiRung.Site site) throws ApiRung.Unfit {
        return of(site, KEY);
    }

    /** @param named the parameter that names the key */
    static ConfigKey of(ApiRung.Site site, Parameter<String> named) throws ApiRung.Unfit {
        String key = site.arguments().get(named);
        Resource object = site.resource();
        if (object.text("immutable").equals("true")) {
            throw new ApiRung.Unfit(site.target() + " is immutable");
        }
        for (String section : List.of("data", "binaryData")) {
            if (object.at(section, key).isPresent()) {
                return new ConfigKey(site, key, section);
            }
        }
        var keys = new TreeSet<String>();
        for (String section : List.of("data", "binaryData")) {
            if (object.at(section).orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
                keys.addAll(members.keySet());
            }
        }
        throw new ApiRung.Unfit(site.target() + " has no key '" + key + "'; it has "
                + (keys.isEmpty() ? "none" : String.join(", ", keys)));
    }

    /** The text as this object holds it. */
    Json written(String text) {
        return Json.of(isPlain() ? text : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What it holds; whoever asks must see to it that nothing secret of it is written anywhere. */
    byte[] value() throws ApiRung.Unfit {
        String held = site.resource().text(section, key);
        if (isPlain()) {
            return held.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(held);
        } catch (IllegalArgumentException _) {
            throw new ApiRung.Unfit(key + " of " + site.target() + " is not in base 64");
        }
    }

    private boolean isPlain() {
        return site.resource().type() == ResourceType.CONFIG_MAP && section.equals("data");
    }

    boolean is(Json value) {
        return site.resource().at(section, key).equals(Optional.of(value));
    }

    /**
     * Puts the value aside, and this in its place.
     *
     * @param ours empty for nothing
     * @throws ApiRung.Unfit the API server would not take it, as some types of secrets must have some keys
     */
    Prepared replaced(String what, Optional<Json> ours) throws IOException, ApiRung.Unfit {
        String aside = key + ".shakeout-" + ApiRung.Site.freshToken();
        if (aside.length() > LONGEST_KEY) {
            throw new ApiRung.Unfit(
                    "key " + key + " is too long to be put aside under a name of " + LONGEST_KEY + " characters");
        }
        var field = new AsideField(Field.pointer(section, key), Field.pointer(section, aside), ours);
        requireTaken(field);
        return new Prepared(
                List.of(site.change(what, field)),
                site.state(
                        "whether " + key + " of " + site.target() + " is changed",
                        object -> object.at(section, key).equals(ours),
                        object -> object.at(section, key).equals(ours)
                                ? ours.isPresent() ? "has another value" : "lacks the key"
                                : "has the key with a value that is not ours"),
                List.of(
                        "pods see it in mounted files after about a minute, in environment variables and subPath mounts only"
                                + " when they are made anew",
                        "meanwhile the value stands beside it as " + aside + ", which mounted folders show too"));
    }

    private void requireTaken(Field field) throws IOException, ApiRung.Unfit {
        Cluster cluster = site.cluster();
        var patch = new ArrayList<>(field.apply());
        var answer = cluster.send(
                "PATCH",
                site.resource().path() + "?dryRun=All",
                SetBack.PATCH,
                Json.of(patch).compact());
        if (!answer.ok()) {
            throw new ApiRung.Unfit(cluster.refusal("change " + key + " of " + site.target(), answer));
        }
    }
}
