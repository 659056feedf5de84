package dev.shakeout.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.regex.Pattern;

/** The span of whoever started the command, such as a job of a pipeline (https://www.w3.org/TR/trace-context/). */
final class Parent {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");

    private Parent() {}

    /** @param traceparent as the variable has it; what is none is passed over, as all of OpenTelemetry does */
    static Context of(String traceparent) {
        var found = FORM.matcher(traceparent.strip());
        if (!found.matches()) {
            return Context.root();
        }
        SpanContext above = SpanContext.createFromRemoteParent(
                found.group(1), found.group(2), TraceFlags.fromHex(found.group(3), 0), TraceState.getDefault());
        return above.isValid() ? Context.root().with(Span.wrap(above)) : Context.root();
    }
}
