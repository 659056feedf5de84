package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A signal of Linux by its name, with or without SIG, or by its number (signal(7)); read into the name, or into the number
 * of a real-time signal. Signals that only stop a process are refused: nothing would let it go on again.
 */
record SignalName() implements Type<String> {
    /** In the order of their numbers, from 1 on, as on x86 and ARM. */
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private static final Set<String> STOPPING = Set.of("STOP", "TSTP", "TTIN", "TTOU");
    private static final Set<String> HARMLESS = Set.of("CHLD", "CONT", "URG", "WINCH");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}");
    private static final int FIRST_REAL_TIME = 34;
    private static final int LAST_REAL_TIME = 64;

    @Override
    public String name() {
        return "signal";
    }

    @Override
    public String allowed() {
        return "the name or the number of a signal, such as TERM or 15, that does not merely stop a process";
    }

    @Override
    public String parse(Json json) {
        String text = json instanceof Json.Num number && number.whole()
                ? number.value().toBigInteger().toString()
                : json.text();
        String name = NUMBER.matcher(text).matches() ? named(Integer.parseInt(text), text) : named(text);
        if (STOPPING.contains(name)) {
            throw new BadValue("SIG" + name + " only stops a process; use process/pause, which lets it go on again");
        }
        return name;
    }

    private static String named(int number, String text) {
        if (number >= 1 && number <= NAMES.size()) {
            return NAMES.get(number - 1);
        }
        if (number >= FIRST_REAL_TIME && number <= LAST_REAL_TIME) {
            return text;
        }
        throw new BadValue(text + " is not the number of a signal; those are 1 to " + NAMES.size() + " and "
                + FIRST_REAL_TIME + " to " + LAST_REAL_TIME);
    }

    private static String named(String text) {
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        if (!NAMES.contains(name)) {
            throw new BadValue(
                    "'" + text + "' is not a signal" + Nearest.suggestion(name.toUpperCase(Locale.ROOT), NAMES));
        }
        return name;
    }

    @Override
    public Json.Obj schema() {
        List<Json> numbers = IntStream.rangeClosed(1, LAST_REAL_TIME)
                .filter(number ->
                        number > NAMES.size() ? number >= FIRST_REAL_TIME : !STOPPING.contains(NAMES.get(number - 1)))
                .<Json>mapToObj(number -> Json.of((long) number))
                .toList();
        String names = NAMES.stream().filter(name -> !STOPPING.contains(name)).collect(Collectors.joining("|"));
        String digits = numbers.stream().map(Json::text).collect(Collectors.joining("|0?", "0?", ""));
        return Json.object(
                "anyOf",
                Json.of(List.of(
                        Json.object(
                                "type",
                                "string",
                                "pattern",
                                "^(?:(?:SIG)?(?:" + names + ")|" + digits + ")$",
                                "examples",
                                Json.of(List.of(Json.of("TERM")))),
                        Json.object("enum", Json.of(numbers)))));
    }

    static int number(String name) {
        int place = NAMES.indexOf(name);
        return place >= 0 ? place + 1 : Integer.parseInt(name);
    }

    /** For messages: SIGTERM, or signal 34. */
    static String words(String name) {
        return NAMES.contains(name) ? "SIG" + name : "signal " + name;
    }

    /** Whether a process that does nothing about it ends by it. */
    static boolean endsByDefault(String name) {
        return !HARMLESS.contains(name);
    }
}
