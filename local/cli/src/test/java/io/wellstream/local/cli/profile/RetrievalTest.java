package io.wellstream.local.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mean average precisions and probabilities that copairs 0.5.5 computes for the same table, with 10,000 draws. */
class RetrievalTest {
    private static final PermutationTest TEST = new PermutationTest(10_000, 0);

    @Test
    void replicatesAmongTheControlsOfTheirPlate() throws IOException {
        assertEqual(
                new RetrievalQuestion(Retrieval.Pairs.REPLICATES, RetrievalQuestion.Controls.NEGATIVES),
                new String[] {"A", "B", "C", "D"},
                new double[] {0.958333333, 0.779166667, 0.819444444, 0.657936508},
                new double[] {0.026197380, 0.173282672, 0.112688731, 0.313568643},
                new double[] {0.104789521, 0.231043562, 0.225377462, 0.313568643});
    }

    @Test
    void replicatesAmongOtherTreatments() throws IOException {
        assertEqual(
                new RetrievalQuestion(Retrieval.Pairs.TREATMENTS, RetrievalQuestion.Controls.ABSENT),
                new String[] {"A", "B", "C", "D"},
                new double[] {1, 0.705853175, 0.585019841, 0.264856902},
                new double[] {0.000099990, 0.032696730, 0.087091291, 0.545445455},
                new double[] {0.000399960, 0.065393461, 0.116121721, 0.545445455});
    }

    @Test
    void replicatesOfOtherPlatesAmongAllOfThePlate() throws IOException {
        Retrieval.Pairs pairs = new Retrieval.Pairs(
                List.of(Profiler.TREATMENT),
                List.of(Profiler.PLATE),
                List.of(Profiler.PLATE),
                List.of(Profiler.TREATMENT));

        assertEqual(
                new RetrievalQuestion(pairs, RetrievalQuestion.Controls.PROFILES),
                new String[] {"A", "B", "C", "D", "DMSO"},
                new double[] {0.916666667, 0.460714286, 0.581250000, 0.352678571, 0.440808757},
                new double[] {0.015698430, 0.197180282, 0.182581742, 0.305169483, 0.485251475},
                new double[] {0.078492151, 0.328633803, 0.328633803, 0.381461854, 0.485251475});
    }

    @Test
    void positivePairsComeFirstAmongEquals() {
        ProfileTable table = new ProfileTable(
                List.of("Metadata_a"),
                List.of(
                        new ProfileTable.Row(List.of("x"), new float[] {1, 0}),
                        new ProfileTable.Row(List.of("y"), new float[] {2, 0}),
                        new ProfileTable.Row(List.of("x"), new float[] {3, 0})));

        assertThat(Retrieval.precisions(
                                table,
                                new Retrieval.Pairs(List.of("Metadata_a"), List.of(), List.of(), List.of("Metadata_a")))
                        .getFirst())
                .isEqualTo(new Retrieval.Precision(1, 2, 1));
    }

    private static void assertEqual(
            RetrievalQuestion question, String[] names, double[] means, double[] chances, double[] corrected)
            throws IOException {
        List<PermutationTest.Group> groups = question.answer(Profiles.table(), TEST);

        assertThat(groups).extracting(PermutationTest.Group::name).containsExactly(names);
        for (int i = 0; i < names.length; i++) {
            assertThat(groups.get(i).mean()).isCloseTo(means[i], within(1e-6));
            // both sides draw at random: four standard deviations of their difference
            double spread = 4 * Math.sqrt(2 * chances[i] * (1 - chances[i]) / 10_000);
            assertThat(groups.get(i).p()).isCloseTo(chances[i], within(spread));
            assertThat(groups.get(i).corrected()).isCloseTo(corrected[i], within(5 * spread));
        }
    }
}
