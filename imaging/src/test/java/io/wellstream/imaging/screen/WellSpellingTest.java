package io.wellstream.imaging.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellSpellingTest {
    @ParameterizedTest
    @CsvSource({
        "B03, B03",
        "B3, B03",
        "b03, B03",
        "B003, B03",
        "AA01, AA01",
        "aa1, AA01",
        "AF48, AF48",
        "B-3, B03",
        "r02c03, B03",
        "R2C3, B03",
        "r32c48, AF48"
    })
    void everyUsualSpellingIsRead(String text, String well) {
        assertThat(WellSpelling.parse(text)).hasToString(well);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "03", "B00", "B49", "AG01", "ABC1", "3B", "r0c1", "r33c01", "B03x", "B3.5"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WellSpelling.parse(text));
    }
}
