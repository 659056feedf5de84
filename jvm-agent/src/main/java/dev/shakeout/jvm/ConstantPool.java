package dev.shakeout.jvm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The constants of a class file (JVM Specification 4.4), to be read, and to be added to. */
final class ConstantPool {
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int MOST = 0xffff;

    private final ByteBuffer file;
    private final List<Integer> places = new ArrayList<>();
    private final int begin;
    private final int end;
    private final ByteArrayOutputStream added = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(added);
    private final Map<String, Integer> known = new HashMap<>();
    private int count;

    /** @param file at the count of its constants; afterwards behind them */
    ConstantPool(ByteBuffer file) throws Refused {
        this.file = file;
        count = file.getShort() & 0xffff;
        begin = file.position();
        places.add(0);
        while (places.size() < count) {
            places.add(file.position());
            int tag = file.get();
            skip(tag);
            if (tag == LONG || tag == DOUBLE) {
                places.add(0); // these take two numbers
            }
        }
        end = file.position();
    }

    private void skip(int tag) throws Refused {
        int length;
        switch (tag) {
            case UTF8:
                length = file.getShort() & 0xffff;
                break;
            case CLASS:
            case STRING:
            case 16: // a method's type
            case 19: // a module
            case 20: // a package
                length = 2;
                break;
            case 15: // a method handle
                length = 3;
                break;
            case LONG:
            case DOUBLE:
                length = 8;
                break;
            case INTEGER:
            case FLOAT:
            case 9: // a field
            case METHOD:
            case INTERFACE_METHOD:
            case NAME_AND_TYPE:
            case 17: // a computed constant
            case 18: // a computed call
                length = 4;
                break;
            default:
                throw new Refused("the class file has a constant of the unknown kind " + tag);
        }
        file.position(file.position() + length);
    }

    String utf8(int index) throws IOException {
        int place = places.get(index);
        byte[] text = new byte[2 + (file.getShort(place + 1) & 0xffff)];
        ByteBuffer at = file.duplicate();
        at.position(place + 1);
        at.get(text);
        return new java.io.DataInputStream(new java.io.ByteArrayInputStream(text)).readUTF();
    }

    /** "" where the constant is none. */
    String string(int index) throws IOException {
        int place = index < places.size() ? places.get(index) : 0;
        return place > 0 && file.get(place) == STRING ? utf8(file.getShort(place + 1) & 0xffff) : "";
    }

    int utf8(String text) throws Refused {
        return add(UTF8 + text, UTF8, 1, () -> out.writeUTF(text));
    }

    int type(String internalName) throws Refused {
        int name = utf8(internalName);
        return add(CLASS + ":" + name, CLASS, 1, () -> out.writeShort(name));
    }

    int string(String text) throws Refused {
        int name = utf8(text);
        return add(STRING + ":" + name, STRING, 1, () -> out.writeShort(name));
    }

    int method(String owner, String name, String descriptor) throws Refused {
        return member(METHOD, owner, name, descriptor);
    }

    int interfaceMethod(String owner, String name, String descriptor) throws Refused {
        return member(INTERFACE_METHOD, owner, name, descriptor);
    }

    private int member(int tag, String owner, String name, String descriptor) throws Refused {
        int type = type(owner);
        int first = utf8(name);
        int second = utf8(descriptor);
        int both = add(NAME_AND_TYPE + ":" + first + ":" + second, NAME_AND_TYPE, 1, () -> {
            out.writeShort(first);
            out.writeShort(second);
        });
        return add(tag + ":" + type + ":" + both, tag, 1, () -> {
            out.writeShort(type);
            out.writeShort(both);
        });
    }

    int integer(int value) throws Refused {
        return add(INTEGER + ":" + value, INTEGER, 1, () -> out.writeInt(value));
    }

    int floating(float value) throws Refused {
        return add(FLOAT + ":" + value, FLOAT, 1, () -> out.writeFloat(value));
    }

    int longInteger(long value) throws Refused {
        return add(LONG + ":" + value, LONG, 2, () -> out.writeLong(value));
    }

    int doubleFloating(double value) throws Refused {
        return add(DOUBLE + ":" + value, DOUBLE, 2, () -> out.writeDouble(value));
    }

    private interface Content {
        void write() throws IOException;
    }

    private int add(String key, int tag, int numbers, Content content) throws Refused {
        Integer there = known.get(key);
        if (there != null) {
            return there;
        }
        int index = count;
        if (index + numbers > MOST) {
            throw new Refused("the class has as many constants as a class can have");
        }
        count += numbers;
        known.put(key, index);
        try {
            out.writeByte(tag);
            content.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return index;
    }

    void write(DataOutputStream to) throws IOException {
        to.writeShort(count);
        byte[] before = new byte[end - begin];
        ByteBuffer at = file.duplicate();
        at.position(begin);
        at.get(before);
        to.write(before);
        added.writeTo(to);
    }
}
