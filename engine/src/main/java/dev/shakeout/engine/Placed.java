package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.engine.Controls.Place;
import dev.shakeout.model.Activity;
import java.util.List;
import java.util.stream.IntStream;

/** An activity and where it is written. */
record Placed<A extends Activity>(Place place, A activity) {
    static <A extends Activity> List<Placed<A>> all(Part part, List<A> activities) {
        return IntStream.range(0, activities.size())
                .mapToObj(i -> new Placed<>(new Place(part, i), activities.get(i)))
                .toList();
    }
}
