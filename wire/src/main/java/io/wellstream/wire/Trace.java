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
 * What is done, as spans of <a href="https://opentelemetry.io/docs/specs/otel/trace/api/">OpenTelemetry</a>, tied together across
 * topics, services and threads by the <a href="https://www.w3.org/TR/trace-context/">W3C trace context</a>. Where no SDK runs,
 * nothing is recorded, and the trace that a message brings is still passed on. Traces decide nothing.
 */
public final class Trace {
    /** The header, and the variable, that carries a trace. */
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

    /** Something to do within a trace. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Does the work as a span of the current trace, or as the first of a new one. */
    public static <T, E extends Exception> T span(String name, Attributes attributes, Work<T, E> work) throws E {
        return during(builder(name, SpanKind.INTERNAL).setAllAttributes(attributes), work);
    }

    /** A span that others' traces led to besides the current one, each given by its header. */
    public static <T, E extends Exception> T span(
            String name, Attributes attributes, Collection<String> causes, Work<T, E> work) throws E {
        SpanBuilder span = builder(name, SpanKind.INTERNAL).setAllAttributes(attributes);
        causes.forEach(cause ->
                span.addLink(Span.fromContext(contextOf(Map.of(HEADER, cause))).getSpanContext()));
        return during(span, work);
    }

    /** Goes on in the trace of this header until the scope is closed; one that is empty or unreadable is no trace. */
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    public static Scope continued(String header) {
        return contextOf(Map.of(HEADER, header)).makeCurrent();
    }

    /** The header of the current trace; empty outside of any. */
    public static String header() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Trace::put);
        return carrier.getOrDefault(HEADER, "");
    }

    private static void put(@Nullable Map<String, String> headers, String name, String value) {
        requireNonNull(headers).put(name, value);
    }

    /** The same threads; what is submitted to them goes on in the trace of whoever submitted it. */
    public static ExecutorService across(ExecutorService threads) {
        return Context.taskWrapping(threads);
    }

    /** The same for a thread of one's own. */
    public static Runnable across(Runnable work) {
        return Context.current().wrap(work);
    }

    /** A message on its way: its headers are to name the span that the work runs in. */
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

    /** The handling of a record, in the trace that it brings. */
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

    /** An operation on the object store, e.g. {@code put object}; only ever part of a trace, never the beginning of one. */
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
