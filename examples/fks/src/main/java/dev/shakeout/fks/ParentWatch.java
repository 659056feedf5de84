package dev.shakeout.fks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ends this process when its standard input ends, which is when its parent is gone, however it went. */
final class ParentWatch {
    private ParentWatch() {}

    static void start(InputStream input) {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            readToEnd(input);
            System.exit(0);
        });
    }

    private static void readToEnd(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input broke, taken as its end: " + e);
        }
    }
}
