package dev.shakeout.faults.host;

import dev.shakeout.model.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small process of its own that ends the host after a while, unless it is ended before that: {@code --what=reboot
 * --by=systemd --delay=60s}.
 */
public final class HostEnder {
    private static final Path TRIGGER = Path.of("/proc/sysrq-trigger");

    private HostEnder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = Options.of(arguments);
        Thread.ofPlatform().daemon().start(Parent::readyUntilItEnds);
        Thread.sleep(Span.parse(options.get("delay")));
        if (options.get("by").equals("systemd")) {
            new ProcessBuilder(List.of("systemctl", options.get("what")))
                    .start()
                    .waitFor();
        } else {
            new ProcessBuilder("sync").start().waitFor();
            // emergency sync, then reboot or power off (Documentation/admin-guide/sysrq.rst of the kernel)
            for (String key : List.of("s", options.get("what").equals("reboot") ? "b" : "o")) {
                Files.writeString(TRIGGER, key);
            }
        }
        Thread.currentThread().join();
    }
}
