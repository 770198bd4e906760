package io.wellstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The W3C trace header of what is being done now. It travels with every message, so that one trace shows a well from its file to
 * its prediction; it decides nothing.
 */
public record TraceParent(String value) {
    static final String HEADER = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final ScopedValue<TraceParent> CURRENT = ScopedValue.newInstance();
    private static final int TRACE_END = 35; // of the version and the trace's number

    public TraceParent {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a trace header");
        }
    }

    /** The beginning of a new trace. */
    public static TraceParent begin() {
        return new TraceParent("00-" + hex() + hex() + "-" + hex() + "-01");
    }

    /** The trace in whose scope the caller runs. */
    public static Optional<TraceParent> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** The same trace, one step on. */
    public TraceParent next() {
        return new TraceParent(value.substring(0, TRACE_END) + "-" + hex() + value.substring(value.length() - 3));
    }

    /** Does the work within this trace. */
    public <T> T during(Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    /** What a record carries; a new trace if that is nothing, or nothing readable. */
    static TraceParent of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return begin();
        }
        String value = new String(header.value(), StandardCharsets.US_ASCII);
        return FORM.matcher(value).matches() ? new TraceParent(value) : begin();
    }

    byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
