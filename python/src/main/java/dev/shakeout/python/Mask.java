package dev.shakeout.python;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps secrets out of what the user's code says when it fails: an exception may quote the address it was given. */
record Mask(List<String> secrets) {
    private static final String HIDDEN = "•••";

    /** What is shorter is no secret, and hiding it would garble every text. */
    private static final int SHORTEST = 3;

    static Mask of(Arguments arguments) {
        var found = new ArrayList<String>();
        gather(arguments.get(Surroundings.SECRETS), found);
        found.sort(Comparator.comparingInt(String::length).reversed()); // one may be part of another
        return new Mask(found);
    }

    private static void gather(Json json, List<String> found) {
        switch (json) {
            case Json.Obj(var members) -> members.values().forEach(value -> gather(value, found));
            case Json.Arr(var items) -> items.forEach(item -> gather(item, found));
            case Json.Str _, Json.Num _ -> {
                if (json.text().strip().length() >= SHORTEST) {
                    found.add(json.text());
                }
            }
            case Json.Bool _, Json.Null _ -> {}
        }
    }

    String hide(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, HIDDEN);
        }
        return shown;
    }

    ProbeFailed hide(ProbeFailed failure) {
        return new ProbeFailed(
                hide(String.valueOf(failure.getMessage())),
                failure.trace().stream().map(this::hide).toList());
    }
}
