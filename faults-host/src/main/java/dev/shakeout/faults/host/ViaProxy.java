package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.faults.host.proxy.TlsFiles;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a proxy of ours on the way to a service can do to its connections. */
interface ViaProxy {
    Parameter<Integer> PORT = Parameter.optional(
            "port", Type.integer(1, 65535), "TCP port of the process; all that it listens on if not given.");

    Parameter<Percent> PERCENT = Parameter.withDefault(
            "percent", Type.percent(1, 100), new Percent(100), "Share of the connections that are hit.");

    /** The fault as {@link dev.shakeout.faults.host.proxy.Proxy} reads it; several lines for several at once. */
    String line(Arguments arguments);

    /** Measures it by real exchanges with the service. */
    Effect effect(Service service, Arguments arguments);

    /** What is wrong with the arguments taken together, if something is. */
    default Optional<String> problem(Arguments arguments) {
        return Optional.empty();
    }

    /** What a person should know of it, whatever the way. */
    default List<String> notes(Arguments arguments) {
        return List.of();
    }

    /** What it does to traffic, as the end of "only traffic through the proxy …". */
    String words(Arguments arguments);

    /**
     * Where clients reach the service, and from where that is asked.
     *
     * @param tls if its clients encrypt: whom they trust
     */
    record Service(Target target, String host, int port, Machine machine, Optional<TlsFiles> tls) {
        Service(Target target, String host, int port, Machine machine) {
            this(target, host, port, machine, Optional.empty());
        }

        Service asked(Optional<TlsFiles> by) {
            return new Service(target, host, port, machine, by);
        }
    }

    /** Both ways to it, best first. */
    default List<Rung> ways() {
        return List.of(new Redirect(this), new DeclaredRung(this::byProxy, this::problem));
    }

    private Prepared byProxy(DeclaredLink link, Target target, Arguments arguments, Machine machine) {
        var notes = new ArrayList<>(
                List.of("only traffic through the proxy at " + link.control().listen() + " " + words(arguments)));
        notes.addAll(notes(arguments));
        return new Prepared(
                List.of(link.fault(line(arguments))),
                effect(new Service(target, link.host(), link.port(), machine), arguments),
                notes);
    }

    /** The end of a line that says for how many connections it is meant. */
    static String share(Arguments arguments) {
        return " percent=" + new java.math.BigDecimal(arguments.get(PERCENT).value()).toPlainString() + "%";
    }
}
