package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.proxy.ControlFolder;
import dev.shakeout.faults.host.proxy.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A proxy in a process of its own, as a user would start it on a link. */
final class DeclaredProxy implements Part {
    private final Process process;
    final Path folder;
    final int port;

    private DeclaredProxy(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static DeclaredProxy to(int upstream, Path folder, Machine machine, String... more) throws IOException {
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(
                Proxy.class.getName(),
                "--listen",
                "127.0.0.1:" + port,
                "--upstream",
                "127.0.0.1:" + upstream,
                "--control",
                folder.toString()));
        argv.addAll(Arrays.asList(more));
        var process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = process.inputReader().readLine();
        if (!"ready".equals(said) || ControlFolder.read(folder).isEmpty()) {
            throw new IOException("the proxy did not start: " + said);
        }
        return new DeclaredProxy(process, folder, port);
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
