package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk.
 *
 * @param share whether it is a percentage
 * @param ours as our format writes it
 */
record Size(boolean share, Json ours) {
    static final Type<Size> TYPE = new Kind();

    private static final class Kind implements Type<Size> {
        private static final Pattern FORM =
                Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([KMGT]?)(i?)B?", Pattern.CASE_INSENSITIVE);
        private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");

        @Override
        public String name() {
            return "size";
        }

        @Override
        public String allowed() {
            return "a size such as 256MB, or a percentage such as 25%";
        }

        @Override
        public Size parse(Json json) {
            String text = json.text().strip();
            if (SHARE.matcher(text).matches()) {
                return new Size(true, Json.of(text.replace(" ", "")));
            }
            var match = FORM.matcher(text);
            if (!match.matches()) {
                throw new BadValue("'" + json.text() + "' is no size");
            }
            String unit = match.group(2).toUpperCase(Locale.ROOT);
            boolean binary = !match.group(3).isEmpty()
                    || (!unit.isEmpty() && !text.toUpperCase(Locale.ROOT).endsWith("B"));
            return new Size(false, Json.of(match.group(1) + unit + (binary ? "iB" : "B")));
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }
}
