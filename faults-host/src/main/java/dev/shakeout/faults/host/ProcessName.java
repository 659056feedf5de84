package dev.shakeout.faults.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names by which a person may know a process. */
final class ProcessName {
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--add-modules",
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "--limit-modules",
            "--upgrade-module-path",
            "--patch-module",
            "--source",
            "--enable-native-access",
            "--describe-module",
            "-d");

    private ProcessName() {}

    /** Best name first: what a Java process runs, then the name it was started by, then the kernel's own. */
    static List<String> all(String comm, List<String> argv) {
        var names = new java.util.LinkedHashSet<String>();
        if (!argv.isEmpty()) {
            String program = base(argv.getFirst());
            if (program.equals("java")) {
                javaProgram(argv).ifPresent(names::add);
            }
            names.add(program);
        }
        names.add(comm);
        names.remove("");
        return List.copyOf(names);
    }

    private static Optional<String> javaProgram(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.equals("-jar")) {
                return i + 1 < argv.size() ? Optional.of(withoutEnding(base(argv.get(i + 1)))) : Optional.empty();
            }
            if (word.equals("-m") || word.equals("--module")) {
                return i + 1 < argv.size() ? Optional.of(simple(argv.get(i + 1))) : Optional.empty();
            }
            if (OPTIONS_WITH_VALUE.contains(word)) {
                i++;
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                return Optional.of(word.endsWith(".java") ? withoutEnding(base(word)) : simple(word));
            }
        }
        return Optional.empty();
    }

    private static String simple(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('/')) + 1);
    }

    private static String withoutEnding(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
