package dev.shakeout.jvm;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What is to be done, as it lies in the folder. */
final class Order {
    private final Properties values;

    Order(Properties values) {
        this.values = values;
    }

    static Order in(File folder) throws IOException {
        Properties values = new Properties();
        try (Reader reader =
                new InputStreamReader(new FileInputStream(new File(folder, "order")), StandardCharsets.UTF_8)) {
            values.load(reader);
        }
        return new Order(values);
    }

    boolean has(String name) {
        return values.getProperty(name) != null;
    }

    /** "" when it is not there. */
    String get(String name) {
        return values.getProperty(name, "");
    }

    /** 0 when it is not there. */
    long number(String name) {
        return Long.parseLong(values.getProperty(name, "0"));
    }
}
