package dev.shakeout.jvm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The tables of a method's code that tell where things are in it, after some bytes were put before it. Those for people
 * and for annotations in code are left out where they would need more than that.
 */
final class CodeTables {
    private static final int UNINITIALIZED = 8;
    private static final int OBJECT = 7;

    private final ByteBuffer in;
    private final ConstantPool pool;
    private final int by;

    /** @param in at the count of the tables */
    CodeTables(ByteBuffer in, ConstantPool pool, int by) {
        this.in = in;
        this.pool = pool;
        this.by = by;
    }

    void write(DataOutputStream out) throws IOException {
        int count = in.getShort() & 0xffff;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        DataOutputStream to = new DataOutputStream(kept);
        int written = 0;
        for (int i = 0; i < count; i++) {
            int name = in.getShort() & 0xffff;
            int end = in.getInt() + in.position();
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            if (shifted(pool.utf8(name), new DataOutputStream(table))) {
                to.writeShort(name);
                to.writeInt(table.size());
                table.writeTo(to);
                written++;
            }
            in.position(end);
        }
        out.writeShort(written);
        kept.writeTo(out);
    }

    private boolean shifted(String name, DataOutputStream to) throws IOException {
        switch (name) {
            case "StackMapTable":
                frames(to);
                return true;
            case "LineNumberTable":
                places(to, 2);
                return true;
            case "LocalVariableTable":
            case "LocalVariableTypeTable":
                places(to, 8);
                return true;
            default:
                return false;
        }
    }

    /** @param more bytes of each line behind the place */
    private void places(DataOutputStream to, int more) throws IOException {
        int count = copyShort(to);
        for (int i = 0; i < count; i++) {
            to.writeShort(in.getShort() + by);
            for (int j = 0; j < more; j++) {
                to.writeByte(in.get());
            }
        }
    }

    /** Each frame says how far it is from the one before, so only the first moves (JVM Specification 4.7.4). */
    private void frames(DataOutputStream to) throws IOException {
        int count = copyShort(to);
        for (int i = 0; i < count; i++) {
            int type = in.get() & 0xff;
            int further = i == 0 ? by : 0;
            if (type < 64) {
                same(type + further, to);
            } else if (type < 128) {
                sameWithOne(type - 64 + further, to);
                types(1, to);
            } else {
                to.writeByte(type);
                to.writeShort(in.getShort() + further);
                if (type == 247) {
                    types(1, to);
                } else if (type == 255) {
                    types(copyShort(to), to);
                    types(copyShort(to), to);
                } else if (type > 251) {
                    types(type - 251, to);
                }
            }
        }
    }

    private static void same(int offset, DataOutputStream to) throws IOException {
        if (offset < 64) {
            to.writeByte(offset);
        } else {
            to.writeByte(251);
            to.writeShort(offset);
        }
    }

    private static void sameWithOne(int offset, DataOutputStream to) throws IOException {
        if (offset < 64) {
            to.writeByte(64 + offset);
        } else {
            to.writeByte(247);
            to.writeShort(offset);
        }
    }

    private void types(int count, DataOutputStream to) throws IOException {
        for (int i = 0; i < count; i++) {
            int tag = in.get();
            to.writeByte(tag);
            if (tag == OBJECT) {
                copyShort(to);
            } else if (tag == UNINITIALIZED) {
                to.writeShort(in.getShort() + by); // where it was made
            }
        }
    }

    private int copyShort(DataOutputStream to) throws IOException {
        int value = in.getShort() & 0xffff;
        to.writeShort(value);
        return value;
    }
}
