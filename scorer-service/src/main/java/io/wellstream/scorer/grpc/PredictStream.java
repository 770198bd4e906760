package io.wellstream.scorer.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.scorer.call.BytesInFlight;
import io.wellstream.scorer.call.ScorerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PredictStream call. Its requests are answered concurrently; the answers are sent in the order of the requests. At most
 * {@link #WINDOW} requests are read and not yet answered, and only one while the scorer holds many bytes of other calls. The next one is
 * read when an answer has been sent, and an answer is sent when the client has taken the ones before it. A client that takes no answer for
 * too long is refused.
 */
final class PredictStream implements StreamObserver<PredictStreamRequest> {
    static final int WINDOW = 8;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Logger LOG = LoggerFactory.getLogger(PredictStream.class);

    private final ServerCallStreamObserver<PredictStreamResponse> out;
    private final Use use;
    private final Runnable onEnd;
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>(WINDOW + 1);
    private final FutureTask<PredictStreamResponse> end = new FutureTask<>(PredictStreamResponse::getDefaultInstance);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();

    /** Requests that the client may send or has sent, and that are not answered; guarded by the lock, like the field below. */
    private int open;

    private boolean over;

    /** A request that is being answered, and its bytes, which are held until then. */
    private record Asked(FutureTask<PredictStreamResponse> answer, long bytes) {}

    /** What a stream uses of the scorer. */
    record Use(
            Function<PredictStreamRequest, PredictStreamResponse> answer,
            BiFunction<PredictStreamRequest, ScorerException, PredictStreamResponse> refusal,
            BytesInFlight bytes,
            ExecutorService threads,
            Duration patience) {}

    private PredictStream(ServerCallStreamObserver<PredictStreamResponse> out, Use use, Runnable onEnd) {
        this.out = out;
        this.use = use;
        this.onEnd = onEnd;
    }

    /**
     * Starts to read; must be called before the method of the gRPC service returns.
     *
     * @param onEnd runs once, when the stream has ended
     */
    static PredictStream open(ServerCallStreamObserver<PredictStreamResponse> out, Use use, Runnable onEnd) {
        PredictStream stream = new PredictStream(out, use, onEnd);
        out.disableAutoRequest();
        out.setOnReadyHandler(stream::wake);
        out.setOnCancelHandler(stream::wake);
        use.threads().execute(stream::write);
        stream.readMore();
        return stream;
    }

    @Override
    public void onNext(PredictStreamRequest request) {
        long size = request.getSerializedSize();
        boolean taken = use.bytes().take(size);
        FutureTask<PredictStreamResponse> task = taken
                ? new FutureTask<>(() -> use.answer().apply(request))
                : new FutureTask<>(
                        () -> use.refusal().apply(request, use.bytes().refusal(size)));
        if (!add(new Asked(task, taken ? size : 0))) {
            return;
        }
        use.threads().execute(task);
        readMore();
    }

    /** Adds a request unless the stream is over. */
    private boolean add(Asked request) {
        lock.lock();
        try {
            if (over) {
                use.bytes().release(request.bytes());
            } else {
                asked.add(request); // has room: no more requests than the window are asked for
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the client for one more request, if the window and the scorer have room for it. A stream may always have one. */
    private void readMore() {
        lock.lock();
        try {
            if (open > 0 && (open == WINDOW || !use.bytes().hasRoom())) {
                return;
            }
            open++;
        } finally {
            lock.unlock();
        }
        out.request(1);
    }

    private void answered(Asked request) {
        use.bytes().release(request.bytes());
        lock.lock();
        try {
            open--;
        } finally {
            lock.unlock();
        }
        readMore();
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a stream of predictions broke", cause);
        onCompleted();
    }

    @Override
    public void onCompleted() {
        asked.add(new Asked(end, 0)); // has room: happens once
    }

    private void write() {
        try {
            for (Asked next = asked.take(); next.answer() != end; next = asked.take()) {
                send(next);
            }
            out.onCompleted();
        } catch (InterruptedException e) {
            out.onError(Statuses.of(new ScorerException.NotReady("this scorer is stopping; ask another")));
        } catch (ScorerException e) {
            LOG.debug("a stream of predictions was ended", e);
            if (!out.isCancelled()) {
                out.onError(Statuses.of(e));
            }
        } catch (Exception | Error e) { // an Error too: otherwise the caller would wait for ever
            if (!out.isCancelled()) {
                LOG.error("unexpected failure of a stream of predictions", e);
                out.onError(Statuses.internal());
            }
        } finally {
            finish();
        }
    }

    private void send(Asked next) throws InterruptedException, ExecutionException {
        boolean sent = false;
        try {
            PredictStreamResponse response = next.answer().get();
            awaitReady();
            out.onNext(response);
            sent = true;
        } finally {
            if (!sent) {
                use.bytes().release(next.bytes());
            }
        }
        answered(next);
    }

    private void finish() {
        List<Asked> unanswered = new ArrayList<>();
        lock.lock();
        try {
            over = true;
            asked.drainTo(unanswered);
        } finally {
            lock.unlock();
        }
        unanswered.forEach(request -> use.bytes().release(request.bytes()));
        onEnd.run();
    }

    private void awaitReady() throws InterruptedException {
        long begun = System.nanoTime();
        lock.lockInterruptibly();
        try {
            while (!out.isReady() && !out.isCancelled()) {
                if (System.nanoTime() - begun > use.patience().toNanos()) {
                    throw new ScorerException.Expired("the client has taken no answer of this stream for "
                            + use.patience().toMillis() + " ms; read answers as they come, or send fewer requests");
                }
                ready.awaitNanos(CHECK_NANOS); // a client that disconnected may not wake this thread
            }
        } finally {
            lock.unlock();
        }
        if (out.isCancelled()) {
            throw new ScorerException.Cancelled("the stream was cancelled by its caller");
        }
    }

    private void wake() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
