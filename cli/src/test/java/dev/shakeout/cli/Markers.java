package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Secrets that are known when they are seen: each has a beginning and an end of its own, so that half of one is seen too,
 * and letters in between that JSON, URLs and pages write otherwise.
 */
final class Markers {
    private final Map<String, String> markers = new LinkedHashMap<>();

    /** The secret of this name. */
    String of(String name) {
        return markers.computeIfAbsent(name, _ -> {
            String number = "%03d".formatted(markers.size() + 101);
            return "head" + number + "Zq&\"<é/+ " + name + " tail" + number + "Zq";
        });
    }

    /** The same without letters that need care, for a place that takes only words. */
    String plain(String name) {
        return markers.computeIfAbsent(name, _ -> {
            String number = "%03d".formatted(markers.size() + 101);
            return "head" + number + "Zq" + name + "tail" + number + "Zq";
        });
    }

    /** Where one of them, or half of one, is to be seen; each with what is around it. */
    List<String> in(String where, String text) {
        var found = new ArrayList<String>();
        markers.forEach((name, marker) -> {
            String head = marker.substring(0, 9);
            String tail = marker.substring(marker.length() - 9);
            var traces = new java.util.LinkedHashSet<>(
                    List.of(head, tail, URLEncoder.encode(marker, StandardCharsets.UTF_8)));
            traces.addAll(inBase64(marker));
            for (String trace : traces) {
                int at = text.indexOf(trace);
                if (at >= 0) {
                    found.add(name + " in " + where + ": …"
                            + text.substring(Math.max(0, at - 80), Math.min(text.length(), at + trace.length() + 80))
                            + "…");
                }
            }
        });
        return found;
    }

    /** Enough of it to be read, whatever stands before. */
    private static List<String> inBase64(String marker) {
        var letters = new ArrayList<String>();
        for (int before = 0; before < 3; before++) {
            byte[] bytes = ("x".repeat(before) + marker).getBytes(StandardCharsets.UTF_8);
            letters.add(Base64.getEncoder().encodeToString(bytes).substring(4, 16));
        }
        return letters;
    }

    /** In every file below a folder but those that were there for the command to read. */
    List<String> inFiles(Path folder, Set<Path> given) {
        var found = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !given.contains(each))
                    .filter(each -> !each.toString().contains("__pycache__"))
                    .toList()) {
                found.addAll(in(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** A search that finds nothing proves nothing unless it would find something. */
    void assertThatTheyAreSeen() {
        markers.forEach((name, marker) -> {
            assertThat(in("a text", "x " + marker.substring(0, 12))).as(name).isNotEmpty();
            assertThat(in(
                            "a text",
                            Base64.getEncoder().encodeToString(("ab:" + marker).getBytes(StandardCharsets.UTF_8))))
                    .as(name)
                    .isNotEmpty();
        });
    }
}
