package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Turns whatever ends a command before its time into words and an exit status. */
final class Guarded {
    /** What a command does. */
    @FunctionalInterface
    interface Work {
        int run() throws IOException;
    }

    private Guarded() {}

    /** Never throws: the JVM would end with 1 then, and that is "deviated". */
    static int run(Work work, Rules rules, Terminal terminal) {
        try {
            return work.run();
        } catch (InvalidInput e) {
            tell(e, terminal);
            return Exit.USAGE;
        } catch (BadExperiment e) {
            tell(e.why(), terminal);
            return Exit.TOOLKIT_FAILED;
        } catch (IOException e) {
            terminal.error("shakeout: " + e.getMessage());
            return failed(rules);
        } catch (OutOfMemoryError _) {
            terminal.error("shakeout: there is not enough memory for this; JAVA_TOOL_OPTIONS=-Xmx4g in the environment"
                    + " gives it 4 GB");
            return failed(rules);
        } catch (RuntimeException | StackOverflowError e) {
            terminal.error("shakeout: an error of Shakeout's own, please report it: " + e);
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            terminal.err().print(terminal.mask().hide(trace.toString()));
            return failed(rules);
        }
    }

    private static void tell(InvalidInput e, Terminal terminal) {
        e.problems().forEach(terminal::mistake);
    }

    private static int failed(Rules rules) {
        return rules.ours() ? Exit.FAILED : Exit.TOOLKIT_FAILED;
    }
}
