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
import java.util.function.LongConsumer;

/**
 * One request from its first header to its last byte, and its answers until the client has taken them. Of a stream, each message arrives by
 * itself.
 */
public final class Arrival {
    private static final long CANCELLED = 8; // an error code of HTTP/2

    private final HttpServerRequest request;
    private final Context context;
    private final long begunNanos;
    private final UntakenAnswers answers;
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
        this.answers = new UntakenAnswers(request.response());
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

    /**
     * An answer of so many bytes is being sent.
     *
     * @param release receives its bytes, alone or with others, when the client has taken them or is gone
     */
    public void answered(long bytes, LongConsumer release) {
        answers.add(bytes, release);
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
        return hasArrived() ? 0 : Math.max(0, request.bytesRead() - taken);
    }

    private boolean hasArrived() {
        return !stream && request.isEnded();
    }

    /** For how long the request, or the next message of the stream, has been arriving. */
    long nanos(long now) {
        if (!stream) {
            return hasArrived() ? 0 : now - begunNanos;
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

    /** For how long the client has not taken the last of the complete answer; releases the answers that it has taken. */
    long untakenNanos(long now) {
        return isHttp2() ? answers.check(now) : 0;
    }

    /** Whether nothing more arrives, and the client has taken all answers. HTTP/1.1 does not show when it has. */
    boolean isOver() {
        return request.response().closed() || (!isHttp2() && request.isEnded());
    }

    /** Nothing of the request is held any more. */
    void end() {
        answers.end();
    }

    private boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
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
            if (isHttp2()) {
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
