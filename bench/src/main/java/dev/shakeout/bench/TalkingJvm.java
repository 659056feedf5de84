package dev.shakeout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A class of the bench in a JVM of its own, of which each line of output begins with a word. */
final class TalkingJvm implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

    /** As the launcher starts ours. */
    static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    private static final Pattern HEAP = Pattern.compile("(?m)^\\s*heap=\"([^\"]+)\"");

    private final Process process;
    private final BufferedReader output;

    private TalkingJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static TalkingJvm start(Class<?> main, String... arguments) throws IOException {
        return new TalkingJvm(new ProcessBuilder(command(main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static List<String> command(Class<?> main, String... arguments) {
        return command(List.of(), main, arguments);
    }

    /** With what else the launcher gives a server, in its own words. */
    static List<String> serverCommand(Class<?> main, String... arguments) throws IOException {
        String launcher = Files.readString(Path.of(System.getProperty("shakeout.home", "."), "shakeout"));
        Matcher heap = HEAP.matcher(launcher);
        if (!heap.find()) {
            throw new IOException("the launcher has no options for a server's heap");
        }
        return command(List.of(heap.group(1).split(" ")), main, arguments);
    }

    private static List<String> command(List<String> more, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(more);
        command.addAll(List.of(
                "-Dshakeout.home=" + System.getProperty("shakeout.home", "."),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    long pid() {
        return process.pid();
    }

    void say(String line) throws IOException {
        var input = process.outputWriter();
        input.write(line + "\n");
        input.flush();
    }

    /**
     * What follows the next line's word, if that is the one that is waited for.
     *
     * @param others told of lines that begin otherwise
     */
    String await(String word, Consumer<String> others) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
            others.accept(line);
        }
        throw new IOException("a process of the bench ended before it said '" + word + "'");
    }

    long awaitMicros(String word) throws IOException {
        return Long.parseLong(await(word, System.out::println));
    }

    /** Resident memory of a process, in MiB. */
    static double resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024; // kB (proc(5))
            }
        }
        throw new IOException("the kernel does not tell how much memory process " + pid + " has");
    }

    /** Processor time of a process, in seconds. */
    static double processor(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND; // utime, stime
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
