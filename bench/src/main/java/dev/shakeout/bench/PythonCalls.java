package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** A run of many python activities of a function that does nothing, beside Chaos Toolkit with the same file. */
public final class PythonCalls {
    private PythonCalls() {}

    /** The number of activities may be given; 1000 otherwise. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int activities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        try (var folder = TemporaryFolder.make("python-calls")) {
            Files.writeString(folder.path().resolve("nothing.py"), "def nothing():\n    return True\n");
            var beside = new BesideChaos(folder.path());
            beside.add(activities + " python activities", calls(activities));
            beside.add("1 python activity", calls(1));
            beside.measureAndPrint();
        }
    }

    private static List<String> calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"type\": \"action\", \"name\": \"call %d\", \"provider\": {\"type\": \"python\","
                                .formatted(i)
                        + " \"module\": \"nothing\", \"func\": \"nothing\"}}")
                .toList();
    }
}
