package dev.shakeout.dialects.policy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Days of the week: a list or a text of days and ranges, such as mon-fri or [mon, wed, sat-sun]. */
record DaysType() implements Type<Set<DayOfWeek>> {
    private static final List<String> SHORT = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .toList();

    @Override
    public String name() {
        return "days";
    }

    @Override
    public String allowed() {
        return "days such as mon-fri or [mon, wed]";
    }

    @Override
    public Set<DayOfWeek> parse(Json json) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : Type.texts().parse(json)) {
            for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] ends = part.strip().split("\\s*-\\s*", 2);
                DayOfWeek day = day(ends[0]);
                DayOfWeek last = day(ends[ends.length - 1]);
                days.add(day);
                while (day != last) {
                    day = day.plus(1);
                    days.add(day);
                }
            }
        }
        if (days.isEmpty()) {
            throw new BadValue("no day is given; must be " + allowed());
        }
        return days;
    }

    @Override
    public Json.Obj schema() {
        return Type.texts().schema().with("examples", Json.of(List.of(Json.of("mon-fri"))));
    }

    private static DayOfWeek day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (name.equals(word) || name.substring(0, 3).equals(word)) {
                return day;
            }
        }
        throw new BadValue("'" + word + "' is no day of the week; must be one of " + String.join(", ", SHORT)
                + Nearest.suggestion(word, SHORT));
    }
}
