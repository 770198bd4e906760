package io.wellstream.scorer.grpc;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A client of gRPC that announces a message of the largest size, and sends a few bytes of it at a time. */
final class SlowClient implements AutoCloseable {
    private static final int ANNOUNCED = 16 << 20;
    private static final long BETWEEN_BYTES_MILLIS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final URI address;

    /** How the server ended a call: the status of gRPC and its message, and whether the stream of HTTP/2 was cut off. */
    static final class Call {
        final CompletableFuture<String> status = new CompletableFuture<>();
        final CompletableFuture<Void> cut = new CompletableFuture<>();
    }

    SlowClient(URI address) {
        this.address = address;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    /**
     * Calls a method of the scorer.
     *
     * @param first bytes that are sent at once, after the message's length; then one follows after another
     */
    Call call(String method, int first) {
        Call call = new Call();
        client.request(HttpMethod.POST, address.getPort(), address.getHost(), "/wellstream.v1.Scorer/" + method)
                .onSuccess(request -> send(request, first, call))
                .onFailure(call.status::completeExceptionally);
        return call;
    }

    private void send(HttpClientRequest request, int first, Call call) {
        request.putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .putHeader("authorization", "Bearer secret")
                .setChunked(true);
        request.exceptionHandler(failure -> cutOff(failure, call));
        request.response()
                .onSuccess(response -> {
                    String early = response.getHeader("grpc-status");
                    if (early != null) {
                        call.status.complete(early + " " + response.getHeader("grpc-message"));
                    }
                    response.exceptionHandler(failure -> cutOff(failure, call));
                    response.endHandler(ended -> call.status.complete(
                            response.getTrailer("grpc-status") + " " + response.getTrailer("grpc-message")));
                })
                .onFailure(failure -> cutOff(failure, call));
        request.write(Buffer.buffer().appendByte((byte) 0).appendInt(ANNOUNCED).appendBytes(new byte[first]));
        vertx.setPeriodic(BETWEEN_BYTES_MILLIS, timer -> request.write(Buffer.buffer(new byte[1]))
                .onFailure(failure -> vertx.cancelTimer(timer)));
    }

    private static void cutOff(Throwable failure, Call call) {
        if (failure instanceof StreamResetException) {
            call.cut.complete(null);
        } else {
            call.cut.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
