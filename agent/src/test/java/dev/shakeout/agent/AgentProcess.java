package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An agent in a process of its own, that can be killed. */
public final class AgentProcess {
    private AgentProcess() {}

    public static void main(String[] args) {
        Machine machine = Machine.local().with(new Folders(Path.of(args[0], "run"), Path.of(args[0], "state")));
        new Agent(Catalog.installed(), machine, "test")
                .serve(Carrier.of(System.in, new FileOutputStream(FileDescriptor.out)));
    }

    static Process start(Path folder) throws IOException {
        List<String> argv = Stream.concat(
                        Machine.local().java().stream(), Stream.of(AgentProcess.class.getName(), folder.toString()))
                .toList();
        return new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
