package io.wellstream.wire;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Records work as spans of <a href="https://opentelemetry.io/docs/specs/otel/trace/api/">OpenTelemetry</a> and carries the trace
 * across topics, services and threads as <a href="https://www.w3.org/TR/trace-context/">W3C trace context</a>. Without an SDK
 * nothing is recorded, but the trace of a message is still passed on. No behaviour depends on a trace.
 */
public final class Trace {
    /** The header that carries a trace. */
    public static final String HEADER = "traceparent";

    public static final AttributeKey<String> DATASET = AttributeKey.stringKey("wellstream.dataset");
    public static final AttributeKey<String> WELL = AttributeKey.stringKey("wellstream.well");
    public static final AttributeKey<String> RUN = AttributeKey.stringKey("wellstream.run");
    public static final AttributeKey<Long> EPOCH = AttributeKey.longKey("wellstream.epoch");

    private static final String SCOPE = "io.wellstream";
    private static final AttributeKey<String> MESSAGING_SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE_KEY = AttributeKey.stringKey("messaging.kafka.message.key");
    private static final AttributeKey<String> OBJECT = AttributeKey.stringKey("wellstream.object");

    private Trace() {}

    /** Work to do within a span. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs the work in a span of the current trace, or in the first span of a new one. */
    public static <T, E extends Exception> T span(String name, Attributes attributes, Work<T, E> work) throws E {
        return during(builder(name, SpanKind.INTERNAL).setAllAttributes(attributes), work);
    }

    /** As above, with links to other traces that caused the work, each given by its header. */
    public static <T, E extends Exception> T span(
            String name, Attributes attributes, Collection<String> causes, Work<T, E> work) throws E {
        SpanBuilder span = builder(name, SpanKind.INTERNAL).setAllAttributes(attributes);
        causes.forEach(cause ->
                span.addLink(Span.fromContext(contextOf(Map.of(HEADER, cause))).getSpanContext()));
        return during(span, work);
    }

    /** Continues the trace of this header until the scope is closed; an empty or unreadable header continues none. */
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    public static Scope continued(String header) {
        return contextOf(Map.of(HEADER, header)).makeCurrent();
    }

    /** The header of the current trace; empty if there is none. */
    public static String header() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Trace::put);
        return carrier.getOrDefault(HEADER, "");
    }

    private static void put(@Nullable Map<String, String> headers, String name, String value) {
        requireNonNull(headers).put(name, value);
    }

    /** Wraps an executor so that each task continues the trace of the code that submitted it. */
    public static ExecutorService across(ExecutorService threads) {
        return Context.taskWrapping(threads);
    }

    /** Wraps the work of a new thread so that it continues the current trace. */
    public static Runnable across(Runnable work) {
        return Context.current().wrap(work);
    }

    /** Runs the sending of a message in a span and adds that span to the message's headers. */
    public static <T> T sending(String topic, String key, Headers headers, Work<T, RuntimeException> work) {
        SpanBuilder span = builder("send " + topic, SpanKind.PRODUCER)
                .setAttribute(MESSAGING_SYSTEM, "kafka")
                .setAttribute(DESTINATION, topic)
                .setAttribute(MESSAGE_KEY, key);
        return during(span, () -> {
            String header = header();
            if (!header.isEmpty()) {
                headers.add(HEADER, header.getBytes(StandardCharsets.US_ASCII));
            }
            return work.run();
        });
    }

    /** Runs the handling of a record in a span of the trace that the record's headers name. */
    public static <T, E extends Exception> T handling(ConsumerRecord<byte[], byte[]> record, Work<T, E> work) throws E {
        SpanBuilder span = builder("process " + record.topic(), SpanKind.CONSUMER)
                .setParent(contextOf(carried(record.headers())))
                .setAttribute(MESSAGING_SYSTEM, "kafka")
                .setAttribute(DESTINATION, record.topic());
        if (record.key() != null) {
            span.setAttribute(MESSAGE_KEY, new String(record.key(), StandardCharsets.UTF_8));
        }
        return during(span, work);
    }

    /** Runs an operation on the object store, e.g. {@code put object}, in a span of the current trace, or in none if there is none. */
    public static <T> T storing(String operation, String object, Work<T, RuntimeException> work) {
        if (!Span.current().getSpanContext().isValid()) {
            return work.run();
        }
        return during(builder(operation, SpanKind.CLIENT).setAttribute(OBJECT, object), work);
    }

    private static SpanBuilder builder(String name, SpanKind kind) {
        return GlobalOpenTelemetry.getTracer(SCOPE).spanBuilder(name).setSpanKind(kind);
    }

    private static <T, E extends Exception> T during(SpanBuilder builder, Work<T, E> work) throws E {
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.run();
        } catch (Throwable failure) {
            span.setStatus(StatusCode.ERROR, failure.toString());
            throw failure;
        } finally {
            span.end();
        }
    }

    private static Map<String, String> carried(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null || header.value() == null
                ? Map.of()
                : Map.of(HEADER, new String(header.value(), StandardCharsets.US_ASCII));
    }

    private static Context contextOf(Map<String, String> carrier) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, Carrier.INSTANCE);
    }

    private enum Carrier implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
