package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A template of a workflow by which a chaos is repeated until its deadline. */
final class Repetition {
    private static final String PATH = "spec.templates[].schedule.";
    private static final Field WHEN = Field.kept(PATH + "schedule", "an activity for each time, if it is @every")
            .or(new Fidelity.Approximated(
                    "an activity at once and for each interval from then on: when the wall clock says"
                            + " so in Chaos Mesh, nobody knows beforehand"));
    private static final Field POLICY =
            Field.kept(PATH + "concurrencyPolicy", "Forbid leaves out a time at which the one before is still on");
    private static final Field STARTING =
            Field.kept(PATH + "startingDeadlineSeconds", "nothing: no time is missed within a run");
    private static final Field HISTORY = Field.kept(PATH + "historyLimit", "nothing: the journal keeps all");
    private static final Field TYPE = Field.kept(PATH + "type", "which kind the rest is");

    private Repetition() {}

    static List<Field> fields() {
        return List.of(WHEN, POLICY, STARTING, HISTORY, TYPE);
    }

    /** A chaos that begins so long after the template. */
    record Time(Duration after, String kind, List<Hit> hits) {}

    /**
     * What is done when.
     *
     * @param lasts how long the template lasts
     * @param most how many times there may be
     */
    static List<Time> read(Sheet schedule, Context context, Duration lasts, int most) {
        Optional<Times> times = schedule.demand(WHEN, "; it must be " + Times.ALLOWED)
                ? schedule.take(WHEN, new Times.Form(), read -> WHEN.ways().get(read.atOnce() ? 1 : 0))
                : Optional.empty();
        boolean allowed = schedule.take(POLICY, Type.choice("Forbid", "Allow", ""))
                .filter("Allow"::equals)
                .isPresent();
        schedule.take(STARTING, Type.integer(0, Integer.MAX_VALUE));
        schedule.take(HISTORY, Type.integer(1, Integer.MAX_VALUE));
        Optional<Kind> kind = schedule.require(
                        TYPE, Type.choice(Kinds.ALL.stream().map(Kind::name).toArray(String[]::new)))
                .flatMap(name -> Kinds.ALL.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst());
        Optional<Field> field = kind.map(found -> new Field(PATH + Kinds.key(found.name()), List.of()))
                .filter(key -> schedule.demand(key, ", as the type says"));
        if (times.isEmpty() || field.isEmpty()) {
            schedule.leaveAlone();
            return List.of();
        }
        var all = new ArrayList<Time>();
        Duration free = Duration.ZERO;
        for (Duration at = times.get().first();
                at.compareTo(lasts) < 0;
                at = at.plus(times.get().interval())) {
            if (all.size() == most) {
                schedule.wrong(WHEN, "it is more than " + most + " times until the deadline");
                break;
            }
            if (allowed || at.compareTo(free) >= 0) {
                List<Hit> hits = hits(schedule, field.get(), kind.get(), context, lasts.minus(at));
                all.add(new Time(at, kind.get().name(), hits));
                free = end(at, hits);
            }
        }
        if (all.isEmpty()) {
            schedule.wrong(WHEN, "it is not once until the deadline");
            schedule.leaveAlone();
        }
        return all;
    }

    /** None lasts longer than the template. */
    private static List<Hit> hits(Sheet schedule, Field field, Kind kind, Context context, Duration left) {
        var alone = new Context(context.choices(), context.namespace(), Optional.empty());
        return schedule.open(field).map(spec -> kind.read(spec, alone)).orElse(List.of()).stream()
                .map(hit -> new Hit(
                        hit.call(),
                        hit.target(),
                        hit.lasts().map(wanted -> wanted.compareTo(left) < 0 ? wanted : left)))
                .toList();
    }

    private static Duration end(Duration start, List<Hit> hits) {
        return hits.stream()
                .flatMap(hit -> hit.lasts().stream())
                .max(Duration::compareTo)
                .map(start::plus)
                .orElse(start);
    }

    /**
     * Times that are equally far from each other.
     *
     * @param atOnce whether the first is at once; otherwise it is an interval later, as with {@code @every}
     */
    private record Times(Duration interval, boolean atOnce) {
        static final String ALLOWED = "@every and a duration, or */N * * * *";

        Duration first() {
            return atOnce ? Duration.ZERO : interval;
        }

        private record Form() implements Type<Times> {
            private static final Pattern EVERY = Pattern.compile("@every\\s+(\\S+)");
            private static final Pattern MINUTES = Pattern.compile("(?:\\*/([1-9]\\d?)|(\\*)) \\* \\* \\* \\*");
            private static final Pattern HOURS = Pattern.compile("(?:0 \\*/([1-9]\\d?)|(0 \\*)) \\* \\* \\*|@hourly");

            @Override
            public String name() {
                return "text";
            }

            @Override
            public String allowed() {
                return ALLOWED;
            }

            @Override
            public Times parse(Json json) {
                String text = json.text().strip().replaceAll("\\s+", " ");
                Matcher every = EVERY.matcher(text);
                if (every.matches()) {
                    Duration interval = GoDuration.TYPE.parse(Json.of(every.group(1)));
                    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
                        throw new BadValue("'" + json.text() + "' is more often than once a second");
                    }
                    return new Times(interval, false);
                }
                Matcher minutes = MINUTES.matcher(text);
                if (minutes.matches()) {
                    return cron(minutes.group(1), 60, Duration.ofMinutes(1), json);
                }
                Matcher hours = HOURS.matcher(text);
                if (hours.matches()) {
                    return cron(hours.group(1), 24, Duration.ofHours(1), json);
                }
                throw refused(json);
            }

            /** Numbers that do not divide the hour or the day make intervals of two lengths. */
            private static Times cron(
                    @org.jspecify.annotations.Nullable String step, int whole, Duration unit, Json json) {
                int number = step == null ? 1 : Integer.parseInt(step);
                if (whole % number != 0) {
                    throw refused(json);
                }
                return new Times(unit.multipliedBy(number), true);
            }

            private static BadValue refused(Json json) {
                return new BadValue(
                        "'" + json.text() + "' is no plain interval, and when the wall clock will say so nobody"
                                + " knows before the run; write " + ALLOWED);
            }

            @Override
            public Json.Obj schema() {
                return Json.object("type", "string");
            }
        }
    }
}
