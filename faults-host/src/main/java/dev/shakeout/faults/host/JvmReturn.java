package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.util.List;
import java.util.Set;

/** Lets a method in a JVM return a constant instead of doing its work, as if what it calls gave a wrong answer. */
public final class JvmReturn implements Fault {
    static final Parameter<String> VALUE = Parameter.required(
            "value",
            new Constant(),
            "What it returns: a number, true, false or a letter, also where the method returns a boxed one; a text where it"
                    + " returns text; \"null\" where it returns an object. Anything where it returns nothing.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "jvm/return",
                "Lets a method in a running JVM return a constant, without doing anything.",
                JvmMethod.CLASS,
                JvmMethod.METHOD,
                VALUE);
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
                "return",
                arguments -> List.of("value=" + arguments.get(VALUE)),
                arguments -> "let " + JvmMethod.of(arguments) + " return " + arguments.get(VALUE)));
    }
}
