package io.wellstream.imaging.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowClassesTest {
    @Test
    void aTreatmentRowIsATreatmentAndAControlRowAControl() {
        RowClasses rows = RowClasses.treatmentsAndControls(List.of("c1", "t1", "t2"), Set.of("c1", "c2"));

        assertThat(rows.of(false)).containsExactly(false, true, true);
        assertThat(rows.of(true)).containsExactly(true, false, false);
    }

    @Test
    void withoutAnyClassForARowAllArePossible() {
        RowClasses rows = RowClasses.treatmentsAndControls(List.of("t1", "t2"), Set.of("c1"));

        assertThat(rows.of(true)).containsExactly(true, true);
        assertThat(RowClasses.all(2).of(false)).containsExactly(true, true);
    }
}
