package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.chaosmesh.Plot.Placed;
import dev.shakeout.dialects.chaosmesh.Strand.Moment;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives every template of a workflow its moment. */
final class Course {
    /** A few templates that name each other can otherwise stand for millions. */
    private static final int MOST = 500;

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Plot plot;
    private final Map<String, Template> templates;
    private final Context context;
    private final Problems problems;
    private int steps;

    Course(Plot plot, Map<String, Template> templates, Context context, Problems problems) {
        this.plot = plot;
        this.templates = templates;
        this.context = context;
        this.problems = problems;
    }

    /** The whole workflow. */
    void place(Template entry) {
        Moment begin = plot.beginning();
        Moment end = place(entry, begin, Optional.empty(), List.of());
        if (end.strand().equals(begin.strand())) {
            plot.until(end.offset());
        }
    }

    /**
     * @param end when those around it are ended, whatever is on; in the strand of its start
     * @param within names of those around it
     * @return when it ends
     */
    private Moment place(Template template, Moment start, Optional<Duration> end, List<String> within) {
        if (within.contains(template.name())) {
            problems.at(
                    template.sheet().position(),
                    "the template '" + template.name() + "' is part of itself: " + String.join(" > ", within) + " > "
                            + template.name());
            return start;
        }
        if (++steps > MOST) {
            if (steps == MOST + 1) {
                problems.at(template.sheet().position(), "the workflow has more than " + MOST + " steps");
            }
            return start;
        }
        var recorder = template.sheet().recorder();
        String object = recorder.object();
        recorder.of("template " + template.name() + " of "
                + object.replaceFirst("^template .* of (?=Workflow|Schedule)", ""));
        if (template.reach()) {
            template.open(template.type().equals("Task") || !holdsTask(template));
        }
        Optional<Duration> own = template.deadline().map(start.offset()::plus);
        Optional<Duration> until = earlier(own, end);
        Moment reached = placed(template, start, until, with(within, template.name()));
        recorder.of(object);
        return until.filter(limit -> reached.strand().equals(start.strand()) && limit.compareTo(reached.offset()) < 0)
                .map(reached::at)
                .orElse(reached);
    }

