package io.wellstream.local.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellPrediction;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictPagesTest {
    private static final int GRPC_LIMIT = 4 << 20;
    private static final int RXRX1_CLASSES = 1_108;

    @Test
    void manyWellsAreAskedForInSeveralCallsInTheirOrder() {
        List<Integer> wells = IntStream.range(0, 2_345).boxed().toList();

        List<List<Integer>> pages = PredictVerb.pages(wells, 5);

        assertThat(pages).extracting(List::size).containsExactly(1_000, 1_000, 345);
        assertThat(pages.stream().flatMap(List::stream).toList()).isEqualTo(wells);
    }

    /** With labels as long as an inhibitor's name and dose. */
    @Test
    void anAnswerWithAllClassesFitsIntoAMessage() {
        List<List<Integer>> pages =
                PredictVerb.pages(IntStream.range(0, 1_000).boxed().toList(), RXRX1_CLASSES);

        ClassProbability one = ClassProbability.newBuilder()
                .setLabel("a treatment of sixty letters, with its dose and its unit, 0.1 mM")
                .setProbability(0.5f)
                .build();
        WellPrediction well = WellPrediction.newBuilder()
                .setWell(WellKey.newBuilder()
                        .setExperiment("HUVEC-01")
                        .setPlate(1)
                        .setWell("B03"))
                .addAllTop(Collections.nCopies(RXRX1_CLASSES, one))
                .build();
        assertThat(pages).allSatisfy(page -> assertThat(PredictResponse.newBuilder()
                        .addAllPredictions(Collections.nCopies(page.size(), well))
                        .build()
                        .getSerializedSize())
                .isLessThan(GRPC_LIMIT));
    }
}
