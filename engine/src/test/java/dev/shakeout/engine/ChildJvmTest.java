package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
    @TempDir
    Path folder;

    private Path cache;

    /** What a child of ours does, as far as its parent sees. */
    static final class Ready {
        private Ready() {}

        public static void main(String[] arguments) {
            System.out.println("ready");
        }
    }

    @BeforeEach
    void name() {
        cache = folder.resolve("children.aot");
    }

    @Test
    void starts_without_a_word_where_there_is_no_cache() throws Exception {
        assertThat(said(ChildJvm.command(""))).isEqualTo("ready\n");
        assertThat(said(ChildJvm.command(cache.toString()))).isEqualTo("ready\n");
    }

    @Test
    void starts_without_a_word_where_the_cache_is_something_else() throws Exception {
        Files.writeString(cache, "no cache\n".repeat(10_000));
        assertThat(said(ChildJvm.command(cache.toString()))).isEqualTo("ready\n");
        Files.writeString(cache, "");
        assertThat(said(ChildJvm.command(cache.toString()))).isEqualTo("ready\n");
    }

    @Test
    void takes_a_cache_that_fits_and_passes_over_one_that_does_not() throws Exception {
        Path jar = jar("child.jar");
        make(jar);
        String must = "-XX:AOTMode=on"; // ends at once where it cannot
        assertThat(said(child(jar), must)).isEqualTo("ready\n");
        String unlike = "--add-modules=java.sql";
        assertThat(said(child(jar), must, unlike)).doesNotContain("ready");
        assertThat(said(child(jar), unlike)).isEqualTo("ready\n");
        byte[] whole = Files.readAllBytes(cache);
        Files.write(cache, Arrays.copyOf(whole, whole.length / 2)); // a full disk
        assertThat(said(child(jar))).isEqualTo("ready\n");
    }

    private void make(Path jar) throws IOException, InterruptedException {
        said(child(jar), "-XX:AOTCacheOutput=" + cache);
        assertThat(cache).isNotEmptyFile();
    }

    /** From a jar, as the JVM makes no cache for folders. */
    private List<String> child(Path jar) {
        var command = new ArrayList<>(ChildJvm.command(Files.exists(cache) ? cache.toString() : ""));
        command.set(command.size() - 1, jar.toString());
        return command;
    }

    private Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        String entry = Ready.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var in = Ready.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    /** All that it says, also of itself. */
    private static String said(List<String> child, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(child);
        command.addAll(List.of(options));
        command.add(Ready.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
