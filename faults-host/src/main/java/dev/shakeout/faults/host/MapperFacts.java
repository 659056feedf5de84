package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables of the devices of the device mapper that steps name. */
record MapperFacts(Machine machine, Trace trace) {
    private static final Path FOLDER = Path.of("/dev/mapper");

    void see(HostPicture picture) {
        for (Path path : trace.paths()) {
            if (FOLDER.equals(path.getParent())) {
                var finished = MappedDevice.dmsetup(machine, "table", path.toString());
                if (finished.ok()) {
                    String table = finished.output().lines().map(String::strip).collect(Collectors.joining("\n"));
                    picture.add(Fact.value(
                            "",
                            "table of device " + path,
                            table,
                            Set.of(path.toString()),
                            Optional.of("echo " + Fact.command(table) + " | dmsetup load " + path
                                    + " && dmsetup resume " + path)));
                }
            }
        }
    }
}
