package dev.shakeout.model;

import java.util.List;
import java.util.Optional;

/**
 * One change to the system and its inverse.
 *
 * @param what the change in words: "redirect 127.0.0.1:7001 to the proxy"
 * @param undo must be harmless when repeated and when the change never happened; a child is ended by the engine, so its
 *     step needs none of its own
 */
public record Step(String what, Change change, Optional<Inverse> undo) {
    public static Step command(String what, List<String> argv, Inverse undo) {
        return new Step(what, new Change.Command(argv), Optional.of(undo));
    }

    public static Step shell(String what, String script, List<String> arguments, Inverse undo) {
        return new Step(what, new Change.Command(new Inverse(script, arguments).argv()), Optional.of(undo));
    }

    /** A change that nothing can or need take back, such as a kill. */
    public static Step irreversible(String what, List<String> argv) {
        return new Step(what, new Change.Command(argv), Optional.empty());
    }

    /** What is left to do to a target that is gone since it was looked at: to fail, and tell whoever runs it why. */
    public static Step doomed(Target target, String why) {
        return irreversible("ask for " + target, List.of("sh", "-c", "echo \"$1\" >&2; exit 1", "sh", why));
    }

    public static Step child(String what, List<String> argv) {
        return new Step(what, new Change.Child(argv, false), Optional.empty());
    }

    /** A child that does nothing until another step leads something to it. */
    public static Step idleChild(String what, List<String> argv) {
        return new Step(what, new Change.Child(argv, true), Optional.empty());
    }

    /** Whether its inverse must survive a restart of the host. */
    public boolean durable() {
        return undo.map(Inverse::durable).orElse(false);
    }

    /** How a step is taken. */
    public sealed interface Change {
        List<String> argv();

        /** Runs to its end; a status other than zero means the step failed. */
        record Command(List<String> argv) implements Change {
            public Command {
                argv = List.copyOf(argv);
            }
        }

        /**
         * Lives as long as the injection. It prints the line "ready" once it works, ends by itself when its standard
         * input closes, and is killed when the injection is taken back.
         *
         * @param idle it does nothing until another step leads something to it, so it may start while the effect is
         *     measured beforehand, and is only waited for in its place
         */
        record Child(List<String> argv, boolean idle) implements Change {
            public Child {
                argv = List.copyOf(argv);
            }
        }
    }
}
