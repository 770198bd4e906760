package io.wellstream.scorer.model;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.DescribeModelRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ModelSummary;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.WellKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelSwapTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<WellId> WELLS = IntStream.rangeClosed(10, 48)
            .mapToObj(column -> WellId.of("HUVEC-01", 1, "B" + column))
            .toList();

    private final ScreenFixture screen = new ScreenFixture(2, 8, 1);

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void aCallDuringASwapIsAnsweredByOneModelThatItNames() throws Exception {
        twoModels();

        List<List<WellPrediction>> answers = whileSwapping(this::predict);

        assertThat(answers).isNotEmpty().allSatisfy(answer -> assertThat(
                        answer.getFirst().getRun())
                .isIn("a", "b")
                .satisfies(run -> assertAnsweredBy(run, answer)));
        assertThat(answers)
                .extracting(answer -> answer.getFirst().getRun())
                .as("both models answered")
                .contains("a", "b");
        assertThat(screen.registry.get("scorer.model.load").timer().count())
                .as("models loaded: the first, and one for each swap")
                .isLessThanOrEqualTo(101);
    }

    @Test
    void aNamedRunAnswersWhateverModelIsServed() throws Exception {
        twoModels();

        List<List<WellPrediction>> answers = whileSwapping(() -> predict("a"));

        assertThat(answers).isNotEmpty().allSatisfy(answer -> assertAnsweredBy("a", answer));
    }

    @Test
    void aRollbackIsAServingRecordLikeAnyOther() {
        twoModels();
        screen.serve(model("b"));
        await().until(() -> predict().getFirst().getRun().equals("b"));
        assertThat(runsTold()).containsExactly("b");

        screen.serve(model("a"));

        await().until(() -> predict().getFirst().getRun().equals("a"));
    }

    private void twoModels() {
        WELLS.forEach(well -> screen.testWell(well, new int[] {1, 1}, new int[] {2, 2}));
        ModelPublished a = screen.publish("a", card("HUVEC", "a", "b"), noWeights(2), 5, 0);
        screen.publish("b", card("HUVEC", "a", "b"), noWeights(2), 0, 5);
        screen.serve(a);
        await().until(() -> served().equals("a"));
    }

    private ModelPublished model(String run) {
        return screen.models.under("").values().stream()
                .filter(model -> model.getRun().equals(run))
                .findAny()
                .orElseThrow();
    }

    /** The answers to four callers that call repeatedly, while the served model changes every few milliseconds. */
    private List<List<WellPrediction>> whileSwapping(Supplier<List<WellPrediction>> call) throws Exception {
        List<ModelPublished> models = List.copyOf(screen.models.under("").values());
        AtomicBoolean enough = new AtomicBoolean();
        List<List<WellPrediction>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<List<List<WellPrediction>>>> calling = IntStream.range(0, 4)
                    .mapToObj(i -> callers.submit(() -> {
                        List<List<WellPrediction>> mine = new ArrayList<>();
                        while (!enough.get()) {
                            mine.add(call.get());
                        }
                        return mine;
                    }))
                    .toList();
            for (int swap = 1; swap <= 100; swap++) {
                ModelPublished next = models.get(swap % 2);
                screen.serve(next);
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> served().equals(next.getRun()));
            }
            enough.set(true);
            for (Future<List<List<WellPrediction>>> caller : calling) {
                answers.addAll(caller.get());
            }
        }
        return answers;
    }

    /** The runs that the metrics name as served. */
    private List<String> runsTold() {
        return screen.registry.find("scorer.model.served").gauges().stream()
                .map(gauge -> String.valueOf(gauge.getId().getTag("run")))
                .toList();
    }

    private static void assertAnsweredBy(String run, List<WellPrediction> answer) {
        assertThat(answer)
                .hasSize(WELLS.size())
                .allMatch(prediction -> prediction.getRun().equals(run)
                        && prediction.getTop(0).getLabel().equals(run));
    }

    @Test
    void aSuccessorThatCannotBeLoadedLeavesTheServedModelInPlace() {
        WELLS.forEach(well -> screen.testWell(well, new int[] {1, 1}));
        screen.serve(screen.publish("good", card("HUVEC", "a", "b"), noWeights(2), 5, 0));
        await().until(() -> served().equals("good"));
        ModelPublished bad = screen.publish("bad", card("HUVEC", "a", "b"), noWeights(2), 0, 5);
        screen.store.corrupt(ObjectKey.of(bad.getOnnx()), new byte[3]);

        screen.serve(bad);

        await().until(() ->
                screen.registry.get("scorer.model.failures").counter().count() > 0);
        assertThat(predict().getFirst().getRun()).isEqualTo("good");
    }

    @Test
    void aModelThatCouldNotBeLoadedIsServedOnceItCanBe() {
        WELLS.forEach(well -> screen.testWell(well, new int[] {1, 1}));
        screen.serve(screen.publish("good", card("HUVEC", "a", "b"), noWeights(2), 5, 0));
        await().until(() -> served().equals("good"));
        ModelPublished next = screen.publish("next", card("HUVEC", "a", "b"), noWeights(2), 0, 5);
        byte[] whole = screen.store.get(next.getOnnx());
        screen.store.corrupt(ObjectKey.of(next.getOnnx()), new byte[3]);
        screen.serve(next);
        await().until(() -> screen.scorer.notLoaded().equals(List.of("screen/HUVEC/treatment: next")));
        assertThat(screen.scorer.serving()).containsExactly("screen/HUVEC/treatment: good");

        screen.store.corrupt(ObjectKey.of(next.getOnnx()), whole);

        await().atMost(LIMIT).until(() -> predict().getFirst().getRun().equals("next"));
        assertThat(screen.scorer.serving()).containsExactly("screen/HUVEC/treatment: next");
        await().atMost(LIMIT).until(() -> screen.scorer.notLoaded().isEmpty());
    }

    @Test
    void aModelWhoseLoadingMeetsAnErrorIsTriedAgain() {
        WELLS.forEach(well -> screen.testWell(well, new int[] {1, 1}));
        screen.serve(screen.publish("good", card("HUVEC", "a", "b"), noWeights(2), 5, 0));
        await().until(() -> served().equals("good"));
        ModelPublished next = screen.publish("next", card("HUVEC", "a", "b"), noWeights(2), 0, 5);
        screen.store.throwOnce(ObjectKey.of(next.getOnnx()), new OutOfMemoryError("Java heap space"));

        screen.serve(next);

        await().atMost(LIMIT).until(() -> screen.scorer.serving().equals(List.of("screen/HUVEC/treatment: next")));
        assertThat(screen.registry.get("scorer.model.failures").counter().count())
                .isEqualTo(1);
    }

    @Test
    void modelsWhoseLookingUpMeetsAnErrorAreLookedUpAgain() {
        ModelPublished good = screen.publish("good", card("HUVEC", "a", "b"), noWeights(2), 5, 0);
        AtomicBoolean first = new AtomicBoolean(true);
        screen.servings.beforeScan(() -> {
            if (first.getAndSet(false)) {
                throw new StackOverflowError();
            }
        });

        screen.serve(good);

        await().atMost(LIMIT).until(() -> screen.scorer.serving().equals(List.of("screen/HUVEC/treatment: good")));
        assertThat(first).isFalse();
    }

    @Test
    void aModelThatCouldNotBeLoadedIsForgottenWhenItIsReplaced() {
        WELLS.forEach(well -> screen.testWell(well, new int[] {1, 1}));
        ModelPublished bad = screen.publish("bad", card("HUVEC", "a", "b"), noWeights(2), 0, 5);
        screen.store.delete(List.of(ObjectKey.of(bad.getOnnx())));
        screen.serve(bad);
        await().until(() -> !screen.scorer.notLoaded().isEmpty());

        screen.serve(screen.publish("good", card("HUVEC", "a", "b"), noWeights(2), 5, 0));

        await().atMost(LIMIT).until(() -> screen.scorer.notLoaded().isEmpty());
        assertThat(predict().getFirst().getRun()).isEqualTo("good");
    }

    @Test
    void theListContainsAllModelsAndMarksTheServedOnes() {
        screen.publish("a", card("HUVEC", "a", "b"), noWeights(2), 5, 0);
        screen.serve(screen.publish("b", card("HUVEC", "a", "b", "c"), noWeights(3), 5, 0, 0));
        await().until(() -> served().equals("b"));

        List<ModelSummary> models = screen.scorer
                .listModels(ListModelsRequest.newBuilder().setDataset("screen").build())
                .getModelsList();

        assertThat(models).extracting(ModelSummary::getRun).containsExactly("a", "b");
        assertThat(models).extracting(ModelSummary::getServed).containsExactly(false, true);
        assertThat(models).extracting(ModelSummary::getClasses).containsExactly(2, 3);
        assertThat(screen.scorer
                        .describeModel(DescribeModelRequest.newBuilder()
                                .setDataset("screen")
                                .setRun("b")
                                .build())
                        .getClassesList())
                .containsExactly("a", "b", "c");
        assertThatThrownBy(() -> screen.scorer.describeModel(DescribeModelRequest.newBuilder()
                        .setDataset("screen")
                        .setRun("c")
                        .build()))
                .isInstanceOf(ScorerException.UnknownModel.class);
    }

    @Test
    void aLongListComesInPages() {
        List.of("a", "b", "c").forEach(run -> screen.publish(run, card("HUVEC", "x", "y"), noWeights(2), 5, 0));

        ListModelsResponse first = screen.scorer.listModels(
                ListModelsRequest.newBuilder().setPageSize(2).build());
        ListModelsResponse second = screen.scorer.listModels(ListModelsRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(first.getNextPageToken())
                .build());

        assertThat(first.getModelsList()).extracting(ModelSummary::getRun).containsExactly("a", "b");
        assertThat(second.getModelsList()).extracting(ModelSummary::getRun).containsExactly("c");
        assertThat(second.getNextPageToken()).isEmpty();
        assertThatThrownBy(() -> screen.scorer.listModels(
                        ListModelsRequest.newBuilder().setPageToken("gone").build()))
                .isInstanceOf(ScorerException.InvalidRequest.class);
    }

    private String served() {
        return screen.scorer.listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
                .filter(ModelSummary::getServed)
                .map(ModelSummary::getRun)
                .findAny()
                .orElse("");
    }

    private List<WellPrediction> predict() {
        return predict("");
    }

    /** @param run empty for the served one */
    private List<WellPrediction> predict(String run) {
        return screen.scorer
                .predict(
                        PredictRequest.newBuilder()
                                .setDataset("screen")
                                .setRun(run)
                                .addAllWells(WELLS.stream().map(WellKeys::of).toList())
                                .build(),
                        Call.unlimited())
                .getPredictionsList();
    }
}
