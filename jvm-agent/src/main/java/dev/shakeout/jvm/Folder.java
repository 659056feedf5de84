package dev.shakeout.jvm;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The folder of an injection. Whoever injects owns it and takes all back by removing the file {@code on}; what we say goes
 * into {@code said}: {@code begun} before anything is changed, {@code status}, and {@code off} when all is as it was.
 */
final class Folder {
    private final File on;
    private final File said;

    Folder(File folder) {
        on = new File(folder, "on");
        said = new File(folder, "said");
    }

    /**
     * The one who takes back removes {@code on} and then looks for {@code begun}; so one of us always sees the other.
     *
     * @return whether it is still wanted
     */
    boolean begin() throws IOException {
        return new File(said, "begun").createNewFile() && wanted();
    }

    boolean wanted() {
        return on.exists();
    }

    /** Nobody ever sees a half of it. */
    void say(Map<String, Object> status) throws IOException {
        File fresh = new File(said, "status.new");
        try (Writer writer = new OutputStreamWriter(new FileOutputStream(fresh), StandardCharsets.UTF_8)) {
            for (Map.Entry<String, Object> entry : status.entrySet()) {
                writer.write(entry.getKey() + "="
                        + String.valueOf(entry.getValue()).replace("\\", "\\\\").replace("\n", " ") + "\n");
            }
        }
        if (!fresh.renameTo(new File(said, "status"))) {
            throw new IOException("cannot write " + said + "/status");
        }
    }

    void sayOff() throws IOException {
        new File(said, "off").createNewFile();
    }
}
