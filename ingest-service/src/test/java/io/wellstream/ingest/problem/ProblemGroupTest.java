package io.wellstream.ingest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemGroupTest {
    @Test
    void problemsOfOneCauseAreOneLineWithTheFirstFew() {
        List<Problem> problems = new ArrayList<>();
        for (int i = 1; i <= 144; i++) {
            problems.add(Problem.ofFile("B%03d.png".formatted(i), "found a 16-bit grey PNG", "8-bit grey"));
        }
        problems.add(Problem.ofRow("train.csv", 4, "impossible well 'Z99'", "A01 to P24"));
        problems.add(Problem.ofRow("train.csv", 9, "impossible well 'B77'", "A01 to P24"));

        assertThat(ProblemGroup.of(problems))
                .containsExactly(
                        new ProblemGroup(
                                "found a 16-bit grey PNG; expected 8-bit grey",
                                144,
                                List.of("B001.png", "B002.png", "B003.png")),
                        new ProblemGroup(
                                "impossible well …; expected A01 to P24",
                                2,
                                List.of(
                                        "train.csv, row 4: impossible well 'Z99'",
                                        "train.csv, row 9: impossible well 'B77'")));
    }

    @Test
    void aSingleProblemKeepsItsWords() {
        assertThat(ProblemGroup.of(List.of(Problem.ofRow("train.csv", 4, "impossible well 'Z99'", "A01 to P24"))))
                .containsExactly(
                        new ProblemGroup("impossible well 'Z99'; expected A01 to P24", 1, List.of("train.csv, row 4")));
    }
}
