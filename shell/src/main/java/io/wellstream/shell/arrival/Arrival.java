package io.wellstream.shell.arrival;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.wellstream.shell.ApiProblem;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One request from its first header to its last byte. Of a stream, each message arrives by itself. */
public final class Arrival {
    private static final long CANCELLED = 8; // an error code of HTTP/2

    private final HttpServerRequest request;
    private final Context context;
    private final long begunNanos;
    private final AtomicInteger demanded = new AtomicInteger();
    private volatile Consumer<Refusal> refuser = this::respond;
    private volatile boolean stream;
    private volatile boolean refused;

    /** Bytes of the messages of a stream that have arrived. */
    private volatile long taken;

    /** When a part of the stream's next message was first seen; for the checking thread only. */
    private long partialSince;

    private long partialOf = -1;

    Arrival(HttpServerRequest request, Context context, long begunNanos) {
        this.request = request;
        this.context = context;
        this.begunNanos = begunNanos;
    }

    /** From now on, each message arrives by itself, and only while the server asks for one. */
    public void isStream() {
        stream = true;
    }

    /** The server is ready for so many further messages of the stream. */
    public void demanded(int messages) {
        demanded.addAndGet(messages);
    }

    /** A message of the stream has arrived completely. */
    public void messageArrived() {
        demanded.decrementAndGet();
        taken = request.bytesRead();
    }

    /** Replaces the HTTP response that refuses the request; called on the thread of the request. */
    public void refuseBy(Consumer<Refusal> other) {
        refuser = other;
    }

    /** The response to the stream has failed: its client gets a moment to read that, and then the stream is cut off. */
    public void cutSoon() {
        refused = true;
    }

    /** Bytes that have arrived and are not handed on. */
    long bytes() {
        return Math.max(0, request.bytesRead() - taken);
    }

    /** For how long the request, or the next message of the stream, has been arriving. */
    long nanos(long now) {
        if (!stream) {
            return now - begunNanos;
        }
        if (demanded.get() <= 0 || bytes() == 0) {
            partialOf = -1;
            return 0;
        }
        if (partialOf != taken) {
            partialOf = taken;
            partialSince = now;
        }
        return now - partialSince;
    }

    /** Whether nothing more arrives. */
    boolean isOver() {
        HttpServerResponse response = request.response();
        return response.closed() || (request.isEnded() && (!stream || (response.ended() && !refused)));
    }

    boolean isRefused() {
        return refused;
    }

    String path() {
        return String.valueOf(request.path());
    }

    /** Refuses the request; a client that goes on sending is cut off at the next check. */
    void refuse(Refusal refusal) {
        refused = true;
        context.runOnContext(now -> refuser.accept(refusal));
    }

    void cut() {
        context.runOnContext(now -> {
            if (request.version() == HttpVersion.HTTP_2) {
                boolean unused = request.response().reset(CANCELLED);
            } else {
                Future<Void> unused = request.connection().close();
            }
        });
    }

    private void respond(Refusal refusal) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            return; // it was answered before it had arrived
        }
        Response.Status status = refusal.late() ? Response.Status.REQUEST_TIMEOUT : Response.Status.SERVICE_UNAVAILABLE;
        Future<Void> unused = response.setStatusCode(status.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, ApiProblem.MEDIA_TYPE)
                .end(JsonObject.of(
                                "title",
                                status.getReasonPhrase(),
                                "status",
                                status.getStatusCode(),
                                "detail",
                                refusal.reason())
                        .encode());
    }
}
