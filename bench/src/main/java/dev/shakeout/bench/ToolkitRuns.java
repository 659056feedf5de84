package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Runs of Chaos Toolkit's own kinds of activities, beside that tool with the same files. */
public final class ToolkitRuns {
    private ToolkitRuns() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var server = new BareServer();
                var folder = TemporaryFolder.make("toolkit-runs")) {
            String url = "http://127.0.0.1:" + server.port() + "/";
            var beside = new BesideChaos(folder.path());
            beside.add("1 process activity", activities(1, "\"type\": \"process\", \"path\": \"true\"", ""));
            beside.add("1000 process activities", activities(1000, "\"type\": \"process\", \"path\": \"true\"", ""));
            beside.add("200 http probes", activities(200, "\"type\": \"http\", \"url\": \"" + url + "\"", ""));
            beside.add(
                    "20 in the background, 1 s each",
                    activities(
                            20,
                            "\"type\": \"process\", \"path\": \"sleep\", \"arguments\": [\"1\"]",
                            "\"background\": true, "));
            beside.measureAndPrint();
            beside.printMemory("1 process activity");
        }
    }

    private static List<String> activities(int count, String provider, String more) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"type\": \"probe\", \"name\": \"call %d\", %s\"provider\": {%s}}"
                        .formatted(i, more, provider))
                .toList();
    }
}
