package dev.shakeout.server.schedule;

import dev.shakeout.model.BadValue;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Times as people say them, turned into cron. A small grammar on purpose: what is not understood is refused, never guessed. */
final class Words {
    private static final String DAYS =
            Arrays.stream(DayOfWeek.values()).map(Words::word).collect(Collectors.joining("|", "(?:", ")"));
    private static final String TIME = " at (?<hour>[01]?\\d|2[0-3]):(?<minute>[0-5]\\d)";
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");
    private static final int MINUTES = 60;
    private static final int HOURS = 24;
    private static final int LONGEST = 200;

    static final String UNDERSTOOD = "'every 15 minutes', 'every hour', 'every 2 hours', 'every day at 02:00',"
            + " 'every weekday at 09:30', 'every Tuesday at 10:00', 'every Monday, Wednesday and Friday at 10:00',"
            + " 'on the 1st of every month at 06:00', 'on the last day of every month at 06:00',"
            + " 'on the first Monday of every month at 06:00' (first to fourth, or last)";

    private static final List<Form> FORMS = List.of(
            new Form("every minute", _ -> "* * * * *"),
            new Form("every hour", _ -> "0 * * * *"),
            new Form("every (?<n>\\d{1,4}) minutes", found -> step(found, MINUTES, "minutes of an hour") + " * * * *"),
            new Form("every (?<n>\\d{1,4}) hours", found -> "0 " + step(found, HOURS, "hours of a day") + " * * *"),
            new Form("every day" + TIME, found -> time(found) + " * * *"),
            new Form("every weekday" + TIME, found -> time(found) + " * * 1-5"),
            new Form(
                    "every (?<days>" + DAYS + "(?:, " + DAYS + ")*(?:,? and " + DAYS + ")?)" + TIME,
                    found -> time(found) + " * * " + days(found.group("days"))),
            new Form(
                    "on the (?<n>\\d{1,2})(?:st|nd|rd|th) of every month" + TIME,
                    found -> time(found) + " " + dayOfMonth(found.group("n")) + " * *"),
            new Form("on the last day of every month" + TIME, found -> time(found) + " L * *"),
            new Form(
                    "on the (?<which>first|second|third|fourth|last) (?<day>" + DAYS + ") of every month" + TIME,
                    found -> time(found) + " * * " + which(found.group("which"), day(found.group("day")))));

    private Words() {}

    private record Form(Pattern pattern, Function<MatchResult, String> cron) {
        Form(String pattern, Function<MatchResult, String> cron) {
            this(Pattern.compile(pattern), cron);
        }

        Optional<String> read(String text) {
            var matcher = pattern.matcher(text);
            return matcher.matches() ? Optional.of(cron.apply(matcher.toMatchResult())) : Optional.empty();
        }
    }

    /** @throws BadValue it is not understood; the message names what is */
    static String cron(String text) {
        if (text.length() <= LONGEST) {
            String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
            Optional<String> cron =
                    FORMS.stream().flatMap(form -> form.read(plain).stream()).findFirst();
            if (cron.isPresent()) {
                return cron.get();
            }
        }
        throw new BadValue("'" + text + "' is not understood; understood are " + UNDERSTOOD
                + ", and cron expressions such as '0 10 * * 2'");
    }

    private static String time(MatchResult found) {
        return number(found.group("minute")) + " " + number(found.group("hour"));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    /** The clock begins anew every hour and day, so that only what divides these is the same time apart. */
    private static String step(MatchResult found, int all, String what) {
        int step = number(found.group("n"));
        if (step == 0 || step >= all || all % step != 0) {
            String allowed = IntStream.range(1, all)
                    .filter(each -> all % each == 0)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "));
            throw new BadValue(
                    "'" + found.group() + "' does not divide the " + all + " " + what + "; possible are " + allowed);
        }
        return "*/" + step;
    }

    private static int dayOfMonth(String digits) {
        int day = number(digits);
        if (day < 1 || day > 28) {
            throw new BadValue(
                    "not every month has a day " + day + "; from 1 to 28, or 'on the last day of every month at …'");
        }
        return day;
    }

    private static String days(String words) {
        return Pattern.compile("[a-z]+")
                .matcher(words.replace(" and ", ", "))
                .results()
                .map(word -> day(word.group()))
                .distinct()
                .sorted()
                .map(each -> Integer.toString(each))
                .collect(Collectors.joining(","));
    }

    /** As cron counts: 0 is Sunday. */
    private static int day(String word) {
        return DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT)).getValue() % 7;
    }

    private static String which(String ordinal, int day) {
        return ordinal.equals("last") ? day + "L" : day + "#" + (ORDINALS.indexOf(ordinal) + 1);
    }

    private static String word(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }
}
