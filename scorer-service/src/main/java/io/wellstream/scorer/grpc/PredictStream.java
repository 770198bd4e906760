package io.wellstream.scorer.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.scorer.call.ScorerException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PredictStream call. Its requests are answered concurrently; the answers are sent in the order of the requests. At most
 * {@link #WINDOW} requests are read and not yet answered: the next one is read when an answer has been sent, and an answer is sent
 * when the client has taken the ones before it.
 */
final class PredictStream implements StreamObserver<PredictStreamRequest> {
    static final int WINDOW = 8;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Logger LOG = LoggerFactory.getLogger(PredictStream.class);

    private final ServerCallStreamObserver<PredictStreamResponse> out;
    private final Function<PredictStreamRequest, PredictStreamResponse> answer;
    private final ExecutorService threads;
    private final BlockingQueue<FutureTask<PredictStreamResponse>> asked = new LinkedBlockingQueue<>(WINDOW + 1);
    private final FutureTask<PredictStreamResponse> end = new FutureTask<>(PredictStreamResponse::getDefaultInstance);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();

    private PredictStream(
            ServerCallStreamObserver<PredictStreamResponse> out,
            Function<PredictStreamRequest, PredictStreamResponse> answer,
            ExecutorService threads) {
        this.out = out;
        this.answer = answer;
        this.threads = threads;
    }

    /**
     * Starts to read; must be called before the method of the gRPC service returns.
     *
     * @param answer computes every answer, including those that report failures
     */
    static PredictStream open(
            ServerCallStreamObserver<PredictStreamResponse> out,
            Function<PredictStreamRequest, PredictStreamResponse> answer,
            ExecutorService threads) {
        PredictStream stream = new PredictStream(out, answer, threads);
        out.disableAutoRequest();
        out.setOnReadyHandler(stream::wake);
        out.setOnCancelHandler(stream::wake);
        threads.execute(stream::write);
        out.request(WINDOW);
        return stream;
    }

    @Override
    public void onNext(PredictStreamRequest request) {
        FutureTask<PredictStreamResponse> task = new FutureTask<>(() -> answer.apply(request));
        asked.add(task); // has room: no more requests than the window are asked for
        threads.execute(task);
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a stream of predictions broke", cause);
        onCompleted();
    }

    @Override
    public void onCompleted() {
        asked.add(end); // has room: happens once
    }

    private void write() {
        try {
            for (FutureTask<PredictStreamResponse> next = asked.take(); next != end; next = asked.take()) {
                PredictStreamResponse response = next.get();
                awaitReady();
                out.onNext(response);
                out.request(1);
            }
            out.onCompleted();
        } catch (InterruptedException e) {
            out.onError(Statuses.of(new ScorerException.NotReady("this scorer is stopping; ask another")));
        } catch (Exception e) {
            if (!out.isCancelled()) {
                LOG.error("unexpected failure of a stream of predictions", e);
                out.onError(Statuses.internal());
            }
        }
    }

    private void awaitReady() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!out.isReady() && !out.isCancelled()) {
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
