package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Percent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which faults no namespace can hold, and where they are run instead. Each says which calls it is about, and what this
 * machine lacks for them: on one that has it they are run.
 */
enum NotHere {
    OF_THE_API("on a real API server") {
        @Override
        boolean isAbout(Drill.Call call) {
            return Set.of("pod", "node", "workload", "object").contains(area(call));
        }

        @Override
        boolean isLacking(Drill.Call call, Machine machine) {
            return true; // a room has none
        }
    },
    END_OF_THE_HOST(
            "would end this machine, whose kernel a namespace shares; HostFaultsTest does it to a virtual one") {
        @Override
        boolean isAbout(Drill.Call call) {
            return Set.of("host/reboot", "host/shutdown").contains(call.fault());
        }

        /** The number of the namespace in which a kernel starts (PROC_PID_INIT_INO in its include/linux/proc_ns.h). */
        @Override
        boolean isLacking(Drill.Call call, Machine machine) {
            try {
                return !Files.readSymbolicLink(machine.proc("self/ns/pid")).endsWith("pid:[4026531836]");
            } catch (IOException e) {
                return true;
            }
        }
    },
    CLOCK_OF_THE_HOST("all namespaces share this machine's clock; HostFaultsTest changes that of a virtual one") {
        @Override
        boolean isAbout(Drill.Call call) {
            return call.fault().equals("time/jump");
        }

        /** Which clocks a namespace of time may have of its own (time_namespaces(7)). */
        @Override
        boolean isLacking(Drill.Call call, Machine machine) {
            return lines(machine.proc("self/timens_offsets")).stream().noneMatch(line -> line.startsWith("realtime"));
        }
    },
    MEMORY_OF_THE_HOST("more of this machine's memory than others can do without; it is run on containers") {
        private static final long ENOUGH = 1L << 30;

        @Override
        boolean isAbout(Drill.Call call) {
            return call.kind().equals("host")
                    && call.fault().equals("memory/fill")
                    && call.arguments().get("percent").isPresent();
        }

        @Override
        boolean isLacking(Drill.Call call, Machine machine) {
            double share = call.arguments()
                    .get("percent")
                    .map(percent -> Percent.parse(percent.text()).fraction())
                    .orElseThrow();
            return lines(machine.proc("meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .anyMatch(kibibytes -> share * Long.parseLong(kibibytes) * 1024 > ENOUGH);
        }
    },
    CORRELATION("only netem knows correlations, and this kernel has none; OtherKernelTest has one") {
        @Override
        boolean isAbout(Drill.Call call) {
            return call.arguments().get("correlation").isPresent();
        }

        @Override
        boolean isLacking(Drill.Call call, Machine machine) {
            return machine.fact(
                    "no netem, as tests see it",
                    () -> !machine.processes()
                            .run(List.of(
                                    "unshare",
                                    "--net",
                                    "sh",
                                    "-c",
                                    "PATH=$PATH:/usr/sbin:/sbin; tc qdisc add dev lo root netem delay 1ms"))
                            .ok());
        }
    },
    UNIT("the first process of a room is no systemd") {
        @Override
        boolean isAbout(Drill.Call call) {
            return call.target().get("unit").isPresent();
        }

        @Override
        boolean isLacking(Drill.Call call, Machine machine) {
            return !isFirst("systemd", machine);
        }
    };

    private final String why;

    NotHere(String why) {
        this.why = why;
    }

    abstract boolean isAbout(Drill.Call call);

    /** Whether this machine, as it is seen from here, cannot have it. */
    abstract boolean isLacking(Drill.Call call, Machine machine);

    static Optional<NotHere> why(Drill.Call call, Machine machine) {
        return Arrays.stream(values())
                .filter(each -> each.isAbout(call) && each.isLacking(call, machine))
                .findFirst();
    }

    @Override
    public String toString() {
        return why;
    }

    private static String area(Drill.Call call) {
        return call.fault().substring(0, call.fault().indexOf('/'));
    }

    private static boolean isFirst(String program, Machine machine) {
        return lines(machine.proc("1/comm")).contains(program);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
