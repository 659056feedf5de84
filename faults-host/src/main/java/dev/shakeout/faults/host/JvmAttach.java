package dev.shakeout.faults.host;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Brings our agent into a JVM with an order, waits until that is carried out, and ends. */
public final class JvmAttach {
    private JvmAttach() {}

    @SuppressWarnings("SystemExitOutsideMain") // this is the main class of a process of its own
    public static void main(String[] words) throws IOException {
        var options = Options.of(words);
        Optional<String> complaint = enter(options);
        complaint.ifPresent(System.err::println);
        System.exit(complaint.isPresent() ? 1 : 0);
    }

    private static Optional<String> enter(Options options) throws IOException {
        String pid = options.get("pid");
        Path folder = Path.of(options.get("folder"));
        if (SignalTarget.of(Long.parseLong(pid), Long.parseLong(options.get("start")))
                .isEmpty()) {
            return Optional.of("process " + pid + " has ended meanwhile");
        }
        write(options.all("order"), options.get("token"), folder.resolve("order"));
        AgentJar.write(folder.resolve("agent.jar"));
        try {
            VirtualMachine machine = VirtualMachine.attach(pid);
            try {
                machine.loadAgent(options.get("inside") + "/agent.jar", options.get("inside"));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            return Optional.of("the JVM " + pid + " does not let an agent in: " + e.getMessage());
        }
        Optional<Properties> said = JvmFolder.said(folder);
        return said.isEmpty()
                ? Optional.of("our agent in the JVM " + pid + " says nothing")
                : said.map(each -> each.getProperty("refused")).map(why -> "the JVM " + pid + " cannot do it: " + why);
    }

    private static void write(List<String> order, String token, Path file) throws IOException {
        var values = new Properties();
        values.setProperty("token", token);
        for (String each : order) {
            int at = each.indexOf('=');
            values.setProperty(each.substring(0, at), each.substring(at + 1));
        }
        try (var writer = Files.newBufferedWriter(file)) {
            values.store(writer, null);
        }
        AgentJar.readable(file);
    }
}
