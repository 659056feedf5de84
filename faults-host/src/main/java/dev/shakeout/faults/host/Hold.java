package dev.shakeout.faults.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The grip of one of our children on a process that it stops now and then; see {@link Standstill} for the marks. Others
 * may want the same process stopped meanwhile: it goes on only when nobody does.
 */
final class Hold {
    private final SignalTarget process;
    private final Path folder;
    private final String prefix;
    private final Path own;
    private final FileChannel mark;
    private boolean over;

    /** @param marks what the names of all marks begin with, in full */
    private Hold(SignalTarget process, String marks, Path own) throws IOException {
        this.process = process;
        int slash = marks.lastIndexOf('/');
        this.folder = Path.of(marks.substring(0, slash));
        this.prefix = marks.substring(slash + 1);
        this.own = own;
        this.mark = FileChannel.open(own, StandardOpenOption.WRITE);
    }

    /** Empty when the process has ended. */
    static Optional<Hold> of(Options options) throws IOException {
        Optional<SignalTarget> process =
                SignalTarget.of(Long.parseLong(options.get("pid")), Long.parseLong(options.get("start")));
        if (process.isEmpty()) {
            return Optional.empty();
        }
        String marks = options.get("marks");
        return Optional.of(new Hold(process.get(), marks, Path.of(marks + options.get("mark"))));
    }

    /** The mark is there before the signal, so that whoever finds the process stopped knows why. */
    synchronized void stop() throws IOException {
        if (!over) {
            mark.write(ByteBuffer.wrap("paused\n".getBytes(StandardCharsets.US_ASCII)), 0);
            process.stop();
        }
    }

    synchronized void go() throws IOException {
        mark.truncate(0);
        if (!wantedByOthers()) {
            process.resume();
            if (wantedByOthers()) { // since we looked; their signal may have come before ours
                process.stop();
            }
        }
    }

    /** For the end of the child: from here on it stops nothing. */
    synchronized void leave() {
        over = true;
        try {
            go();
        } catch (IOException _) {
            process.resume(); // the runtime folder is gone, so nobody else holds it
        }
    }

    private boolean wantedByOthers() throws IOException {
        try (var marks = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path other : marks) {
                if (!other.equals(own) && other.toFile().length() > 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
