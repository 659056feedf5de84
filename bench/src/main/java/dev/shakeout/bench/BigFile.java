package dev.shakeout.bench;

import dev.shakeout.engine.TemporaryFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Validation of large experiments of growing size, which shows whether time grows with the size or faster. */
public final class BigFile {
    private static final List<Double> MEGABYTES = List.of(0.5, 1.0, 2.5, 5.0);

    private BigFile() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var folder = TemporaryFolder.make("big-file")) {
            var beside = new BesideChaos(folder.path(), "validate");
            for (double megabytes : MEGABYTES) {
                List<String> method = method((long) (megabytes * 1e6));
                beside.add(megabytes + " MB, " + method.size() + " activities", method);
            }
            beside.measureAndPrint();
        }
    }

    /** Of everything that could cost more than its share: names, references, placeholders, nested values. */
    private static List<String> method(long size) {
        var method = new ArrayList<String>();
        long written = 0;
        while (written < size) {
            String activity = activity(method.size());
            method.add(activity);
            written += activity.length() + 2;
        }
        return method;
    }

    private static String activity(int number) {
        return switch (number % 4) {
            case 0, 1 -> """
                    {"type": "probe", "name": "call %d", "tolerance": [200, 204], "provider": {"type": "http",
                     "url": "http://localhost:8080/orders/%d?of=${customer}", "timeout": 2,
                     "headers": {"Accept": "application/json", "X-Drill": "yes"}}}""".formatted(number, number);
            case 2 -> """
                    {"type": "action", "name": "do %d", "pauses": {"after": 0}, "provider": {"type": "process",
                     "path": "true", "arguments": ["--number", "%d", "--for", "${customer}"]}}""".formatted(number, number);
            default -> "{\"ref\": \"call " + (number - 2) + "\"}";
        };
    }
}
