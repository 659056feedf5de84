package dev.shakeout.dialects.cel;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads expressions over the readings of probes or the outcomes of activities, in the Common Expression Language: it has no side effects and cannot
 * loop for ever. Loaded only for a file that has one, as the language's library takes its time to start.
 */
public final class Expressions {
    private static final int LONGEST = 4000;
    private static final String READING = "reading";

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true) // p95 > 400, where p95 is a double
            .maxExpressionCodePointSize(LONGEST)
            .comprehensionMaxIterations(1000)
            .build();

    /** The same for all: to make one takes as long as to compile an expression. */
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final Subject subject;
    private final Map<String, List<Output>> outputs;
    private final Map<String, Output.Kind> kinds = new LinkedHashMap<>();
    private final CelCompiler compiler;

    /** @param outputs by the name of each that there is: the fields of its own that it has */
    public Expressions(Subject subject, Map<String, List<Output>> outputs) {
        this.subject = subject;
        this.outputs = outputs;
        subject.common().forEach(this::know);
        outputs.values().forEach(fields -> fields.forEach(this::know));
        this.compiler = compiler(subject, kinds);
    }

    private void know(Output output) {
        kinds.merge(output.name(), output.kind(), (a, b) -> a == b ? a : Output.Kind.ANY);
    }

    /** What came of reading an expression: it, or what is wrong with it. */
    public sealed interface Read {
        record Good(Expression expression) implements Read {}

        record Bad(List<String> mistakes) implements Read {}
    }

    public Read read(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return new Read.Bad(List.of("it is longer than " + LONGEST + " characters"));
        }
        CelValidationResult parsed = compiler.parse(text);
        if (parsed.hasError()) {
            return bad(text, parsed);
        }
        try {
            List<Reference> references = Reference.in(parsed.getAst().getExpr(), subject.all());
            var mistakes = new References(
                            subject, outputs, text, parsed.getAst().getSource().getPositionsMap())
                    .mistakes(references);
            if (!mistakes.isEmpty()) {
                return new Read.Bad(mistakes);
            }
            CelValidationResult checked = compiler.check(parsed.getAst());
            return checked.hasError() ? bad(text, checked) : compiled(text, checked.getAst(), references);
        } catch (CelValidationException | CelEvaluationException e) {
            return new Read.Bad(List.of(String.valueOf(e.getMessage())));
        }
    }

    private Read compiled(String text, CelAbstractSyntaxTree ast, List<Reference> references)
            throws CelEvaluationException {
        if (!ast.getResultType().equals(SimpleType.BOOL)) {
            return new Read.Bad(List.of("it must be true or false, as by a comparison; it gives "
                    + (ast.getResultType().equals(SimpleType.DYN)
                            ? "a value of any type"
                            : "a value of type " + ast.getResultType().name())));
        }
        if (references.isEmpty()) {
            return new Read.Bad(List.of("it looks at no " + subject.one()
                    + ", so it would say the same for ever; write " + subject.all() + "['NAME']"));
        }
        List<Expression.Field> fields = references.stream()
                .map(reference -> new Expression.Field(
                        reference.probe().orElse(""), reference.field().orElse(Output.VALUE)))
                .toList();
        return new Read.Good(new CelExpression(text, fields, kinds, RUNTIME.createProgram(ast), subject));
    }

    private static CelCompiler compiler(Subject subject, Map<String, Output.Kind> kinds) {
        var types = ImmutableMap.<String, CelType>builder();
        kinds.forEach((name, kind) -> types.put(name, type(kind)));
        StructType reading = structure(types.build());
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(new ReadingType(reading))
                .addVar(subject.all(), MapType.create(SimpleType.STRING, reading))
                .build();
    }

    private static StructType structure(ImmutableMap<String, CelType> types) {
        return StructType.create(READING, types.keySet(), name -> Optional.ofNullable(types.get(name)));
    }

    private static CelType type(Output.Kind kind) {
        return switch (kind) {
            case NUMBER -> SimpleType.DOUBLE;
            case WHOLE -> SimpleType.INT;
            case TEXT -> SimpleType.STRING;
            case FLAG -> SimpleType.BOOL;
            case ANY -> SimpleType.DYN;
        };
    }

    private Read bad(String text, CelValidationResult result) {
        var mistakes = new ArrayList<String>();
        for (CelIssue issue : result.getErrors()) {
            mistakes.add(Complaint.words(subject, text, issue));
        }
        return new Read.Bad(mistakes);
    }
}
