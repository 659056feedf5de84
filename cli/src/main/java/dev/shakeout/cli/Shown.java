package dev.shakeout.cli;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** One thing that a server has, with all its members: a line for each, or as JSON. */
final class Shown {
    private static final String JSON = "--json";

    private Shown() {}

    static OptionSpec option() {
        return Options.flag(JSON, "Print it as JSON.");
    }

    static int tell(Json.Obj found, ActCommand.Order order) {
        if (order.given().matchedOptionValue(JSON, false)) {
            order.terminal().print(found.compact());
        } else {
            lines(found, "").forEach(order.terminal()::line);
        }
        return Exit.OK;
    }

    private static List<String> lines(Json.Obj object, String indent) {
        var lines = new ArrayList<String>();
        object.members().forEach((key, value) -> {
            switch (value) {
                case Json.Obj inner
                when !inner.members().isEmpty() -> {
                    lines.add(indent + key + ":");
                    lines.addAll(lines(inner, indent + "  "));
                }
                case Json.Arr(var items)
                when !items.isEmpty() -> {
                    lines.add(indent + key + ":");
                    items.forEach(item -> lines.addAll(item(item, indent + "  ")));
                }
                case Json other -> lines.add((indent + key + ": " + text(other)).stripTrailing());
            }
        });
        return lines;
    }

    private static List<String> item(Json item, String indent) {
        if (!(item instanceof Json.Obj object) || object.members().isEmpty()) {
            return List.of(indent + "- " + text(item));
        }
        List<String> lines = new ArrayList<>(lines(object, indent + "  "));
        lines.set(0, indent + "- " + lines.getFirst().strip());
        return lines;
    }

    private static String text(Json value) {
        return switch (value) {
            case Json.Obj _ -> "";
            case Json.Arr _ -> "";
            case Json other -> other.text().strip().replace("\n", "\n    ");
        };
    }
}
