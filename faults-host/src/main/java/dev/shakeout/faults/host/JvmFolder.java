package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What we and our agent in a JVM tell each other, in a folder that both reach. It is ours; the JVM's user may read it, and
 * write into {@code said}, so that nobody can lead us elsewhere by a link. The fault is on as long as the file {@code on}
 * is there.
 *
 * @param namespace of the mounts of the target, where those are not ours; else ""
 */
record JvmFolder(Token token, Target target, String namespace, Machine machine) {
    private static final int LONGEST_STATUS = 64 << 10;

    /** $3 the folder, $4 and $5 user and group of the JVM if they are not ours, else "". */
    private static final String MAKE = """
            umask 022
            mkdir -m 700 "$3" && mkdir -m 700 "$3/said" && : >"$3/on" || exit 1
            [ -z "$4" ] || { chown "$4:$5" "$3/said" && chgrp "$5" "$3" && chmod 750 "$3"; }""";

    /** What does not answer is not over: then nothing is removed, and this is not through. */
    private static final String RELEASE = """
            rm -f -- "$3/on"
            tries=0
            while [ -e "$3/said/begun" ] && [ ! -e "$3/said/off" ]; do
              same "$1" "$2" || exit 0
              if [ $tries -ge 200 ] || grep -q '^stuck=' "$3/said/status" 2>/dev/null; then
                echo "the JVM $1 does not say that its classes are as before: if it is stopped, let it go on (kill -s CONT $1)" >&2
                exit 1
              fi
              tries=$((tries + 1))
              sleep 0.05 2>/dev/null || sleep 1
            done""";

    private static final String NOT_WHILE_ON = """
            if [ -e "$3/said/begun" ] && [ ! -e "$3/said/off" ] && same "$1" "$2"; then
              echo "the JVM $1 still needs $3" >&2
              exit 1
            fi
            """;

    /** $3 the folder as we reach it, $4 as the JVM sees it, $5 the namespace. The JVM may have ended, and others be there. */
    private static final String REMOVE_THERE = """
            [ ! -e "$3" ] || { rm -rf -- "$3" && exit 0; }
            for process in /proc/[0-9]*; do
              [ "$(readlink "$process/ns/mnt" 2>/dev/null)" = "$5" ] || continue
              rm -rf -- "$process/root$4" && exit 0
            done
            exit 0""";

    static JvmFolder of(Target target, Machine machine) {
        var place = MountPlace.of("/tmp", target, machine);
        return new JvmFolder(Token.fresh(), target, place.namespace(), machine);
    }

    /** As the JVM sees it. */
    String inside() {
        return "/tmp/" + token.text();
    }

    /** As we reach it. */
    String path() {
        return namespace.isEmpty() ? inside() : "/proc/" + target.detail("pid") + "/root" + inside();
    }

    Step make() {
        boolean theirs = machine.isRoot();
        return Step.command(
                "make a folder that " + target + " reaches",
                SameProcess.command(
                        target, MAKE, path(), theirs ? effective("Uid") : "", theirs ? effective("Gid") : ""),
                remove());
    }

    /** The second of real, effective, saved and of the file system (proc_pid_status(5)). */
    private String effective(String kind) {
        return new Procfs(machine)
                .status(target.detail("pid"), kind)
                .map(ids -> ids.split("\\s+", -1)[1])
                .orElse("0");
    }

    private Inverse remove() {
        List<String> arguments = SameProcess.arguments(target, path(), inside(), namespace);
        return namespace.isEmpty()
                ? new Inverse(SameProcess.SAME + NOT_WHILE_ON + "rm -rf -- \"$3\"", arguments).lasting()
                : new Inverse(SameProcess.SAME + NOT_WHILE_ON + REMOVE_THERE, arguments);
    }

    /** @param order what is to be done, KEY=VALUE each */
    Step enter(String what, List<String> order) {
        var child = new ArrayList<>(machine.java());
        child.addAll(List.of(
                JvmAttach.class.getName(),
                token.option(),
                "--pid=" + target.detail("pid"),
                "--start=" + target.detail("start"),
                "--folder=" + path(),
                "--inside=" + inside()));
        order.forEach(each -> child.add("--order=" + each));
        return Step.command(what, child, SameProcess.inverse(target, RELEASE, path()));
    }

    /** What the agent said last; empty while there is none. */
    Optional<Properties> said() throws IOException {
        return said(Path.of(path()));
    }

    /** Written by whoever the JVM belongs to, so no more of it is read than there can be. */
    static Optional<Properties> said(Path folder) throws IOException {
        Path status = folder.resolve("said").resolve("status");
        if (!Files.isRegularFile(status)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(status)) {
            var said = new Properties();
            said.load(new java.io.StringReader(
                    new String(in.readNBytes(LONGEST_STATUS), java.nio.charset.StandardCharsets.UTF_8)));
            return Optional.of(said);
        } catch (java.nio.file.NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(status + " is damaged", e);
        }
    }
}
