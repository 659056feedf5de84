package dev.shakeout.faults.host;

/** Something a test started and has to end. */
interface Part extends AutoCloseable {
    @Override
    void close();
}
