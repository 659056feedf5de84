package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the launcher starts does what the jars do that it is made of, without call sites to link. */
class StartJarTest {
    private static final String SAMPLE = """
            public class Sample {
                enum Word { A, B { @Override public String toString() { return "bee"; } }, C, D }
                sealed interface Shape permits Dot, Line {}
                record Dot(int x, double y, char c, String name) implements Shape {}
                record Line(Dot from, long[] to) implements Shape {}
                interface Guarded {
                    default String of(Word word, boolean all) {
                        return switch (word) {
                            case Word w when all && w == Word.A -> "all A";
                            case B -> "B";
                            case Word w when all -> "all " + w;
                            case Word _ -> "rest";
                        };
                    }
                }
                static String known(Word word) {
                    return switch (word) { case null -> "null"; case A, C -> "AC"; case B -> "B"; default -> "else"; };
                }
                static String of(Object thing) {
                    return switch (thing) {
                        case Dot(int x, _, _, var name) when x > 1 -> name;
                        case Dot _ -> "dot";
                        case Line(Dot(int x, _, _, _), _) -> "line " + x;
                        case Word.C -> "C";
                        case String text -> text;
                        case null, default -> "other";
                    };
                }
                public static void main(String[] arguments) {
                    for (Word word : Word.values()) {
                        System.out.println(new Guarded() {}.of(word, true) + new Guarded() {}.of(word, false) + known(word) + of(word));
                    }
                    System.out.println(known(null) + of(null));
                    try {
                        System.out.println(new Guarded() {}.of(null, true));
                    } catch (NullPointerException _) {
                        System.out.println("none");
                    }
                    var dot = new Dot(1, -0.0, 'c', null);
                    var line = new Line(dot, new long[] {1});
                    for (Object thing : new Object[] {dot, new Dot(2, Double.NaN, 'd', "two"), line, "text", 5}) {
                        System.out.println(of(thing) + dot.equals(thing) + line.equals(thing));
                    }
                    System.out.println(dot.hashCode() + " " + dot.equals(new Dot(1, 0.0, 'c', null))
                            + dot.equals(new Dot(1, -0.0, 'c', null)) + new Dot(2, Double.NaN, 'd', "two").hashCode());
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void doesWhatItsPartsDo() throws IOException, InterruptedException {
        Path jar = jar(compiled());
        Path made = folder.resolve("made.jar");
        String script = Path.of(System.getProperty("shakeout.home", "."), "bin/StartJar.java")
                .toString();

        assertThat(java(script, jar.toString(), made.toString())).isEmpty();

        String expected = java("-cp", jar.toString(), "Sample");
        assertThat(expected).contains("all C", "line 1", "none");
        assertThat(java("-cp", made.toString(), "Sample")).isEqualTo(expected);
        assertThat(Files.readString(jar, StandardCharsets.ISO_8859_1)).contains("SwitchBootstraps");
        String code = tool("javap", "-p", "-c", "-cp", made.toString(), "Sample", "Sample$Guarded", "Sample$Dot");
        assertThat(code).doesNotContain("typeSwitch:", "enumSwitch:", ":equals:", ":hashCode:");
    }

    private Map<String, byte[]> compiled() throws IOException {
        Path source = Files.writeString(folder.resolve("Sample.java"), SAMPLE);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(status).isZero();
        var compiled = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                compiled.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    /** One that names another, as the launcher's does. */
    private Path jar(Map<String, byte[]> entries) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Path other = folder.resolve("other.jar");
        try (OutputStream out = Files.newOutputStream(other)) {
            new JarOutputStream(out, manifest).close();
        }
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other.jar");
        Path jar = folder.resolve("sample.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.setLevel(0);
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        return tool("java", arguments);
    }

    private static String tool(String name, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", name).toString()), Stream.of(arguments));
        List<String> words = command.toList();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
