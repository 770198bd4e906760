package io.wellstream.local.cli.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final Rates rates = new Rates("images");

    @Test
    void aMedianHasItsSmallestAndLargestRound() {
        assertThat(Rates.Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Rates.Spread(2, 1, 3));
        assertThat(Rates.Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Rates.Spread(2.5, 1, 4));
    }

    @Test
    void contestantsAreComparedRoundByRound() {
        rates.add("ours", 100);
        rates.add("peer", 50);
        rates.add("ours", 10); // another process used the machine in this round
        rates.add("peer", 5);
        rates.add("ours", 90);
        rates.add("peer", 30);

        assertThat(rates.ratio("ours", "peer")).isEqualTo(new Rates.Spread(2, 2, 3));
        assertThat(rates.lines())
                .containsExactly(
                        "ours                  90.0 images/s (10.0 to 100.0)",
                        "peer                  30.0 images/s (5.0 to 50.0)   ours / peer 2.00 (2.00 to 3.00)");
    }

    @Test
    void theJsonHasEveryContestantWithItsRatio() {
        rates.add("ours", 100);
        rates.add("peer", 30);

        JsonObject peer = rates.json().get(1).getAsJsonObject();

        assertThat(peer.get("name").getAsString()).isEqualTo("peer");
        assertThat(peer.get("images_per_s").getAsDouble()).isEqualTo(30);
        assertThat(peer.get("ours_ratio").getAsDouble()).isEqualTo(3.33);
        assertThat(rates.json().get(0).getAsJsonObject().has("ours_ratio")).isFalse();
    }

    @Test
    void whatWasNotMeasuredIsNamed() {
        rates.add("ours", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rates.of("peer"))
                .withMessage("nothing was measured of 'peer', only of [ours]");
    }
}
