package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads from a device past the kernel's memory, and writes to the file system on it so that it waits for the device.
 *
 * @param token names the file, which is removed at once
 */
record DeviceUse(MappedDevice device, MountPlace place, Token token, FileCalls calls, Machine machine) {
    /** $1 the device, $2 a file or nothing. Prints for each call its microseconds and whether it succeeded. */
    private static final String USE = """
            trap 'rm -f -- "$2"' EXIT
            call() {
              begun=$(date +%s%N)
              if "$@" >/dev/null 2>&1 </dev/null; then ok=yes; else ok=no; fi
              echo "$1 $((($(date +%s%N) - begun) / 1000)) $ok"
            }
            reading() { dd "if=$1" of=/dev/null bs=4096 count=1 iflag=direct; }
            writing() { dd if=/dev/zero "of=$1" bs=4096 count=1 conv=fsync; }
            for round in 1 2; do
              call reading "$1"
              [ -z "$2" ] || call writing "$2"
            done""";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** What came of it. */
    record Tried(List<Double> reading, List<Double> writing, int failed) {
        int calls() {
            return reading.size() + writing.size();
        }
    }

    Tried tried() {
        boolean writes = !device.readOnly(place)
                && calls.names().stream().anyMatch(name -> name.equals("write") || name.equals("sync"));
        String file = writes ? place.path() + "/." + token.text() : "";
        var reading = new ArrayList<Double>();
        var writing = new ArrayList<Double>();
        int failed = 0;
        for (String line : machine.processes()
                .run(List.of("sh", "-c", USE, "sh", device.file().toString(), file), LIMIT)
                .output()
                .lines()
                .toList()) {
            String[] word = line.split(" ", -1);
            (word[0].equals("reading") ? reading : writing).add(Long.parseLong(word[1]) / 1e3);
            failed += word[2].equals("no") ? 1 : 0;
        }
        return new Tried(reading, writing, failed);
    }

    /** Milliseconds of the fastest call that is to be slow. */
    double millis() {
        Tried tried = tried();
        var slow = new ArrayList<Double>();
        if (calls.names().contains("read")) {
            slow.addAll(tried.reading());
        }
        slow.addAll(tried.writing());
        return slow.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }
}
