package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.proxy.ControlFolder;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A proxy that someone put on a link beforehand, for us to break. Needs no privilege but to write to its folder. */
record DeclaredLink(String name, ControlFolder control) {
    /** All that run, by name: those declared in the experiment, and those in the folder of links. */
    static Map<String, DeclaredLink> all(Machine machine) {
        var folders = new TreeMap<String, Path>();
        try (var known = Files.newDirectoryStream(machine.folders().links(), Files::isDirectory)) {
            known.forEach(folder -> folders.put(String.valueOf(folder.getFileName()), folder));
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            // nobody has made a link on this host
        }
        folders.putAll(machine.links());
        var links = new TreeMap<String, DeclaredLink>();
        folders.forEach((name, folder) -> ControlFolder.read(folder)
                .filter(control -> runs(control, machine))
                .ifPresent(control -> links.put(name, new DeclaredLink(name, control))));
        return links;
    }

    private static boolean runs(ControlFolder control, Machine machine) {
        return new Procfs(machine)
                .stat(control.pid())
                .filter(stat -> stat.start() == control.start() && !stat.ended())
                .isPresent();
    }

    /** The link that is named after a target: itself, or the one in front of a process. */
    static Optional<DeclaredLink> of(Target target, Machine machine) {
        return Optional.ofNullable(all(machine).get(target.name()));
    }

    static Optional<String> missing(Target target, Machine machine) {
        return of(target, machine).isPresent()
                ? Optional.empty()
                : Optional.of("no running proxy is declared for '" + target.name() + "' (looked for "
                        + machine.links()
                                .getOrDefault(
                                        target.name(), machine.folders().links().resolve(target.name()))
                        + ")");
    }

    /** Puts a fault into the proxy's folder as one line; see {@link ControlFolder}. */
    Step fault(String line) {
        String folder = control.folder().toAbsolutePath().toString();
        String file = ControlFolder.file(Token.fresh().text());
        return Step.shell(
                "tell the proxy of " + name + ": " + line,
                "printf '%s\\n' \"$3\" >\"$1/.$2\" && mv \"$1/.$2\" \"$1/$2\"",
                java.util.List.of(folder, file, line),
                Inverse.of("rm -f \"$1/.$2\" \"$1/$2\"", folder, file));
    }

    /** Where clients of the link connect. */
    String host() {
        return control.listen().substring(0, control.listen().lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }

    int port() {
        return Integer.parseInt(control.listen().substring(control.listen().lastIndexOf(':') + 1));
    }
}
