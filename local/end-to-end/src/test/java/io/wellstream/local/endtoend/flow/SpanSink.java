package io.wellstream.local.endtoend.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Receives spans over OTLP/HTTP like a trace store, and keeps them. */
final class SpanSink implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Received> spans = new ConcurrentHashMap<>();

    /** A span, and the service that sent it. */
    record Received(String service, Span span) {
        String name() {
            return service + ": " + span.getName();
        }
    }

    SpanSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All spans of a trace. */
    List<Received> trace(String id) {
        return spans.values().stream()
                .filter(received -> hex(received.span().getTraceId()).equals(id))
                .toList();
    }

    /** The names of a span and its ancestors, as far as they were received. */
    List<String> ancestry(Received from) {
        List<String> names = new ArrayList<>();
        for (Received span = from;
                span != null;
                span = spans.get(hex(span.span().getParentSpanId()))) {
            names.add(span.name());
        }
        return names;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans resource : request.getResourceSpansList()) {
                String service = resource.getResource().getAttributesList().stream()
                        .filter(attribute -> attribute.getKey().equals("service.name"))
                        .map(KeyValue::getValue)
                        .map(value -> value.getStringValue())
                        .findAny()
                        .orElse("unnamed");
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> spans.put(hex(span.getSpanId()), new Received(service, span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
