package dev.shakeout.server.channel;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Nearest;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with names in double braces, {{verdict}}, and nothing else that would be carried out. */
record Template(String text) {
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    /** @throws BadValue it uses a name that there is not */
    Template {
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            String name = field.group(1);
            if (!Notice.fields().contains(name)) {
                throw new BadValue("'template' uses {{" + name + "}}, which there is not"
                        + Nearest.suggestion(name, Notice.fields()) + "; there are: "
                        + String.join(", ", Notice.fields()));
            }
        }
    }

    /** @param written how a value stands where it is put */
    String filled(Map<String, String> values, UnaryOperator<String> written) {
        return FIELD.matcher(text)
                .replaceAll(field -> Matcher.quoteReplacement(written.apply(values.getOrDefault(field.group(1), ""))));
    }
}
