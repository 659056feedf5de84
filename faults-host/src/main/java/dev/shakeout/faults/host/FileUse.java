package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import java.util.Arrays;
import java.util.List;

/**
 * Uses files in a folder as a target would: makes one, writes, syncs, reads, lists, renames and deletes it, again and
 * again.
 *
 * @param name of the file; whatever is left of it is removed with the fault
 */
record FileUse(MountPlace place, String name, Machine machine) {
    /** Prints for each call how long it took, in microseconds, and whether it succeeded; ends after $3 rounds. */
    private static final String USE = """
            file=$1/$2
            call() {
              begun=$(date +%s%N)
              if there "$@" >/dev/null 2>&1 </dev/null; then ok=yes; else ok=no; fi
              echo "$((($(date +%s%N) - begun) / 1000)) $ok"
            }
            round=0
            while [ $round -lt "$3" ]; do
              call dd if=/dev/zero "of=$file" bs=512 count=1 conv=fsync
              call dd "if=$file" of=/dev/null bs=512
              call ls -l -- "$1"
              call mv -f -- "$file" "$file.2"
              call rm -- "$file.2"
              round=$((round + 1))
            done""";

    private static final int ROUNDS = 2;
    private static final int CALLS = 5;

    /**
     * What came of it.
     *
     * @param slowest of all, in milliseconds
     * @param sure the slowest kind of call, each by its fastest one: no chance makes all of a kind slow
     */
    record Tried(int calls, int failed, double slowest, double sure) {}

    Tried tried() {
        List<String[]> calls = machine.processes()
                .run(place.command(USE, name, Integer.toString(ROUNDS)))
                .output()
                .lines()
                .map(line -> line.split(" ", -1))
                .toList();
        int failed = (int) calls.stream().filter(call -> call[1].equals("no")).count();
        double[] fastest = new double[CALLS];
        double slowest = 0;
        for (int i = 0; i < calls.size(); i++) {
            double millis = Long.parseLong(calls.get(i)[0]) / 1e3;
            slowest = Math.max(slowest, millis);
            fastest[i % CALLS] = i < CALLS ? millis : Math.min(fastest[i % CALLS], millis);
        }
        return new Tried(
                calls.size(), failed, slowest, Arrays.stream(fastest).max().orElse(0));
    }
}
