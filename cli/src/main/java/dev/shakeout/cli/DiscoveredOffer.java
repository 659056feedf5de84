package dev.shakeout.cli;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A Python function that {@link DiscoverCommand} has found. */
record DiscoveredOffer(Json.Obj found) implements Offer {
    private static final Set<String> FILLED_IN = Set.of("secrets", "configuration");

    /** @throws InvalidInput when the file holds no discovery */
    static List<Offer> read(Path file) {
        Json document = JsonReader.read(file.toString(), Source.text(file));
        if (document instanceof Json.Obj discovery
                && discovery.get("activities").orElse(Json.Null.NULL) instanceof Json.Arr(var activities)) {
            return activities.stream()
                    .filter(Json.Obj.class::isInstance)
                    .<Offer>map(activity -> new DiscoveredOffer((Json.Obj) activity))
                    .toList();
        }
        throw new InvalidInput(Problem.of(
                file + ": no discovery: it has no list 'activities'; make one with: shakeout discover PACKAGE"));
    }

    @Override
    public String title() {
        return name();
    }

    @Override
    public String name() {
        return text("name");
    }

    @Override
    public String help() {
        return text("doc");
    }

    @Override
    public boolean probe() {
        return text("type").equals("probe");
    }

    private String text(String key) {
        return found.get(key)
                .filter(value -> value != Json.Null.NULL)
                .map(Json::text)
                .orElse("");
    }

    @Override
    public Json.Obj provider(Questions questions) {
        var arguments = new LinkedHashMap<String, Json>();
        if (found.get("arguments").orElse(Json.Null.NULL) instanceof Json.Arr(var written)) {
            for (Json each : written) {
                if (each instanceof Json.Obj argument) {
                    String name = argument.get("name").map(Json::text).orElse("");
                    if (!FILLED_IN.contains(name)) {
                        arguments.put(name, value(name, argument, questions));
                    }
                }
            }
        }
        return Json.object(
                "type", "python", "module", text("mod"), "func", name(), "arguments", new Json.Obj(arguments));
    }

    private static Json value(String name, Json.Obj argument, Questions questions) {
        Optional<Json> standard = argument.get("default");
        String type = argument.get("type").map(Json::text).orElse("object");
        Optional<String> shown = standard.map(value -> value == Json.Null.NULL ? "" : value.text());
        return questions.value("Argument's value for '" + name + "'", shown, answer -> {
            if (answer.equals(shown.orElse(null))) {
                return standard.orElse(Json.Null.NULL);
            }
            return read(type, answer);
        });
    }

    /** By the portable names of Python's types (chaoslib/discovery/discover.py); what they do not say, the text says. */
    private static Json read(String type, String answer) {
        return switch (type) {
            case "integer" -> new Json.Num(whole(answer));
            case "number" -> new Json.Num(Type.number(-1e300, 1e300).parse(Json.of(answer)));
            case "boolean" -> Json.of(flag(answer));
            case "string", "byte" -> Json.of(answer);
            default -> TypedAnswer.plain(answer);
        };
    }

    private static BigDecimal whole(String answer) {
        try {
            return new BigDecimal(new BigInteger(answer.strip()));
        } catch (NumberFormatException _) {
            throw new BadValue("'" + answer + "' is not a valid integer.");
        }
    }

    private static boolean flag(String answer) {
        return switch (answer.strip().toLowerCase(Locale.ROOT)) {
            case "1", "true", "t", "yes", "y", "on" -> true;
            case "0", "false", "f", "no", "n", "off" -> false;
            default -> throw new BadValue("'" + answer + "' is not a valid boolean.");
        };
    }
}
