package dev.shakeout.faults.host;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Recover;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs in a virtual machine and prints what it saw for {@link HostFaultsTest}: FOLDER reboot, or FOLDER after. */
final class OnHostToEnd {
    private OnHostToEnd() {}

    public static void main(String[] arguments) throws Exception {
        Uml.orElseEnd();
        Path folder = Path.of(arguments[0]);
        Machine machine = Machines.in(folder);
        if (arguments[1].equals("after")) {
            say("recovered", new Recover(machine).deadRuns());
            say("left", Files.exists(folder.resolve("data/kept")) ? files(folder.resolve("data")) : "too little");
            return;
        }
        Target host = new HostFinder().find(Arguments.NONE, machine).getFirst();
        jump(host, machine);
        cancelled(host, machine);
        Files.createDirectories(folder.resolve("data"));
        Files.createFile(folder.resolve("data/kept"));
        say(
                "verdict",
                new Runner(Catalog.installed(), machine, Map.of(), "test")
                        .run(new Planner(Catalog.installed(), machine).plan(reboot(folder), 1), new Stop(), List.of())
                        .verdict());
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void jump(Target host, Machine machine) throws Exception {
        var rung = new TimeJump().rungs().getFirst();
        Arguments ahead = acknowledged(new TimeJump(), TimeJump.ACKNOWLEDGE)
                .with(TimeJump.OFFSET, new Offset.Kind().parse(Json.of("+1h")));
        say(
                "clock missing",
                rung.missing(machine)
                        .or(() -> rung.missingFor(host, ahead, machine))
                        .orElse("nothing"));
        var one = rung.plan(host, ahead, machine);
        var two = rung.plan(host, ahead.with(TimeJump.OFFSET, new Offset.Kind().parse(Json.of("-10m"))), machine);
        var before = one.effect().read();
        try (var first = new Injections(one.steps(), host, machine);
                var second = new Injections(two.steps(), host, machine)) {
            say("jump", first.inject().orElse("done"));
            say("ahead", one.effect().read().value() - before.value());
            say("clock bites", one.effect().bites(before, one.effect().read()));
            say("second jump", second.inject().orElse("done"));
            say("both", one.effect().read().value() - before.value());
            first.takeBack();
            say("second alone", one.effect().read().value() - before.value());
            second.takeBack();
            machine.processes().run(one.steps().getFirst().undo().orElseThrow().argv());
        }
        say("right again", one.effect().read().value() - before.value());
        say("clock gone", one.effect().gone(before, one.effect().read()));
    }

    private static Arguments acknowledged(Fault fault, dev.shakeout.model.Parameter<String> words) {
        return Arguments.NONE.with(words, words.type().parse(Json.of(((Acknowledgement) words.type()).words())));
    }

    /** One that is taken back before its time. */
    private static void cancelled(Target host, Machine machine) throws Exception {
        var rung = new HostReboot().rungs().getLast();
        Arguments soon =
                acknowledged(new HostReboot(), HostReboot.ACKNOWLEDGE).with(HostEnd.DELAY, Duration.ofSeconds(1));
        say(
                "reboot missing",
                rung.missing(machine)
                        .or(() -> rung.missingFor(host, soon, machine))
                        .orElse("nothing"));
        var prepared = rung.plan(host, soon, machine);
        var before = prepared.effect().read();
        try (var on = new Injections(prepared.steps(), host, machine)) {
            say("pending", on.inject().orElse("done"));
            say(
                    "pending bites",
                    prepared.effect().bites(before, prepared.effect().read()));
            on.takeBack();
            say("pending gone", prepared.effect().gone(before, prepared.effect().read()));
        }
        Thread.sleep(1500); // it must not happen now
        say("cancelled", "still here");
    }

    /** A disk that is filled in the background, so that something lasting must be taken back, and then the reboot. */
    private static Experiment reboot(Path folder) {
        Arguments fill = Arguments.NONE
                .with(DiskFill.PATH, folder.resolve("data").toString())
                .with(DiskFill.SIZE, Bytes.mebibytes(1))
                .with(FileSystemSpace.FLOOR, Bytes.mebibytes(1));
        Arguments soon =
                acknowledged(new HostReboot(), HostReboot.ACKNOWLEDGE).with(HostEnd.DELAY, Duration.ofSeconds(2));
        return Experiment.of(
                "a reboot",
                List.of(action("fill", "disk/fill", fill, true), action("reboot", "host/reboot", soon, false)));
    }

    private static Activity action(String name, String fault, Arguments arguments, boolean background) {
        var selector = new Selector("host", Arguments.NONE, new Selector.Mode.All());
        var call = new Provider.FaultCall(fault, selector, arguments, Optional.of(Duration.ofSeconds(60)));
        return new Activity.Action(
                Activity.Written.named(name, new Position("test", 1, 1)).inBackground(background), call);
    }

    private static void say(String what, Object value) {
        System.out.println("RESULT " + what + " = " + value);
    }
}
