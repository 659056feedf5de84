package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives every template of a workflow its moment. */
final class Course {
    /** A few templates that name each other can otherwise stand for millions. */
    private static final int MOST = 500;

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

    /**
     * @param end when those around it are ended, whatever is on
     * @param within names of those around it
     * @return when it ends
     */
    Duration place(Template template, Duration start, Optional<Duration> end, List<String> within) {
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
            template.open();
        }
        Optional<Duration> own = template.deadline().map(start::plus);
        Optional<Duration> until = earlier(own, end);
        Duration reached = placed(template, start, until, with(within, template.name()));
        recorder.of(object);
        return until.filter(limit -> limit.compareTo(reached) < 0).orElse(reached);
    }

    private Duration placed(Template template, Duration start, Optional<Duration> until, List<String> within) {
        return switch (template.type()) {
            case "Serial" -> {
                Duration at = start;
                for (Template child : children(template)) {
                    at = place(child, at, until, within);
                }
                yield at;
            }
            case "Parallel" -> {
                Duration last = start;
                for (Template child : children(template)) {
                    Duration ended = place(child, start, until, within);
                    last = ended.compareTo(last) > 0 ? ended : last;
                }
                yield last;
            }
            case "Suspend" -> {
                template.demandDeadline();
                yield until.orElse(start);
            }
            case "StatusCheck" -> {
                yield template.statusCheck()
                        .map(sheet -> start.plus(StatusCheck.read(sheet, template, plot, start)))
                        .orElse(start);
            }
            case "Task", "Schedule" -> start;
            default -> chaos(template, start, until);
        };
    }

    private Duration chaos(Template template, Duration start, Optional<Duration> until) {
        Optional<Kind> kind = template.kind();
        Optional<Duration> lasts = until.map(limit -> limit.minus(start));
        boolean never = lasts.filter(left -> left.isNegative() || left.isZero()).isPresent();
        List<Hit> hits = kind.flatMap(
                        found -> template.chaos(found).map(spec -> found.read(spec, context.within(lasts))))
                .orElse(List.of());
        if (never) {
            return start; // what is around it has ended before
        }
        plot.add(hits, template.type(), template.name(), template.label(), start);
        return lasts.map(start::plus)
                .orElseGet(() -> hits.stream()
                        .flatMap(hit -> hit.lasts().stream())
                        .findFirst()
                        .map(start::plus)
                        .orElse(start));
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
