package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever file a command is given: when it is too large it says so, and a small machine is enough to say it. */
class LimitsTest {
    /** Of the heap: less than any of the files. */
    private static final List<String> SMALL = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx128m");

    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        shakeout.write("fine.yaml", "title: t\ndescription: d\nmethod: []\n");
        var chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        try (var text = Files.newOutputStream(work.resolve("text.json"));
                var yaml = Files.newOutputStream(work.resolve("text.yaml"))) {
            text.write("{\"title\": \"".getBytes(StandardCharsets.UTF_8));
            yaml.write("title: ".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 100; i++) {
                text.write(chunk);
                yaml.write(chunk);
            }
            text.write("\"}".getBytes(StandardCharsets.UTF_8));
        }
        for (String file : List.of("huge.yaml", "huge.json")) {
            try (var hole = new RandomAccessFile(work.resolve(file).toFile(), "rw")) {
                hole.setLength(3L << 30); // takes no room on most disks
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            validate text.json                                  | text.json:1:1: the file is larger than 16 MB
            validate text.yaml                                  | text.yaml:1:1: the file is larger than 16 MB
            run huge.yaml                                       | huge.yaml:1:1: the file is larger than 16 MB
            plan /dev/zero                                      | /dev/zero:1:1: the file is larger than 16 MB
            validate fine.yaml --var-file text.json             | text.json:1:1: the file is larger than 16 MB
            validate fine.yaml --var-file /dev/zero             | /dev/zero:1:1: the file is larger than 16 MB
            --settings huge.yaml validate fine.yaml             | huge.yaml:1:1: the file is larger than 16 MB
            plan fine.yaml --policy text.yaml                   | text.yaml:1:1: the file is larger than 16 MB
            run fine.yaml --control-file text.yaml              | text.yaml:1:1: the file is larger than 16 MB
            report huge.json report.html                        | huge.json:1:1: the file is larger than 256 MB
            """)
    void aFileThatIsTooLargeIsToldAndNotRead(String line, String said) throws IOException {
        Ended ended = shakeout.startBehind(SMALL, line.strip().split(" +")).end();

        assertThat(ended.err()).contains(said).doesNotContain("\tat ", "OutOfMemory");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void whatThereIsNoMemoryForIsToldInWords() throws IOException {
        var values = new StringBuilder("title: t\nx-many: [1");
        values.append(",1".repeat(900_000)).append("]\n");
        shakeout.write("many.yaml", values.toString());

        Ended ended = shakeout.startBehind(List.of("env", "JAVA_TOOL_OPTIONS=-Xmx24m"), "validate", "many.yaml")
                .end();

        assertThat(ended.err()).contains("there is not enough memory for this").doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(7);
    }
}
