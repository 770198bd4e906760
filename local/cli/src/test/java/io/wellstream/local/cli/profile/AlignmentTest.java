package io.wellstream.local.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.local.cli.profile.Alignment.Group;
import io.wellstream.local.cli.profile.Alignment.Reference;
import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlignmentTest {
    private static final ProfileTable TABLE = Profiles.of(
            List.of("p1", "p1", "p1", "p2", "p2", "p2"),
            List.of("negcon", "poscon", "trt", "negcon", "negcon", "trt"),
            1,
            3,
            6,
            10,
            30,
            40);

    @Test
    void eachPlateIsCentredAndScaledByItsControls() {
        ProfileTable aligned = new Alignment(Reference.CONTROLS, Group.PLATE, false).apply(TABLE);

        // plate p1: mean 2, standard deviation 1; plate p2: mean 20, standard deviation 10; the second feature is
        // constant
        assertThat(aligned.rows()).extracting(row -> row.features()[0]).containsExactly(-1f, 1f, 4f, -1f, 1f, 2f);
        assertThat(aligned.rows()).extracting(row -> row.features()[1]).containsOnly(0f);
        assertThat(aligned.values(Profiler.PLATE)).isEqualTo(TABLE.values(Profiler.PLATE));
    }

    @Test
    void anExperimentIsAlignedAsAWhole() {
        ProfileTable aligned = new Alignment(Reference.ALL, Group.EXPERIMENT, false).apply(TABLE);

        // mean 15, variance (196 + 144 + 81 + 25 + 225 + 625) / 6 = 216
        assertThat(aligned.rows().getLast().features()[0]).isEqualTo((float) (25 / Math.sqrt(216)));
    }

    @Test
    void withoutTwoControlsAPlateIsRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> new Alignment(Reference.NEGATIVE_CONTROLS, Group.PLATE, false).apply(TABLE))
                .withMessage("plate p1 has 1 rows of negative-controls; expected 2 or more. Align by experiment, or by"
                        + " other wells");
    }

    /** Products of the first profile with all others, as NumPy, SciPy and scikit-learn compute them; the sign of an axis is free. */
    @Test
    void typicalVariationIsRemovedAsInTheReference() throws IOException {
        double[] products = {
            707.257272,
            242.039647,
            392.253851,
            17.420702,
            1273.329709,
            1052.556826,
            -64.604561,
            -665.576512,
            -13.661302,
            -7.775653,
            3.973457,
            17.463497,
            -197.769928,
            -13.427893,
            -200.136985,
            -124.314835,
            721.216768,
            -149.775322,
            8.982059,
            198.307539,
            5.125531,
            -20.620366,
            -24.767702,
            40.262538
        };

        ProfileTable aligned = new Alignment(Reference.NEGATIVE_CONTROLS, Group.PLATE, true).apply(Profiles.table());

        float[] first = aligned.rows().getFirst().features();
        for (int i = 0; i < products.length; i++) {
            double product = 0;
            for (int f = 0; f < first.length; f++) {
                product += (double) first[f] * aligned.rows().get(i).features()[f];
            }
            assertThat(product).isCloseTo(products[i], within(1e-3));
        }
    }

    @Test
    void eigenvectorsOfASymmetricMatrix() {
        double[][] matrix = {{4, 1, 0, 2}, {1, 3, -1, 0}, {0, -1, 2, 0.5}, {2, 0, 0.5, 1}};

        SymmetricEigen eigen = SymmetricEigen.of(matrix);

        for (int v = 0; v < 4; v++) {
            for (int i = 0; i < 4; i++) {
                double product = 0;
                for (int j = 0; j < 4; j++) {
                    product += matrix[i][j] * eigen.vectors()[j][v];
                }
                assertThat(product).isCloseTo(eigen.values()[v] * eigen.vectors()[i][v], within(1e-12));
            }
        }
        assertThat(Arrays.stream(eigen.values()).sum()).isCloseTo(10, within(1e-12));
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertThat(Reference.of("negative-controls")).isEqualTo(Reference.NEGATIVE_CONTROLS);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> Reference.of("some"))
                .withMessage("--align some; expected controls, negative-controls, all or none");
    }
}
