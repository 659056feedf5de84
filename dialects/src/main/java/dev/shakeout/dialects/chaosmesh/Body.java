package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import java.util.List;

/** What an object of one kind asks for as a whole. */
interface Body {
    String name();

    /** What it becomes, in a sentence or two for its page. */
    String introduction();

    List<Field> fields();

    /** @param title of the object, for the names of activities */
    Plot plot(Sheet spec, Context context, String title);

    /** One chaos, from the beginning. */
    record Single(Kind kind) implements Body {
        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public String introduction() {
            return kind.introduction();
        }

        @Override
        public List<Field> fields() {
            return kind.fields();
        }

        @Override
        public Plot plot(Sheet spec, Context context, String title) {
            var plot = new Plot();
            return plot.add(kind.read(spec, context), kind.name(), title, title, plot.beginning());
        }
    }
}
