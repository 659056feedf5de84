package dev.shakeout.jvm;

import java.io.ByteArrayOutputStream;

/** Instructions that are put together (JVM Specification 6.5). */
final class Code {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int stack;

    /** One without operands. */
    Code op(int opcode) {
        bytes.write(opcode);
        return this;
    }

    /** One with the number of a constant. */
    Code op(int opcode, int constant) {
        bytes.write(opcode);
        bytes.write(constant >> 8);
        bytes.write(constant);
        return this;
    }

    /** How many words of the stack it uses at most. */
    Code stack(int words) {
        stack = words;
        return this;
    }

    int stack() {
        return stack;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
