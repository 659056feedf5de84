package dev.shakeout.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The shakeout command by its launcher, as a user starts it.
 *
 * @param python what its Python activities and controls are to run in
 */
public record Shakeout(String python) implements Tool {
    private static final int MINUTES = 5;

    private static Path launcher() {
        return Path.of(System.getProperty("shakeout.home", ".."))
                .toAbsolutePath()
                .normalize()
                .resolve("shakeout");
    }

    @Override
    public String name() {
        return "shakeout";
    }

    @Override
    public List<String> start(Case given) {
        var words = new ArrayList<String>();
        words.add(launcher().toString());
        words.addAll(given.globalOptions());
        words.add(given.command().name().toLowerCase(Locale.ROOT));
        words.addAll(List.of("--compat", "chaostoolkit", "--python", python));
        return words;
    }

    /** Whether the command can do what is asked of it here at all. The first call makes the launcher ready. */
    static boolean knowsCompat() {
        return Ready.HELP.contains("--compat");
    }

    /** The command, made ready: it builds nothing when it is called. */
    public static Path launcherMadeReady() {
        if (Ready.HELP.isEmpty()) {
            throw new IllegalStateException(launcher() + " run --help says nothing");
        }
        return launcher();
    }

    private static final class Ready {
        static final String HELP = help();

        private static String help() {
            try {
                markBuilt(launcher().resolveSibling("cli/target"));
                Path said = Files.createTempFile("help", ".txt");
                Process process = new ProcessBuilder(launcher().toString(), "run", "--help")
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new IllegalStateException(launcher() + " run --help failed: " + Files.readString(said));
                }
                String help = Files.readString(said);
                Files.delete(said);
                return help;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /**
         * Tells the launcher that its jars are current when the build that runs this test has just made them, which the
         * class path shows: all of Shakeout's jars come from this tree. Else the launcher would build once more.
         */
        private static void markBuilt(Path target) throws IOException {
            Path tree = launcher().getParent();
            List<String> own = List.of(System.getProperty("java.class.path").split(":")).stream()
                    .filter(entry -> entry.endsWith(".jar") && entry.contains("shakeout"))
                    .toList();
            boolean fromHere = own.contains(target.resolve("shakeout.jar").toString())
                    && own.stream().allMatch(entry -> Path.of(entry).startsWith(tree));
            if (fromHere) {
                Files.writeString(target.resolve("built"), "");
                deleteCachesOlderThan(newest(target), target);
            }
        }

        private static long newest(Path target) throws IOException {
            long newest = target.resolve("shakeout.jar").toFile().lastModified();
            try (var jars = Files.newDirectoryStream(target.resolve("lib"), "*.jar")) {
                for (Path jar : jars) {
                    newest = Math.max(newest, jar.toFile().lastModified());
                }
            }
            return newest;
        }

        private static void deleteCachesOlderThan(long time, Path target) throws IOException {
            try (var caches = Files.newDirectoryStream(target, "shakeout-*.aot")) {
                for (Path cache : caches) {
                    if (cache.toFile().lastModified() < time) {
                        Files.delete(cache);
                    }
                }
            }
        }
    }
}
