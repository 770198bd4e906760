package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTest {
    /** Any statistics textbook, table of t at a two-sided 5 %. */
    @ParameterizedTest
    @CsvSource({"1, 12.706", "2, 4.303", "4, 2.776", "10, 2.228", "11, 2.201", "15, 2.131", "30, 2.042", "120, 1.980"})
    void itIsThePublishedTable(int degreesOfFreedom, double published) {
        assertThat(Student.t(degreesOfFreedom)).isCloseTo(published, within(6e-4));
    }
}
