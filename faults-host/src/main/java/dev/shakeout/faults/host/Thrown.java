package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Optional;
import java.util.regex.Pattern;

/** An exception as Java would make it, without "new": java.io.IOException("boom"). */
record Thrown(String type, Optional<String> message) {
    @Override
    public String toString() {
        return type + message.map(text -> "(\"" + text + "\")").orElse("");
    }

    record Kind() implements Type<Thrown> {
        private static final String FORM =
                "^\\s*((?:[^\\s.;:/\\[\\]<>(){}\"',]+\\.)+[^\\s.;:/\\[\\]<>(){}\"',]+)\\s*(?:\\(\\s*(?:\"(.*)\"\\s*)?\\))?\\s*$";
        private static final Pattern PATTERN = Pattern.compile(FORM);

        @Override
        public String name() {
            return "exception";
        }

        @Override
        public String allowed() {
            return "an exception with the package of its class, such as java.io.IOException(\"boom\")";
        }

        @Override
        public Thrown parse(Json json) {
            if (!(json instanceof Json.Str(String text))) {
                throw new BadValue("found " + json.kind() + " where text belongs; must be " + allowed());
            }
            var form = PATTERN.matcher(text);
            if (!form.matches()) {
                throw new BadValue("'" + text + "' does not fit; must be " + allowed());
            }
            return new Thrown(form.group(1), Optional.ofNullable(form.group(2)));
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string", "pattern", FORM);
        }

        @Override
        public Optional<Json> example() {
            return Optional.of(Json.of("java.net.UnknownHostException(\"boom\")"));
        }
    }
}