    private boolean holdsTask(Template outer) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(outer));
        while (!open.isEmpty()) {
            Template template = open.pop();
            if (template.type().equals("Task")) {
                return true;
            }
            if (template.ordersOthers() && seen.add(template.name())) {
                template.children().stream()
                        .flatMap(name -> Optional.ofNullable(templates.get(name)).stream())
                        .forEach(open::push);
            }
        }
        return false;
    }

    private Moment placed(Template template, Moment start, Optional<Duration> until, List<String> within) {
        return switch (template.type()) {
            case "Serial" -> serial(template, start, until, within);
            case "Parallel" -> {
                var branches = new Branches(template, start);
                for (Template child : children(template)) {
                    branches.add(() -> place(child, start, until, within));
                }
                yield branches.end();
            }
            case "Suspend" -> suspended(template, start, until);
            case "StatusCheck" ->
                template.statusCheck()
                        .map(sheet -> start.at(start.offset().plus(StatusCheck.read(sheet, template, plot, start))))
                        .orElse(start);
            case "Task" -> task(template, start, until, within);
            case "Schedule" -> repeated(template, start, until);
            default -> chaos(template, start, until);
        };
    }

    /** A limit goes on from where the strand was left, as nobody knows how long it took. */
    private Moment serial(Template template, Moment start, Optional<Duration> until, List<String> within) {
        Moment at = start;
        Optional<Duration> limit = until;
        for (Template child : children(template)) {
            Moment next = place(child, at, limit, within);
            if (!next.strand().equals(at.strand())) {
                Duration gone = at.offset();
                limit = limit.map(last -> last.minus(gone));
            }
            at = next;
        }
        return at;
    }

    /** In a strand whose end others wait for, something must last so long. */
    private Moment suspended(Template template, Moment start, Optional<Duration> until) {
        template.demandDeadline();
        Moment end = until.map(start::at).orElse(start);
        if (!start.strand().after().isEmpty()) {
            hold(template, start, end.offset());
        }
        return end;
    }

    private void hold(Template template, Moment from, Duration until) {
        Duration lasts = until.minus(from.offset());
        if (!lasts.isPositive()) {
            return;
        }
        var position = template.sheet().position();
        long seconds = lasts.plusMillis(999).toSeconds();
        var provider = Draft.at(position)
                .put("type", "process")
                .put("path", "sleep")
                .put("arguments", Json.of(List.of(Json.of(Long.toString(seconds)))))
                .put("timeout", Json.of(seconds + GRACE.toSeconds()));
        plot.add(
                new Timeline.Entry(
                        template.label() + ": wait",
                        "action",
                        position,
                        provider.tree(),
                        from.offset(),
                        lasts,
                        Draft.at(position).tree()),
                from.strand());
    }

    private Moment task(Template template, Moment start, Optional<Duration> until, List<String> within) {
        if (!context.choices().targets().isEmpty()) {
            template.taskWithoutCluster();
            return start;
        }
        Optional<Duration> left = until.map(limit -> limit.minus(start.offset()));
        if (left.isEmpty()) {
            template.taskWithoutEnd();
        }
        var branches = new Branches(template, start);
        template.task()
                .filter(_ -> left.map(Duration::isPositive).orElse(true))
                .map(sheet -> Task.entry(sheet, template, context.namespace(), start.offset(), left))
                .map(entry -> plot.add(entry, start.strand()))
                .ifPresent(name -> {
                    for (Task.Branch branch : Task.branches(template.sheet(), name)) {
                        Template child = templates.get(branch.target());
                        if (child == null) {
                            branch.wrongTarget(Workflow.missing(branch.target(), templates));
                        } else {
                            var conditions = with(start.strand().conditions(), branch.condition());
                            var begin = new Moment(plot.begin(List.of(name), conditions), Duration.ZERO);
                            branches.add(() -> place(child, begin, left, within));
                        }
                    }
                });
        return branches.afterAll();
    }

    private Moment repeated(Template template, Moment start, Optional<Duration> until) {
        if (until.isEmpty() && !template.demandDeadline()) {
            return start;
        }
        Duration lasts = until.orElse(start.offset()).minus(start.offset());
        if (lasts.isPositive()) {
            template.schedule()
                    .ifPresent(sheet -> Repetition.read(sheet, context, lasts, MOST)
                            .forEach(time -> {
                                steps++;
                                plot.add(
                                        time.hits(),
                                        time.kind(),
                                        template.name(),
                                        template.label(),
                                        start.at(start.offset().plus(time.after())));
                            }));
        }
        return until.map(start::at).orElse(start);
    }

    private Moment chaos(Template template, Moment start, Optional<Duration> until) {
        Optional<Kind> kind = template.kind();
        Optional<Duration> lasts = until.map(limit -> limit.minus(start.offset()));
        boolean never = lasts.filter(left -> !left.isPositive()).isPresent();
        List<Hit> hits = kind.flatMap(
                        found -> template.chaos(found).map(spec -> found.read(spec, context.within(lasts))))
                .orElse(List.of());
        if (never) {
            return start; // what is around it has ended before
        }
        plot.add(hits, template.type(), template.name(), template.label(), start);
        return lasts.or(() -> hits.stream().flatMap(hit -> hit.lasts().stream()).findFirst())
                .map(start.offset()::plus)
                .map(start::at)
                .orElse(start);
    }

    /** What goes on beside each other, and is over when all of it is. */
    private final class Branches {
        private final Template template;
        private final Moment start;
        private final int first = plot.size();
        private final List<Ended> ends = new ArrayList<>();

        private record Ended(Moment end, List<Placed> placed) {}

        private interface Placing {
            Moment place();
        }

        Branches(Template template, Moment start) {
            this.template = template;
            this.start = start;
        }

        void add(Placing branch) {
            int before = plot.size();
            Moment end = branch.place();
            ends.add(new Ended(end, plot.since(before)));
        }

        /** Known beforehand as long as none of them has left the strand. */
        Moment end() {
            return ends.stream().allMatch(ended -> ended.end().strand().equals(start.strand()))
                    ? start.at(ends.stream()
                            .map(ended -> ended.end().offset())
                            .reduce(start.offset(), (one, other) -> one.compareTo(other) > 0 ? one : other))
                    : afterAll();
        }

        /** The end of the last activity of all. */
        Moment afterAll() {
            ends.forEach(this::hold);
            List<Placed> all = plot.since(first);
            Set<String> waitedFor = new HashSet<>();
            all.forEach(placed -> waitedFor.addAll(placed.strand().after()));
            List<String> last = all.stream()
                    .map(Placed::name)
                    .filter(name -> !waitedFor.contains(name))
                    .toList();
            return last.isEmpty()
                    ? start
                    : new Moment(plot.begin(last, start.strand().conditions()), Duration.ZERO);
        }

        /** Where nothing lasts until the end of a branch, as after a kill, there would be nothing to wait for. */
        private void hold(Ended ended) {
            Moment end = ended.end();
            Duration from = end.strand().equals(start.strand()) ? start.offset() : Duration.ZERO;
            Duration reached = ended.placed().stream()
                    .filter(placed -> placed.strand().equals(end.strand()))
                    .map(Placed::end)
                    .reduce(from, (one, other) -> one.compareTo(other) > 0 ? one : other);
            Course.this.hold(template, end.at(reached), end.offset());
        }
    }

    private List<Template> children(Template template) {
        var children = new ArrayList<Template>();
        if (template.children().isEmpty()) {
            template.wrongChild("a " + template.type() + " needs children, by the names of their templates");
        }
        for (String name : template.children()) {
            Template child = templates.get(name);
            if (child == null) {
                template.wrongChild(Workflow.missing(name, templates));
            } else {
                children.add(child);
            }
        }
        return children;
    }

    private static Optional<Duration> earlier(Optional<Duration> one, Optional<Duration> other) {
        return one.isEmpty() || (other.isPresent() && other.get().compareTo(one.get()) < 0) ? other : one;
    }

    private static List<String> with(List<String> names, String name) {
        var all = new ArrayList<>(names);
        all.add(name);
        return all;
    }
}
