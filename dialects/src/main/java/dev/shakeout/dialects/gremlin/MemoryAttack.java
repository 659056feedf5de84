package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;

/** Memory that is taken. */
final class MemoryAttack implements Attack {
    private static final Option LENGTH = Attack.length("Memory");
    private static final Fidelity AT_MOST =
            new Fidelity.Approximated("size; 90% of what is available is taken at most, where Gremlin takes all of it");
    private static final Option GIGABYTES =
            Option.value("Memory", "", "--gigabytes", "-g").only(AT_MOST);
    private static final Option MEGABYTES =
            Option.value("Memory", "", "--megabytes", "-m").only(AT_MOST);
    private static final Option PERCENT = Option.value("Memory", "", "--percent", "-p")
            .only(new Fidelity.Approximated(
                    "percent, 100 if none of the three is given; here of the memory that is available and 90% at most,"
                            + " where Gremlin takes a share of all there is"));
    private static final int MOST = 90;

    @Override
    public String name() {
        return "Memory";
    }

    @Override
    public String introduction() {
        return "`memory/fill`.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, GIGABYTES, MEGABYTES, PERCENT);
    }

    @Override
    public Field whole() {
        return Attack.whole(name(), "memory/fill");
    }

    @Override
    public Struck read(Sheet arguments) {
        var length = Attack.length(arguments, LENGTH);
        var gigabytes = arguments.take(GIGABYTES.field(), Type.integer(1, 1 << 20));
        var megabytes = arguments.take(MEGABYTES.field(), Type.integer(1, 1 << 30));
        var percent = arguments.take(PERCENT.field(), Type.integer(1, 100));
        var given = new ArrayList<Option>();
        List.of(GIGABYTES, MEGABYTES, PERCENT).stream()
                .filter(option -> arguments.look(option.field()).isPresent())
                .forEach(given::add);
        if (given.size() > 1) {
            arguments.wrong(
                    given.get(1).field(),
                    "the attack Memory takes one of --gigabytes, --megabytes and --percent; leave out all but one");
        }
        Draft fill = Draft.at(arguments.position());
        gigabytes.ifPresent(size -> fill.put("size", size + "GiB"));
        megabytes.ifPresent(size -> fill.put("size", size + "MiB"));
        if (gigabytes.isEmpty() && megabytes.isEmpty()) {
            fill.put("percent", Math.min(MOST, percent.orElse(100)) + "%");
        }
        return _ -> List.of(Strike.of("memory/fill", fill, length));
    }
}
