package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Union;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A method of ours in which something waits for others, or runs until nobody knows when. */
final class OwnOrder {
    private static final Field OPEN = Field.notSupported(
            "provider.duration",
            "it is not given, which means until the method ends, and when that is nobody knows there; give it a duration");
    static final Field WATCHED = Field.notSupported(
            "method",
            "how long it takes nobody knows there, as steps wait for others, so a check beside it would have no end; leave out"
                    + " what is watched while it runs");

    private final Names names;
    private final String namespace;
    private final Map<OwnCue, List<Together.Part>> groups = new LinkedHashMap<>();
    private final List<Act> all = new ArrayList<>();
    private final Set<Act> apart = new HashSet<>();
    private final Set<Act> undecided = new HashSet<>();

    private OwnOrder(Names names, String namespace) {
        this.names = names;
        this.namespace = namespace;
    }

    static List<Field> fields() {
        var fields = new ArrayList<>(OwnTask.fields());
        fields.addAll(List.of(OwnCue.AFTER, OwnCue.IF, OPEN, WATCHED));
        return fields;
    }

    /** Whether moments alone do not say the order. */
    static boolean isIn(Ours ours) {
        return ours.method().all().stream().anyMatch(act -> OwnCue.isIn(act) || OwnTask.isTask(act));
    }

    /** That of all containers, which is the workflow's own; "" where it has none, or where a target would get it too. */
    static String namespace(Ours ours) {
        List<String> of = ours.method().all().stream()
                .filter(OwnTask::isTask)
                .map(act -> Ours.text(act.provider().tree(), "namespace"))
                .distinct()
                .toList();
        boolean given = ours.method().all().stream()
                .filter(act -> act.targetKind().equals("pod"))
                .flatMap(act -> act.provider().look(Act.TARGET).stream())
                .flatMap(target -> Union.apart((Tree.Obj) target).stream())
                .noneMatch(target -> Ours.text(target, "namespace").isEmpty());
        return of.size() == 1 && given ? of.getFirst() : "";
    }

    /**
     * @param parts writes a probe or a fault
     * @return the name of the template that is all of it
     */
    static String write(
            Ours ours, Names names, Flow flow, String namespace, Function<Act, Optional<Together.Part>> parts) {
        var order = new OwnOrder(names, namespace);
        var walk = new OwnCue.Walk();
        ours.method().all().forEach(act -> order.place(act, walk, parts));
        return order.composed(flow);
    }

    private void place(Act act, OwnCue.Walk walk, Function<Act, Optional<Together.Part>> parts) {
        act.provider().recorder().of((act.isProbe() ? "probe " : "action ") + act.name());
        all.add(act);
        Optional<Duration> waits = OwnTask.wait(act);
        boolean task = OwnTask.isTask(act);
        Duration lasts = waits.orElse(act.when().lasts());
        if (!act.fault().isEmpty()
                && !lasts.isZero()
                && act.provider().tree().get("duration").isEmpty()) {
            act.provider().note(OPEN, OPEN.ways().getFirst());
        }
        Optional<OwnCue.Moment> moment = walk.next(act, task ? Optional.empty() : Optional.of(lasts));
        if (moment.isEmpty()) {
            apart.add(act);
        }
        var begin = moment.orElse(new OwnCue.Moment(new OwnCue(Set.of(), ""), Duration.ZERO));
        var placed = new Act(act.name(), act.activity(), act.provider(), new Act.When(begin.offset(), lasts));
        Optional<Together.Part> part = task
                ? Optional.of(part(placed, OwnTask.task(placed, names, begin.offset(), namespace)))
                : waits.isPresent()
                        ? Optional.of(part(placed, OwnTask.waiting(placed, names, begin.offset(), lasts)))
                        : parts.apply(placed);
        part.ifPresent(found ->
                groups.computeIfAbsent(begin.cue(), _ -> new ArrayList<>()).add(found));
    }

    private static Together.Part part(Act act, Piece piece) {
        return new Together.Part(act, piece, Optional.empty(), List.of());
    }

    private String composed(Flow flow) {
        Map<String, Set<OwnCue>> drawn = new HashMap<>();
        groups.forEach((cue, parts) -> parts.stream()
                .filter(Together.Part::isShared)
                .flatMap(part -> part.draws().stream())
                .forEach(draw ->
                        drawn.computeIfAbsent(draw, _ -> new HashSet<>()).add(cue)));
        var made = new ArrayList<OwnCourse.Group>();
        groups.forEach((cue, parts) -> {
            List<OwnCourse.Step> steps = steps(parts, drawn);
            if (!steps.isEmpty()) {
                made.add(new OwnCourse.Group(cue, steps, end(parts)));
            }
        });
        var course = new OwnCourse(flow);
        String entry = made.isEmpty() ? "" : course.of(made, List.of());
        apart.addAll(course.apart());
        undecided.addAll(course.undecided());
        for (Act act : all) {
            act.provider().recorder().of((act.isProbe() ? "probe " : "action ") + act.name());
            boolean alone = isIn(act, apart);
            act.activity().record(OwnCue.AFTER, OwnCue.AFTER.ways().get(alone ? 1 : 0));
            if (alone && act.activity().look(OwnCue.AFTER).isEmpty()) {
                act.activity().note(OwnCue.AFTER, OwnCue.AFTER.ways().get(1));
            }
            act.activity().record(OwnCue.IF, OwnCue.IF.ways().get(isIn(act, undecided) ? 1 : 0));
        }
        return entry;
    }

    private static boolean isIn(Act act, Set<Act> acts) {
        return acts.stream().anyMatch(each -> each.name().equals(act.name()));
    }

    private static Duration end(List<Together.Part> parts) {
        return parts.stream()
                .map(part -> part.act().when().end().plus(part.act().pauseAfter()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static List<OwnCourse.Step> steps(List<Together.Part> parts, Map<String, Set<OwnCue>> drawn) {
        List<Together.Part> here = new ArrayList<>();
        for (Together.Part part : parts) {
            boolean elsewhere = part.isShared()
                    && part.draws().stream()
                            .anyMatch(draw -> drawn.getOrDefault(draw, Set.of()).size() > 1);
            if (elsewhere) {
                Together.apart(part);
            } else {
                here.add(part);
            }
        }
        List<Piece> pieces = Together.of(here);
        return pieces.stream()
                .map(piece -> new OwnCourse.Step(acts(piece, here), reaching(piece, pieces, here)))
                .toList();
    }

    private static List<Act> acts(Piece piece, List<Together.Part> parts) {
        Together.Part own = owner(piece, parts);
        return own.isShared()
                ? parts.stream()
                        .filter(part -> part.draws().equals(own.draws()))
                        .map(Together.Part::act)
                        .toList()
                : List.of(own.act());
    }

    private static Together.Part owner(Piece piece, List<Together.Part> parts) {
        return parts.stream()
                .filter(part -> part.piece().name().equals(piece.name()))
                .findFirst()
                .orElseThrow();
    }

    /** What is over at once lasts until the next begins, as a template of its own between them is one more step. */
    private static Piece reaching(Piece piece, List<Piece> others, List<Together.Part> parts) {
        Act act = owner(piece, parts).act();
        boolean atOnce = !act.fault().isEmpty() && act.when().lasts().isZero();
        return others.stream()
                .map(Piece::start)
                .filter(start -> start.compareTo(piece.end()) > 0)
                .min(Comparator.naturalOrder())
                .filter(_ -> atOnce)
                .map(start -> piece.at(piece.start(), start.minus(piece.start())))
                .orElse(piece);
    }
}
