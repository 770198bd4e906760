package io.wellstream.wire.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.DatasetId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetFilterTest {
    @Test
    void withoutNamesItHasAll() {
        DatasetFilter all = DatasetFilter.of(List.of());

        assertThat(all).isEqualTo(DatasetFilter.ALL).hasToString("all");
        assertThat(all.has(new DatasetId("demo"))).isTrue();
        assertThat(all.hasKey("demo/HUVEC-01/1/B02")).isTrue();
        assertThat(all.prefixes()).isEmpty();
    }

    @Test
    void aNameIsAWholeNameAndNoBeginning() {
        DatasetFilter some = DatasetFilter.of(List.of("rxrx1", "demo"));

        assertThat(some).hasToString("demo, rxrx1");
        assertThat(some.has(new DatasetId("demo"))).isTrue();
        assertThat(some.has(new DatasetId("demo2"))).isFalse();
        assertThat(some.hasKey("demo/HUVEC-01/1/B02")).isTrue();
        assertThat(some.hasKey("demo2/HUVEC-01/1/B02")).isFalse();
        assertThat(some.prefixes()).containsExactlyInAnyOrder("demo/", "rxrx1/");
    }
}
