package dev.shakeout.model.jsonpath;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.List;

/**
 * A JSONPath as the Python library jsonpath2 reads it: {@code $.items[*][?(@.id > 7 and not @.sold)]["name", "price"]}.
 * A filter looks at the value it stands behind, not into it; names are in double quotes, taken as they are written;
 * {@code and} binds less than {@code or}.
 *
 * @param start where it begins: the whole document, or the value that a filter looks at
 */
public record Path(Start start, List<Step> steps) {
    public enum Start {
        ROOT,
        CURRENT
    }

    /** One or more subscripts, all applied to the same value; after {@code ..}, to all that is below it too. */
    public record Step(boolean descends, List<Subscript> subscripts) {
        public Step {
            subscripts = List.copyOf(subscripts);
        }
    }

    public Path {
        steps = List.copyOf(steps);
    }

    /** @throws BadValue when the text is no path of this dialect; the message says at which character */
    public static Path parse(String text) {
        return new PathParser(text).whole();
    }

    /**
     * What the path leads to, in the document's order.
     *
     * @throws BadValue when it leads to so many values that looking at them all would take too long
     */
    public List<Json> find(Json document) {
        return new Search(document).all(this, document);
    }
}
