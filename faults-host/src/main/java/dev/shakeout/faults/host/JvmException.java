package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets a method in a JVM throw an exception instead of doing its work, as if what it calls had failed. */
public final class JvmException implements Fault {
    static final Parameter<Thrown> EXCEPTION = Parameter.required(
            "exception",
            new Thrown.Kind(),
            "What it throws: a public class that the method's own class sees, and the message if it has one. The method"
                    + " need not declare it.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "jvm/exception",
                "Lets a method in a running JVM throw an exception.",
                JvmMethod.CLASS,
                JvmMethod.METHOD,
                EXCEPTION);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return JvmMethod.EFFECT;
    }

    @Override
    public List<Rung> rungs() {
        return List.of(JvmMethod.rung(
                "exception",
                JvmException::order,
                arguments -> "let " + JvmMethod.of(arguments) + " throw " + arguments.get(EXCEPTION)));
    }

    private static List<String> order(Arguments arguments) {
        Thrown thrown = arguments.get(EXCEPTION);
        var order = new ArrayList<>(List.of("exception=" + thrown.type()));
        thrown.message().ifPresent(message -> order.add("message=" + message));
        return order;
    }
}
