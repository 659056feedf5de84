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

    /** $1 the folder, $2 the file, $3 how often it is read: prints each time how many of its bytes are wrong. */
    private static final String READ = """
            there sh -c '
              file=$1/$2
              head -c 4096 /dev/zero | tr "\\0" x >"$file" || exit 1
              round=0
              while [ $round -lt "$3" ]; do
                tr -d x <"$file" | wc -c
                round=$((round + 1))
              done
              rm -f -- "$file"' sh "$1" "$2" "$3\"""";

    /** $1 the folder, $2 the file, $3 how often it is asked, $4 for what. */
    private static final String ASK = """
            there sh -c '
              file=$1/$2
              : >"$file" || exit 1
              round=0
              while [ $round -lt "$3" ]; do
                stat -c "$4" -- "$file"
                round=$((round + 1))
              done
              rm -f -- "$file"' sh "$1" "$2" "$3" "$4\"""";

    private static final int OFTEN = 10;

    /** How many bytes were wrong each time that a file was read. */
    List<String> wrongBytes() {
        return lines(place.command(READ, name, Integer.toString(OFTEN)));
    }

    /**
     * What is told of a file, several times.
     *
     * @param format of stat(1)
     */
    List<String> attributes(String format) {
        return lines(place.command(ASK, name, Integer.toString(OFTEN), format));
    }

    private List<String> lines(List<String> command) {
        return machine.processes()
                .run(command)
                .output()
                .lines()
                .map(String::strip)
                .toList();
    }
}
