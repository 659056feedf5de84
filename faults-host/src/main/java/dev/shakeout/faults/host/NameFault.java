package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.dns.RecordType;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fault of the answers that DNS servers give. It is met by whoever asks in the target's network namespace: by all of a
 * container or pod, and on a host without namespaces by all of the host.
 */
interface NameFault extends Fault {
    Parameter<DomainNames> NAMES = Parameter.optional(
            "names",
            DomainNames.TYPE,
            "Names that are asked for, such as db.orders.example or *.orders.example: * is any text, ? any character; all"
                    + " if not given, and on a host they must be.");
    Parameter<List<RecordType>> TYPES =
            Parameter.optional("types", RecordTypes.TYPE, "Only questions for such records, as A or AAAA.");
    Parameter<Percent> PERCENT = Parameter.withDefault(
            "percent", Type.percent(1, 100), new Percent(100), "Share of the questions that are hit.");
    Parameter<Peers> SERVERS = Parameter.optional(
            "servers",
            Peers.TYPE,
            "DNS servers whose answers are met; those of the target's resolv.conf if not given, any for all.");
    Parameter<String> TRY = Parameter.optional(
            "try",
            DomainNames.NAME,
            "Name to ask for to measure the effect; by default one that names meets, made up if it has a *.");

    /** Those that every fault of this kind has, after its own. */
    static Descriptor descriptor(String name, String help, Parameter<?>... own) {
        var all = new ArrayList<>(List.of(own));
        all.addAll(List.of(NAMES, PERCENT, SERVERS, TRY));
        return Descriptor.of(
                name,
                help + " Meets all that asks in the target's network namespace.",
                all.toArray(Parameter<?>[]::new));
    }

    @Override
    default Set<String> targetKinds() {
        return Set.of("process", "host");
    }

    @Override
    default List<Rung> rungs() {
        return List.of(new AnswerRung(this));
    }

    /** What becomes of an answer, as {@link dev.shakeout.faults.host.dns.AnswerQueue} reads it. */
    List<String> words(Arguments arguments);

    /** Which questions are met; all if empty. */
    default List<RecordType> types(Arguments arguments) {
        return arguments.find(TYPES).orElse(List.of());
    }

    Lookups effect(Question question, Arguments arguments);

    /** What is wrong with the arguments taken together, if something is. */
    default Optional<String> problem(Arguments arguments) {
        return Optional.empty();
    }

    /** What is asked to measure the effect, whom, and from where. */
    record Question(String name, RecordType type, String server, Target target, Machine machine) {
        @Override
        public String toString() {
            return server + " for " + type + " of " + DomainNames.written(name);
        }
    }

    static DomainNames names(Arguments arguments) {
        return arguments.find(NAMES).orElse(DomainNames.ALL);
    }

    /** A name that is met: one that was given, or one that is made up. All names have the root among them. */
    static String asked(Arguments arguments) {
        List<Glob> patterns = names(arguments).patterns();
        return arguments
                .find(TRY)
                .or(() -> patterns.stream()
                        .filter(Glob::literal)
                        .map(Glob::pattern)
                        .findFirst())
                .orElseGet(() -> {
                    String pattern = patterns.getFirst().pattern();
                    return pattern.equals("*")
                            ? ""
                            : pattern.replace("*", "shakeout").replace('?', 'x');
                });
    }

    /** Whether that name may well not exist. */
    static boolean madeUp(Arguments arguments) {
        DomainNames names = names(arguments);
        return arguments.find(TRY).isEmpty()
                && names.patterns().stream().noneMatch(Glob::literal)
                && !asked(arguments).isEmpty();
    }
}
