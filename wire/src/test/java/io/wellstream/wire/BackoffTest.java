package io.wellstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class BackoffTest {

    /** An hour's outage, without sleeping: only the pauses are computed. */
    @Property(tries = 50)
    void inAnHourThereAreFewAttemptsAndTheLastIsNeverLongAgo(@ForAll @LongRange(min = 1, max = 60) long minutes) {
        Backoff backoff = Backoff.withoutDeadline();
        long millis = 0;
        int attempts = 1;
        while (millis < Duration.ofMinutes(minutes).toMillis()) {
            long wait = backoff.next();
            assertThat(wait).isBetween(0L, 5_000L);
            millis += wait;
            attempts++;
        }

        assertThat(attempts).isLessThan((int) (10 + minutes * 60_000 / 2_500));
    }

    @Property(tries = 20)
    void twoThatStartTogetherPauseDifferently() {
        Backoff one = Backoff.withoutDeadline();
        Backoff other = Backoff.withoutDeadline();
        long apart = 0;
        for (int i = 0; i < 20; i++) {
            apart += Math.abs(one.next() - other.next());
        }

        assertThat(apart).isPositive();
    }
}
