package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a ledger on a small disk of its own that fills up and is made read-only, and prints what came of it. */
final class FullDisk {
    private final Path disk;
    private final Path marks;
    private final Machine machine;
    private final RunFolder folder;
    private final Injector injector;

    private FullDisk(Path disk, Path marks) throws IOException {
        this.disk = disk;
        this.marks = marks;
        this.machine = Machines.in(disk);
        this.folder = RunFolder.create(machine.folders(), "disk");
        this.injector = new Injector(folder, machine.processes());
        Files.writeString(folder.path().resolve("owner"), ""); // for recover, its owner is gone
    }

    /** DISK MARKS: a small disk that may be filled, and a folder on another one. */
    public static void main(String[] arguments) throws Exception {
        new FullDisk(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        inject("early");
        Machines.sh("cat /dev/zero >'" + disk + "/fill' 2>/dev/null");
        inject("full");
        say("left when full", injector.takeBackAll().commands());
        say("marks", marks());
        Files.delete(disk.resolve("fill"));
        inject("again");
        remount("ro");
        inject("read-only");
        say("read-only undo", injector.takeBackAll().complete());
        say("marks", marks());
        say("recover", new Recover(machine).deadRuns().getFirst());
        remount("rw");
        say("recover later", new Recover(machine).deadRuns().getFirst().clean());
        say("folder", folder.exists());
    }

    private void inject(String name) throws InterruptedException {
        String mark = marks.resolve(name).toString();
        var step = Step.command("mark", List.of("touch", mark), Inverse.of("rm -f \"$1\"", mark));
        var target = new Target("host", "here", "here", Map.of());
        try {
            injector.inject(new Injection(
                    name, "activity", "fault", target, "rung", List.of(step), "", List.of(), Optional.empty()));
            say(name, "injected");
        } catch (IOException | Injector.StepFailed e) {
            say(name, e instanceof IOException ? "no ledger" : e.getMessage());
        }
        say(name + " is there", Files.exists(Path.of(mark)));
    }

    private List<String> marks() throws IOException {
        try (var files = Files.list(marks)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void remount(String how) {
        var finished = machine.processes().run(List.of("mount", "-o", "remount," + how, disk.toString()));
        if (!finished.ok()) {
            throw new IllegalStateException(finished.toString());
        }
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }
}
