package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.Options;
import dev.shakeout.faults.host.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.cryptomator.jfuse.api.Fuse;
import org.cryptomator.jfuse.api.FuseBuilder;
import org.cryptomator.jfuse.api.FuseMountFailedException;

/**
 * A small process of its own that is a file system: {@code --token=T --notes=PATH --under=DIR --over=DIR --point=DIR --uid=0
 * --gid=0}. What is below the one folder is seen over the other, with the trouble that the notes ask for (see {@link
 * Troubles}).
 *
 * <p>Each fault at a place has such a process, and each of them does what all ask for; so one is enough. The oldest is
 * mounted, the others stand by. When it is taken back, the next one takes its place.
 */
public final class FaultyFiles {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final long LOOK_NANOS = 10_000_000;

    private final Options options;
    private final Troubles troubles;
    private final Fuse fuse;

    private FaultyFiles(Options options) throws IOException {
        this.options = options;
        troubles = Troubles.at(options.get("notes"));
        var owner = new Passthrough.Owner(Integer.parseInt(options.get("uid")), Integer.parseInt(options.get("gid")));
        FuseBuilder builder = Fuse.builder();
        builder.setLibraryPath(options.get("library"));
        fuse = builder.build(new Passthrough(Path.of(options.get("under")), troubles, owner, builder.errno()));
    }

    public static void main(String[] arguments) throws IOException {
        var files = new FaultyFiles(Options.of(arguments));
        Parent.work("reading notes", files.troubles::follow);
        if (files.isNext()) {
            files.mount();
        } else {
            Parent.work("standing by", files::mountWhenNext);
        }
        Parent.readyUntilItEnds();
    }

    private void mountWhenNext() throws IOException {
        while (!isNext()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        mount();
    }

    /** Fields of a line: id, parent, device, root, mount point, …, "-", type, source. */
    private boolean isNext() throws IOException {
        if (!troubles.oldest(options.get("token"))) {
            return false;
        }
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            return mounts.filter(line -> line.split(" ", -1)[4].equals(options.get("point")))
                    .noneMatch(line -> line.contains(" - fuse") && line.contains(" shakeout-"));
        }
    }

    private void mount() throws IOException {
        try {
            fuse.mount(
                    "shakeout",
                    Path.of(options.get("over")),
                    "-oallow_other,default_permissions,attr_timeout=0,entry_timeout=0,negative_timeout=0,fsname="
                            + options.get("token"));
            troubles.begin();
        } catch (FuseMountFailedException e) {
            throw new IOException("nothing can be mounted over " + options.get("over") + ": " + e.getMessage(), e);
        }
    }
}
