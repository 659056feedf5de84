package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.ErrorCode;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Optional;

/** Has DNS servers answer that there is no such name, that they failed or refuse, or not at all. */
public final class DnsError implements NameFault {
    private static final String NONE = "none";

    static final Parameter<String> CODE = Parameter.withDefault(
            "code",
            Type.choice("NXDOMAIN", "SERVFAIL", "REFUSED", "FORMERR", "NOTIMP", NONE),
            "NXDOMAIN",
            "What is answered: NXDOMAIN (no such name), SERVFAIL (the server failed), another error, or none for silence.");

    @Override
    public Descriptor descriptor() {
        return NameFault.descriptor("dns/error", "Answers questions to DNS servers with an error.", CODE, TYPES);
    }

    @Override
    public String effect() {
        return "how a question to the target's DNS server is answered";
    }

    @Override
    public List<String> words(Arguments arguments) {
        String code = arguments.get(CODE);
        return List.of(code.equals(NONE) ? "--silence" : "--error=" + code);
    }

    /** Such a name is answered in that way anyhow. */
    @Override
    public Optional<String> problem(Arguments arguments) {
        return arguments.get(CODE).equals("NXDOMAIN") && NameFault.madeUp(arguments)
                ? Optional.of("give try: a name that exists and that names meets, to measure the effect with")
                : Optional.empty();
    }

    @Override
    public Lookups effect(Question question, Arguments arguments) {
        String code = arguments.get(CODE);
        boolean silence = code.equals(NONE);
        int error = silence ? Lookup.SILENCE : ErrorCode.valueOf(code).number();
        String what = silence ? "questions without an answer" : "questions answered with " + code;
        return Lookups.like(question, arguments.get(PERCENT), what, each -> each.error() == error);
    }
}
