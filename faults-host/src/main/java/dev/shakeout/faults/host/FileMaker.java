package dev.shakeout.faults.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A small process of its own that makes empty files: {@code --folder=DIR --files=N}. When there is no inode left it tries
 * again until it has made them all, as others give some back.
 */
public final class FileMaker {
    private static final int PER_FOLDER = 10_000;

    private FileMaker() {}

    public static void main(String[] arguments) {
        var options = Options.of(arguments);
        Path folder = Path.of(options.get("folder"));
        long files = Long.parseLong(options.get("files"));
        var maker = new Thread(() -> make(folder, files), "maker");
        maker.setDaemon(true);
        maker.start();
        Parent.readyUntilItEnds();
    }

    /** Folders take inodes too. */
    private static void make(Path folder, long files) {
        long made = 0;
        Path inner = folder;
        while (made < files) {
            try {
                if (made % PER_FOLDER == 0) {
                    inner = Files.createDirectory(folder.resolve("d" + made));
                } else {
                    Files.createFile(inner.resolve("f" + made));
                }
                made++;
            } catch (IOException _) {
                if (!Files.isDirectory(folder)) {
                    return; // it was taken back
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
