package dev.shakeout.dialects.litmus;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Arrays;
import java.util.List;

/** Names with commas between them, as most lists of Litmus are. */
final class Commas {
    static final Type<List<String>> TYPE = new Type<>() {
        @Override
        public String name() {
            return "list";
        }

        @Override
        public String allowed() {
            return "names with commas between them";
        }

        @Override
        public List<String> parse(Json json) {
            if (json instanceof Json.Obj || json instanceof Json.Arr) {
                throw new BadValue("found " + json.kind() + " where text belongs");
            }
            return Arrays.stream(json.text().split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .toList();
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    };

    private Commas() {}
}
