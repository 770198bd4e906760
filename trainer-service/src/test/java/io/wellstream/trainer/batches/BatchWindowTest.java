package io.wellstream.trainer.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchWindowTest {
    private static final RetryPolicy RETRIES = new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(10), 5);

    private final List<Long> requested = new ArrayList<>();
    private long now;

    /** With workers that lose, repeat and reorder batches, the planned order comes out and the width is kept. */
    @Property(tries = 300)
    void thePlannedOrderComesOutOfFaultyWorkers(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int batches,
            @ForAll @IntRange(min = 1, max = 8) int width) {
        Random chance = new Random(seed);
        List<Long> queue = new ArrayList<>();
        BatchWindow<String> window = new BatchWindow<>(
                0,
                batches,
                () -> width,
                queue::add,
                BatchWindowTest::lost,
                new BatchWindow.Clock(forEver(), () -> now));
        List<String> taken = new ArrayList<>();

        while (taken.size() < batches) {
            window.poll().ifPresent(taken::add);
            assertThat(window.outstanding()).isLessThanOrEqualTo(width);
            if (!queue.isEmpty()) {
                long position = queue.remove(chance.nextInt(queue.size()));
                work(window, chance, queue, position);
            }
            now += Duration.ofSeconds(chance.nextInt(20)).toNanos();
        }

        assertThat(taken)
                .containsExactlyElementsOf(
                        LongStream.range(0, batches).mapToObj(Long::toString).toList());
    }

    private static void work(BatchWindow<String> window, Random chance, List<Long> queue, long position) {
        switch (chance.nextInt(5)) {
            case 0 -> {} // the worker crashed
            case 1 -> window.claim(at -> at == position).forEach(at -> window.miss(at, "no such object"));
            case 2 -> {
                queue.add(position); // done twice
                window.claim(at -> at == position).forEach(at -> window.offer(at, Long.toString(at)));
            }
            default -> window.claim(at -> at == position).forEach(at -> window.offer(at, Long.toString(at)));
        }
    }

    @Test
    void nothingIsRequestedBeyondTheWidthUntilABatchIsTaken() {
        BatchWindow<String> window = window(10, 3);

        assertThat(window.poll()).isEmpty();
        assertThat(requested).containsExactly(0L, 1L, 2L);

        deliver(window, 0);
        assertThat(window.poll()).contains("0");
        assertThat(requested).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void theRequestForALateBatchIsRepeatedAfterGrowingWaits() {
        BatchWindow<String> window = window(1, 1);
        List<Long> seconds = new ArrayList<>();

        for (now = 0; requested.size() < 6; now += Duration.ofSeconds(1).toNanos()) {
            int before = requested.size();
            window.poll();
            if (requested.size() > before) {
                seconds.add(Duration.ofNanos(now).toSeconds());
            }
        }

        assertThat(seconds).containsExactly(0L, 30L, 90L, 210L, 450L, 930L);
    }

    @Test
    void aBatchThatNobodyAnswersIsRequestedForDaysAndComesInTheEnd() {
        BatchWindow<String> window = window(1, 1);

        for (now = 0;
                now < Duration.ofDays(3).toNanos();
                now += Duration.ofMinutes(1).toNanos()) {
            assertThat(window.poll()).isEmpty();
        }
        window.claim(at -> true).forEach(at -> window.miss(at, "no such object"));
        deliver(window, 0);

        assertThat(window.poll()).contains("0");
        assertThat(requested).hasSizeBetween(3 * 24 * 5, 3 * 24 * 6 + 5);
    }

    @Test
    void fiveAnswersThatABatchCannotBeMadeEndTheWindow() {
        BatchWindow<String> window = window(1, 1);
        for (int failures = 0; failures < 5; failures++) {
            assertThat(window.poll()).isEmpty();
            window.claim(at -> true).forEach(at -> window.miss(at, "no such object"));
            window.claim(at -> true).forEach(at -> window.failed(at, "site HUVEC-01/1/B03/s2 is torn"));
        }

        assertThatThrownBy(window::poll).hasMessage("batch 0 failed 5 times; last: site HUVEC-01/1/B03/s2 is torn");
    }

    @Test
    void aBatchThatIsBeingFetchedIsNotRequestedOrFetchedAgain() {
        BatchWindow<String> window = window(1, 1);
        window.poll();

        assertThat(window.claim(at -> at == 0)).containsExactly(0L);
        assertThat(window.claim(at -> at == 0)).isEmpty();
        now += Duration.ofMinutes(20).toNanos();
        window.poll();

        assertThat(requested).containsExactly(0L);
    }

    @Test
    void answersThatAreNotAwaitedChangeNothing() {
        BatchWindow<String> window = window(10, 2);
        window.poll();
        deliver(window, 7);
        deliver(window, 0);
        deliver(window, 0);

        assertThat(window.poll()).contains("0");
        deliver(window, 0);
        assertThat(window.poll()).isEmpty();
    }

    @Test
    void aWaitingThreadIsWokenByTheBatchOrByTheFailure() throws Exception {
        BatchWindow<String> window = window(2, 2);
        CompletableFuture<String> taken = takeOnAThread(window);
        window.claim(at -> at == 0).forEach(at -> window.offer(at, "0"));
        while (!taken.isDone()) {
            window.claim(at -> at == 0).forEach(at -> window.offer(at, "0"));
            Thread.onSpinWait();
        }
        assertThat(taken.get(5, TimeUnit.SECONDS)).isEqualTo("0");

        CompletableFuture<String> failed = takeOnAThread(window);
        window.fail(new IllegalStateException("cancelled"));

        assertThat(failed)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("cancelled");
    }

    @Test
    void aGrowingWidthRequestsMore() {
        int[] width = {1};
        BatchWindow<String> window = new BatchWindow<>(
                5,
                20,
                () -> width[0],
                requested::add,
                BatchWindowTest::lost,
                new BatchWindow.Clock(RETRIES, () -> now));
        window.poll();
        width[0] = 4;
        window.poll();

        assertThat(requested).containsExactly(5L, 6L, 7L, 8L);
    }

    private BatchWindow<String> window(long end, int width) {
        return new BatchWindow<>(
                0, end, () -> width, requested::add, BatchWindowTest::lost, new BatchWindow.Clock(RETRIES, () -> now));
    }

    private static RetryPolicy forEver() {
        return new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(10), 1);
    }

    private static RuntimeException lost(long position, int failures, String reason) {
        return new IllegalStateException("batch " + position + " failed " + failures + " times; last: " + reason);
    }

    private static void deliver(BatchWindow<String> window, long position) {
        window.claim(at -> at == position).forEach(at -> window.offer(at, Long.toString(at)));
    }

    private static CompletableFuture<String> takeOnAThread(BatchWindow<String> window) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return window.take(() -> {});
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
