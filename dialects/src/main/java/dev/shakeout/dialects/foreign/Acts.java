package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The method of ours, each activity with its moment. How long calls and the coming on of faults take does not count.
 *
 * @param end when the method is over
 */
public record Acts(List<Act> all, Duration end) {
    static Acts read(
            List<Tree> items, Referable referable, Recorder recorder, Function<Act, Optional<Origin>> origins) {
        Duration now = Duration.ZERO;
        Duration end = Duration.ZERO;
        var acts = new ArrayList<Act>();
        for (Tree item : items) {
            Act act = Act.read(referable.of(item), "method[].", recorder);
            boolean background = act.inBackground()
                    || ((Tree.Obj) item).get("background").filter(Acts::on).isPresent();
            Duration start = now.plus(pause(act, "before"));
            Optional<Origin> origin = origins.apply(act);
            boolean momentary = origin.filter(Origin::isMomentary).isPresent();
            Duration lasts = momentary ? Duration.ZERO : act.duration().orElse(Duration.ZERO);
            Duration over = start.plus(lasts).plus(pause(act, "after"));
            end = over.compareTo(end) > 0 ? over : end;
            now = background ? now : over;
            acts.add(act.at(new Act.When(start, lasts)));
        }
        Duration whole = end;
        return new Acts(
                acts.stream()
                        .map(act -> origins.apply(act)
                                .map(origin -> lasting(act, origin.isMomentary(), whole))
                                .orElse(act))
                        .toList(),
                whole);
    }

    private static boolean on(Tree.Member member) {
        return member.value().json().equals(Json.of(true));
    }

    static Duration pause(Act act, String key) {
        return act.activity()
                .look(Act.PAUSES)
                .filter(Tree.Obj.class::isInstance)
                .flatMap(pauses ->
                        Optional.ofNullable(((Tree.Obj) pauses).members().get(key)))
                .filter(member -> !member.value().isNull())
                .map(member -> Spans.TYPE.parse(member.value().json()))
                .orElse(Duration.ZERO);
    }

    /** Writes down what becomes of its duration, which may be that of the method. */
    private static Act lasting(Act act, boolean momentary, Duration end) {
        List<Fidelity> ways = Act.DURATION.ways();
        if (momentary || act.duration().isPresent()) {
            act.provider().record(Act.DURATION, ways.get(momentary ? 1 : 0));
            return act;
        }
        Duration left = end.minus(act.when().start());
        act.provider().note(Act.DURATION, ways.get(left.isZero() ? 3 : 2));
        return act.at(new Act.When(act.when().start(), left));
    }
}
