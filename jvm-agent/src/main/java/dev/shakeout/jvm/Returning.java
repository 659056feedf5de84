package dev.shakeout.jvm;

import java.util.Arrays;
import java.util.List;

/** A constant of the type that the method returns. */
final class Returning implements Change {
    private static final int ACONST_NULL = 0x01;
    private static final int LDC_W = 0x13;
    private static final int LDC2_W = 0x14;
    private static final int IRETURN = 0xac;
    private static final int LRETURN = 0xad;
    private static final int FRETURN = 0xae;
    private static final int DRETURN = 0xaf;
    private static final int ARETURN = 0xb0;
    private static final int RETURN = 0xb1;
    private static final int INVOKESTATIC = 0xb8;

    private static final List<String> BOXED =
            Arrays.asList("BooleanZ", "ByteB", "ShortS", "CharacterC", "IntegerI", "LongJ", "FloatF", "DoubleD");

    private final String value;

    Returning(String value) {
        this.value = value;
    }

    @Override
    public Code instead(String name, String descriptor, ConstantPool pool) throws Refused {
        if (name.equals("<init>")) {
            throw new Refused("a constructor returns nothing, and what it makes would be half made");
        }
        String type = descriptor.substring(descriptor.indexOf(')') + 1);
        try {
            return code(type, pool).stack(2);
        } catch (NumberFormatException e) {
            throw new Refused("'" + value + "' is no value of " + words(type) + ", which " + name + " returns");
        }
    }

    private Code code(String type, ConstantPool pool) throws Refused {
        switch (type.charAt(0)) {
            case 'V':
                return new Code().op(RETURN);
            case 'J':
                return constant(type, pool).op(LRETURN);
            case 'F':
                return constant(type, pool).op(FRETURN);
            case 'D':
                return constant(type, pool).op(DRETURN);
            case 'L':
            case '[':
                return reference(type, pool).op(ARETURN);
            default:
                return constant(type, pool).op(IRETURN);
        }
    }

    private Code reference(String type, ConstantPool pool) throws Refused {
        if (value.equals("null")) {
            return new Code().op(ACONST_NULL);
        }
        if (type.equals("Ljava/lang/String;")
                || type.equals("Ljava/lang/CharSequence;")
                || type.equals("Ljava/lang/Object;")) {
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            return new Code().op(LDC_W, pool.string(quoted ? value.substring(1, value.length() - 1) : value));
        }
        for (String each : BOXED) {
            String boxed = "java/lang/" + each.substring(0, each.length() - 1);
            String plain = each.substring(each.length() - 1);
            if (type.equals("L" + boxed + ";")) {
                return constant(plain, pool)
                        .op(INVOKESTATIC, pool.method(boxed, "valueOf", "(" + plain + ")L" + boxed + ";"));
            }
        }
        throw new Refused("the method returns " + words(type) + ", of which only null can be given");
    }

    private Code constant(String type, ConstantPool pool) throws Refused {
        switch (type) {
            case "Z":
                if (!value.equals("true") && !value.equals("false")) {
                    throw new NumberFormatException();
                }
                return whole(value.equals("true") ? 1 : 0, pool);
            case "B":
                return whole(Byte.parseByte(value), pool);
            case "S":
                return whole(Short.parseShort(value), pool);
            case "C":
                if (value.length() != 1) {
                    throw new NumberFormatException();
                }
                return whole(value.charAt(0), pool);
            case "I":
                return whole(Integer.parseInt(value), pool);
            case "J":
                return new Code().op(LDC2_W, pool.longInteger(Long.parseLong(value)));
            case "F":
                return new Code().op(LDC_W, pool.floating(Float.parseFloat(value)));
            default:
                return new Code().op(LDC2_W, pool.doubleFloating(Double.parseDouble(value)));
        }
    }

    private static Code whole(int number, ConstantPool pool) throws Refused {
        return new Code().op(LDC_W, pool.integer(number));
    }

    private static String words(String type) {
        switch (type.charAt(0)) {
            case 'Z':
                return "boolean";
            case 'B':
                return "byte";
            case 'S':
                return "short";
            case 'C':
                return "char";
            case 'I':
                return "int";
            case 'J':
                return "long";
            case 'F':
                return "float";
            case 'D':
                return "double";
            case 'L':
                return type.substring(1, type.length() - 1).replace('/', '.');
            default:
                return "an array";
        }
    }
}
