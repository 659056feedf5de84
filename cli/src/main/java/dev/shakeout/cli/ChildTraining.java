package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.Rehearsal;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the launcher runs once to make the start-up cache of the small JVMs that faults start: a child as any other, that
 * rehearses. Its flags are those of all children, as else the cache would not fit them.
 */
final class ChildTraining {
    private ChildTraining() {}

    /** The path of the new cache. Ends with what the child ends with. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(Machine.local().java());
        command.addAll(List.of("-XX:AOTCacheOutput=" + arguments[0], Rehearsal.class.getName()));
        int status = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null")) // there is nobody to live for, so it ends when it is ready
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        System.exit(status);
    }
}
