package io.wellstream.local.cli.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class QualitySummaryTest {
    @Test
    void everyFlaggedPlateHasItsFlags() {
        assertThat(QualitySummary.lines(JsonParser.parseString("""
                [{"experiment": "HUVEC-01", "plate": "1", "flags": []},
                 {"experiment": "HUVEC-01", "plate": "2", "flags": ["well B05, site 2: channel 4 is black"]}]
                """).getAsJsonArray()))
                .containsExactly("HUVEC-01/2:", "  well B05, site 2: channel 4 is black", "1 of 2 plates are flagged.");
    }
}
