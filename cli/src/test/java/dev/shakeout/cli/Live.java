package dev.shakeout.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes by their whole command line, which {@link ProcessHandle.Info} leaves out where it is long. */
final class Live {
    private Live() {}

    /** Empty without a process. */
    static String commandLine(ProcessHandle process) {
        try {
            byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return new String(words, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }

    /** Every process whose command line names this folder: sentinels, steps, undos. */
    static List<ProcessHandle> naming(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(folder.toString()))
                .toList();
    }
}
