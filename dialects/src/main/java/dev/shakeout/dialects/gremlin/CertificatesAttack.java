package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.List;

/** A look at certificates, which breaks nothing; Gremlin lists it among the attacks. */
final class CertificatesAttack implements Attack {
    static final String NAME = "Collect_Certs";

    private static final Option LENGTH = Option.value(NAME, "nothing: one look is enough", "--length", "-l");
    private static final Option HOSTS = Option.list(NAME, "host of the probe; one probe for each", "--hostnames", "-h")
            .also("--hostname")
            .also("--hosts");
    private static final Option PORT = Option.value(NAME, "port of the probe; 443 if not given", "--port", "-p")
            .also("--ports");
    private static final Field WHOLE = new Field(
            "infraCommandType: " + NAME,
            List.of(new Fidelity.Approximated(
                    "a probe certificates from this machine, which is missed when one has 30 days or less to live; Gremlin"
                            + " looks from the target")));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String introduction() {
        return "A probe `certificates`.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, HOSTS, PORT);
    }

    @Override
    public Field whole() {
        return WHOLE;
    }

    @Override
    public Struck read(Sheet arguments) {
        look(arguments);
        return _ -> List.of();
    }

    /** The servers whose certificates are looked at. */
    record Look(List<String> hosts, int port) {}

    static Look look(Sheet arguments) {
        arguments.take(LENGTH.field(), Type.integer(1, 31_536_000));
        arguments.demand(HOSTS.field(), "; it must be the names of servers");
        List<String> hosts = arguments
                .take(HOSTS.field(), Type.text())
                .map(text -> Exclusions.of(text).only())
                .orElse(List.of());
        return new Look(
                hosts, arguments.take(PORT.field(), Type.integer(1, 65_535)).orElse(443));
    }
}
