import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The methods that stand for a class's call sites that would else be linked at run time. */
final class PlainMethods {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

    /** One of them: which it stands for, what it is called, and its body. */
    private record Plain(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

    private final ClassDesc owner;
    private final boolean inInterface;
    private final Map<DynamicCallSiteDesc, Plain> bySite = new LinkedHashMap<>();

    PlainMethods(ClassModel model) {
        owner = model.thisClass().asSymbol();
        inInterface = model.flags().has(AccessFlag.INTERFACE);
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> code.forEach(this::note));
        }
    }

    boolean any() {
        return !bySite.isEmpty();
    }

    private void note(CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call) {
            DynamicCallSiteDesc site = site(call);
            if (!bySite.containsKey(site)) {
                body(site).ifPresent(body -> bySite.put(
                        site, new Plain("plain$" + bySite.size(), site.invocationType(), body)));
            }
        }
    }

    private static DynamicCallSiteDesc site(InvokeDynamicInstruction call) {
        return DynamicCallSiteDesc.of(
                call.bootstrapMethod(),
                call.name().stringValue(),
                call.typeSymbol(),
                call.bootstrapArgs().toArray(ConstantDesc[]::new));
    }

    private Optional<Consumer<CodeBuilder>> body(DynamicCallSiteDesc site) {
        var bootstrap = (DirectMethodHandleDesc) site.bootstrapMethod();
        List<ConstantDesc> arguments = List.of(site.bootstrapArgs());
        String of = bootstrap.owner().displayName() + "." + bootstrap.methodName() + " " + site.invocationName();
        return switch (of) {
            case "SwitchBootstraps.typeSwitch typeSwitch" ->
                arguments.stream().allMatch(PlainMethods::isPlainLabel)
                        ? Optional.of(code -> typeSwitch(code, arguments))
                        : Optional.empty();
            case "SwitchBootstraps.enumSwitch enumSwitch" ->
                arguments.stream().allMatch(label -> label instanceof String || label instanceof ClassDesc)
                        ? Optional.of(code -> enumSwitch(code, site.invocationType().parameterType(0), arguments))
                        : Optional.empty();
            case "ObjectMethods.bootstrap equals" -> Optional.of(code -> equal(code, getters(arguments)));
            case "ObjectMethods.bootstrap hashCode" -> Optional.of(code -> hash(code, getters(arguments)));
            default -> Optional.empty();
        };
    }

    /** Puts a call of the plain method where its call site was. */
    void replace(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call && bySite.containsKey(site(call))) {
            Plain plain = bySite.get(site(call));
            code.invokestatic(owner, plain.name, plain.type, inInterface);
        } else {
            code.with(element);
        }
    }

    void write(ClassBuilder fresh) {
        int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
        bySite.values().forEach(plain -> fresh.withMethodBody(plain.name, plain.type, flags, plain.body));
    }

    /** A class, a text, or a constant of an enum. */
    private static boolean isPlainLabel(ConstantDesc label) {
        return label instanceof String
                || label instanceof ClassDesc type && !type.isPrimitive()
                || enumConstant(label).isPresent();
    }

    /** The class and the name of the constant, as javac writes it: invoke(EnumDesc.of, invoke(ClassDesc.of, …), …). */
    private static Optional<Map.Entry<ClassDesc, String>> enumConstant(ConstantDesc label) {
        return label instanceof DynamicConstantDesc<?> constant
                        && constant.bootstrapArgsList().size() == 3
                        && constant.bootstrapArgsList().get(0) instanceof DirectMethodHandleDesc of
                        && of.owner().displayName().equals("Enum$EnumDesc")
                        && constant.bootstrapArgsList().get(1) instanceof DynamicConstantDesc<?> type
                        && type.bootstrapArgsList().size() == 2
                        && type.bootstrapArgsList().get(1) instanceof String className
                        && constant.bootstrapArgsList().get(2) instanceof String name
                ? Optional.of(Map.entry(ClassDesc.of(className), name))
                : Optional.empty();
    }

    /** Arguments: the value, and the index of the first label to try. Gives the label's index; -1 for null. */
    private static void typeSwitch(CodeBuilder code, List<ConstantDesc> labels) {
        code.aload(0).ifThen(Opcode.IFNULL, isNull -> isNull.iconst_m1().ireturn());
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            ConstantDesc label = labels.get(i);
            var constant = enumConstant(label);
            if (constant.isPresent()) {
                unlessConstant(code, constant.get().getKey(), constant.get().getValue(), next);
            } else if (label instanceof ClassDesc type) {
                code.aload(0).instanceOf(type).ifeq(next);
            } else {
                code.loadConstant(label).aload(0);
                code.invokevirtual(
                        ConstantDescs.CD_Object,
                        "equals",
                        MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object));
                code.ifeq(next);
            }
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    /** The same, where the value is an enum's and texts are names of its constants. */
    private static void enumSwitch(CodeBuilder code, ClassDesc type, List<ConstantDesc> labels) {
        code.aload(0).ifThen(Opcode.IFNULL, isNull -> isNull.iconst_m1().ireturn());
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            if (labels.get(i) instanceof ClassDesc any) {
                code.aload(0).instanceOf(any).ifeq(next);
            } else {
                unlessConstant(code, type, String.valueOf(labels.get(i)), next);
            }
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    private static void unlessConstant(CodeBuilder code, ClassDesc type, String name, Label otherwise) {
        code.aload(0).getstatic(type, name, type).if_acmpne(otherwise);
    }

    private static List<DirectMethodHandleDesc> getters(List<ConstantDesc> arguments) {
        return arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
    }

    /** Arguments: the record, and another object. */
    private void equal(CodeBuilder code, List<DirectMethodHandleDesc> getters) {
        Label different = code.newLabel();
        code.aload(1).instanceOf(owner).ifeq(different);
        for (DirectMethodHandleDesc getter : getters) {
            ClassDesc type = getter.invocationType().returnType();
            for (int record = 0; record < 2; record++) {
                code.aload(record).checkcast(owner).getfield(owner, getter.methodName(), type);
            }
            switch (TypeKind.from(type)) {
                case REFERENCE -> code.invokestatic(OBJECTS, "equals", EQUALS).ifeq(different);
                case LONG -> code.lcmp().ifne(different);
                case DOUBLE, FLOAT ->
                    code.invokestatic(box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                            .ifne(different);
                default -> code.if_icmpne(different);
            }
        }
        code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    private void hash(CodeBuilder code, List<DirectMethodHandleDesc> getters) {
        code.iconst_0();
        for (DirectMethodHandleDesc getter : getters) {
            ClassDesc type = getter.invocationType().returnType();
            boolean reference = TypeKind.from(type) == TypeKind.REFERENCE;
            ClassDesc argument = reference ? ConstantDescs.CD_Object : type;
            code.loadConstant(31).imul().aload(0).getfield(owner, getter.methodName(), type);
            code.invokestatic(
                    reference ? OBJECTS : box(type),
                    "hashCode",
                    MethodTypeDesc.of(ConstantDescs.CD_int, argument));
            code.iadd();
        }
        code.ireturn();
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (primitive.displayName()) {
            case "int" -> ConstantDescs.CD_Integer;
            case "char" -> ConstantDescs.CD_Character;
            default ->
                ClassDesc.of("java.lang."
                        + Character.toUpperCase(primitive.displayName().charAt(0))
                        + primitive.displayName().substring(1));
        };
    }
}
