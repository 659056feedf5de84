package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running proxy says of itself in its control folder, in a file named proxy. A fault is a file TOKEN.fault beside
 * it, put there by rename so that it is never seen half written; taking it back is removing it.
 *
 * @param listen HOST:PORT that clients connect to
 * @param upstream HOST:PORT of the service behind it
 * @param pid of the proxy, to be read together with its start time
 */
public record ControlFolder(Path folder, String listen, String upstream, long pid, long start) {
    private static final String FILE = "proxy";

    static void announce(Path folder, String listen, String upstream) throws IOException {
        var text = List.of(
                "listen=" + listen,
                "upstream=" + upstream,
                "pid=" + ProcessHandle.current().pid(),
                "start=" + ownStart());
        Path fresh = folder.resolve("." + FILE);
        Files.write(fresh, text);
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Field 22 of /proc/self/stat, counted from the end of the name, which may itself hold spaces. */
    private static long ownStart() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    }

    /** Empty when no proxy has ever used this folder. It may have ended since; compare its pid and start time. */
    public static Optional<ControlFolder> read(Path folder) {
        var said = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve(FILE))) {
            said.load(reader);
            return Optional.of(new ControlFolder(
                    folder,
                    said.getProperty("listen", ""),
                    said.getProperty("upstream", ""),
                    Long.parseLong(said.getProperty("pid", "0")),
                    Long.parseLong(said.getProperty("start", "0"))));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The name of the file that holds a fault. */
    public static String file(String token) {
        return token + Control.ENDING;
    }
}
