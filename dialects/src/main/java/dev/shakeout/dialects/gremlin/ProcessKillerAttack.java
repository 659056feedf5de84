package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.stream.Stream;

/** Processes that are killed, again and again. */
final class ProcessKillerAttack implements Attack {
    private static final String NAME = "Process_Killer";
    private static final Option LENGTH = Attack.length(NAME);
    private static final Option INTERVAL =
            Option.value(NAME, "interval, in seconds; 5 if not given", "--interval", "-i");
    private static final Fidelity MAPPED =
            new Fidelity.Approximated("nothing: the target map says which process is meant");
    private static final Option PROCESS = Option.value(
                    NAME,
                    "name of the target by --exact; otherwise command-line, whose program's name holds it, or by --full all"
                            + " of it",
                    "--process",
                    "-p")
            .or(MAPPED);
    private static final Fidelity NOT_BY_OWNER = new Fidelity.NotSupported(
            "processes are not chosen by who runs them; leave it out, or name the unit that they belong to in a file of ours");
    private static final Option GROUP = Option.value(NAME, "", "--group", "-g").only(NOT_BY_OWNER);
    private static final Option USER = Option.value(NAME, "", "--user", "-u").only(NOT_BY_OWNER);
    private static final Option EXACT = Option.flag(NAME, "name of the target", "--exact", "-e");
    private static final Option FULL =
            Option.flag(NAME, "command-line of the target", "--full", "-f").also("--full-match");
    private static final Option CHILDREN = Option.flag(NAME, "", "--kill-children", "-c")
            .only(new Fidelity.NotSupported(
                    "process/restart ends the process that was chosen, and not its children; name"
                            + " them in an attack of their own"));
    private static final Fidelity BY_AGE =
            new Fidelity.Approximated("mode: one; which of them is chosen by the seed, not by age");
    private static final Option NEWEST =
            Option.flag(NAME, "", "--newest", "-n").only(BY_AGE).also("--target-newest");
    private static final Option OLDEST =
            Option.flag(NAME, "", "--oldest", "-o").only(BY_AGE).also("--target-oldest");
    private static final Fidelity RESTARTED = new Fidelity.Approximated(
            "process/restart; a process that nobody has started again is started in the end, where Gremlin leaves it dead");
    private static final Fidelity INSIDE = new Fidelity.NotSupported(
            "processes inside a container are not chosen by name; attack the host, whose processes they are too, or the"
                    + " container by Shutdown");
    private static final Field WHOLE = new Field("infraCommandType: " + NAME, List.of(RESTARTED, INSIDE));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String introduction() {
        return "`process/restart` of processes of the host.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, INTERVAL, PROCESS, GROUP, USER, EXACT, FULL, CHILDREN, NEWEST, OLDEST);
    }

    @Override
    public Field whole() {
        return WHOLE;
    }

    @Override
    public Fidelity on(String kind) {
        return kind.equals("host") || kind.equals("process") ? RESTARTED : INSIDE;
    }

    @Override
    public Struck read(Sheet arguments) {
        var length = Attack.length(arguments, LENGTH);
        int interval = arguments.take(INTERVAL.field(), Type.integer(1, 3600)).orElse(5);
        arguments.demand(PROCESS.field(), "; it must be the name of a process");
        String process = arguments.look(PROCESS.field(), Type.text()).orElse("");
        arguments.take(GROUP.field(), Type.text());
        arguments.take(USER.field(), Type.text());
        boolean exact = Attack.flag(arguments, EXACT);
        boolean full = Attack.flag(arguments, FULL);
        Attack.flag(arguments, CHILDREN);
        boolean one = Stream.of(NEWEST, OLDEST)
                .map(option -> Attack.flag(arguments, option))
                .toList()
                .contains(true);
        Draft again = Draft.at(arguments.position()).put("interval", interval + "s");
        Draft target = Draft.at(arguments.positionOf(PROCESS.field())).put("kind", "process");
        if (exact && !full) {
            target.put("name", process);
        } else {
            target.put("command-line", pattern(process, exact, full));
        }
        target.put("mode", one ? "one" : "all");
        return kind -> {
            arguments.record(PROCESS.field(), PROCESS.field().ways().get(kind.equals("host") ? 0 : 1));
            Strike strike = Strike.of("process/restart", again, length);
            return List.of(kind.equals("host") ? strike.on(target.tree()) : strike);
        };
    }

    private static String pattern(String process, boolean exact, boolean full) {
        String quoted = process.replaceAll("([^A-Za-z0-9_ /:@,=-])", "\\\\$1");
        if (!full) {
            return "^([^ ]*/)?[^/ ]*" + quoted;
        }
        return exact ? "^" + quoted + "$" : quoted;
    }
}
