package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The faults in force: those given at the start, and those in the control folder, one per file whose name ends in {@link
 * #ENDING}. A file comes and goes as a whole, by rename and remove; it is never written to in place.
 */
final class Control {
    static final String ENDING = ".fault";
    private static final Duration INTERVAL = Duration.ofMillis(25);

    private final List<Faults.Named> given;
    private final List<Consumer<Faults>> watchers = new CopyOnWriteArrayList<>();
    private final Map<TlsFiles, TlsIdentity> identities = new ConcurrentHashMap<>();
    private volatile Faults now;
    private final AtomicInteger changes = new AtomicInteger();

    Control(List<String> given) {
        this.given = loaded(Faults.parse("given", given));
        this.now = Faults.NONE.become(this.given);
    }

    /** What some of them need to look into encrypted connections; the first one's, if there are several. */
    Optional<TlsIdentity> tls(List<Faults.InForce> some) {
        return some.stream()
                .flatMap(each -> each.line().tls().stream())
                .findFirst()
                .map(files -> identities.computeIfAbsent(files, TlsFiles::load));
    }

    /** Files that are no use are found before anything goes by them. */
    private List<Faults.Named> loaded(List<Faults.Named> lines) {
        for (Faults.Named named : lines) {
            named.line().tls().ifPresent(files -> identities.computeIfAbsent(files, TlsFiles::load));
        }
        return lines;
    }

    Faults now() {
        return now;
    }

    /** Another number after each change; cheap to ask. */
    int changes() {
        return changes.get();
    }

    void onChange(Consumer<Faults> watcher) {
        watchers.add(watcher);
    }

    /** Follows the folder until this process ends. */
    @SuppressWarnings("BusyWait") // a look at one folder's time stamp is cheaper than a watch service's thread
    void follow(Path folder) throws IOException {
        apply(folder);
        Thread.ofPlatform().daemon().name("control").start(() -> {
            FileTime seen = FileTime.fromMillis(0);
            int looks = 0;
            boolean told = false;
            while (true) {
                try {
                    Thread.sleep(INTERVAL);
                    FileTime changed = Files.getLastModifiedTime(folder);
                    // Two changes within one tick of the file system's clock leave one time: look a few times more.
                    looks = changed.equals(seen) ? looks - 1 : 4;
                    seen = changed;
                    if (looks > 0) {
                        apply(folder);
                    }
                    told = false;
                } catch (IOException e) {
                    if (!told) {
                        System.err.println("cannot read the control folder: " + e);
                        told = true;
                    }
                    set(now.become(given));
                } catch (InterruptedException _) {
                    return;
                }
            }
        });
    }

    private void apply(Path folder) throws IOException {
        var lines = new ArrayList<>(given);
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                lines.addAll(parse(file));
            }
        }
        set(now.become(lines));
    }

    private List<Faults.Named> parse(Path file) {
        try {
            return loaded(Faults.parse(String.valueOf(file.getFileName()), read(file)));
        } catch (RuntimeException e) {
            System.err.println("ignored the fault in " + file + ": " + e.getMessage());
            return List.of();
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of(); // taken back between the listing and the reading
        }
    }

    private void set(Faults next) {
        if (!next.equals(now)) {
            now = next;
            identities
                    .keySet()
                    .retainAll(next.lines().stream()
                            .flatMap(line -> line.tls().stream())
                            .toList());
            changes.incrementAndGet();
            watchers.forEach(watcher -> watcher.accept(next));
        }
    }
}
