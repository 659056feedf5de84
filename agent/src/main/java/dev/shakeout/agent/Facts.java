package dev.shakeout.agent;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.util.List;

/** Of the place where an agent is, for whoever has to understand why something works there or not. */
final class Facts {
    private Facts() {}

    static Json.Obj of(Machine machine, String version) {
        return Json.object(
                "version",
                version,
                "kernel",
                System.getProperty("os.version", ""),
                "user",
                machine.processes().run(List.of("id", "-u")).output().strip(),
                "capabilities",
                Line.of(Capabilities.own(machine).effective()));
    }
}
