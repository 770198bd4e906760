package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.StartSettings;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.onnx.OnnxFileBuilder;
import io.wellstream.trainer.onnx.RefusedOnnxException;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.trainer.transfer.Torchvision;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.Sha256;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that begin with an ONNX file, on a real engine. */
class OnnxStartTest {
    private static final int WIDTH = 4;
    private static final byte[] RESNET = Torchvision.file(Torchvision.resnet(WIDTH, List.of(2, 2, 2, 2), 1), "");

    private final TrainingWorld world = new TrainingWorld(3);

    @BeforeEach
    void aRealEngine() {
        world.engine = TinyTraining.engine(EngineName.TORCH);
    }

    @Test
    void aRunBeginsWithAFileAndTheCardSaysWhatWasTaken() throws InterruptedException {
        ObjectRef file = put(RESNET);
        request("tuned", from(file).setFrozenBlocks(1).setBlockRateDecay(0.8));
        world.trainer("t1").trainNext();

        ModelCard card = card("tuned");
        assertThat(card.getStart().getOnnx()).isEqualTo("backbone.onnx");
        assertThat(card.getStart().getModel()).isEmpty();
        assertThat(card.getStart().getNetworkSha256().toByteArray()).isEqualTo(Sha256.of(RESNET));
        assertThat(card.getStart().getTakenList())
                .contains("stem/conv/kernel", "stage4/block2/2/norm/variance", "stage2/block1/around/conv/kernel");
        assertThat(card.getStart().getKeptList())
                .containsExactly(
                        "logits/weights: the file does not say which classes it answers",
                        "logits/bias: the file does not say which classes it answers");
        assertThat(card.getStart().getUnusedList()).containsExactly("fc.weight", "fc.bias");
        assertThat(card.getStart().getChangedList())
                .singleElement()
                .asString()
                .startsWith("stem/conv/kernel: spread from 3 to 2 channels");
        assertThat(card.getSpecification().getStartFrom().getOnnxFile()).isEqualTo(file);
        assertThat(card.getSpecification().getBlockRateDecay()).isEqualTo(0.8);
    }

    @Test
    void aKilledAndResumedRunAndARepeatedOneEndInTheSameParameters() throws Exception {
        ObjectRef file = put(RESNET);
        request("undisturbed", from(file));
        world.trainer("t1").trainNext();
        byte[] expected = finished("undisturbed").getParametersSha256().toByteArray();
        request("run-1", from(file));
        assertThatThrownBy(() ->
                        world.trainer("killed", new DyingStore(world.store, 6)).trainNext())
                .isInstanceOf(DyingStore.Killed.class);
        RunFinished resumed = RunSchedulerTest.finishAfterTheKill(world, record("run-1"));
        request("again", card("undisturbed").getSpecification().toBuilder());
        world.trainer("t1").trainNext();
        request("random", specification());
        world.trainer("t1").trainNext();

        assertThat(resumed.getParametersSha256().toByteArray()).isEqualTo(expected);
        assertThat(finished("again").getParametersSha256().toByteArray()).isEqualTo(expected);
        assertThat(finished("random").getParametersSha256().toByteArray()).isNotEqualTo(expected);
    }

    @Test
    void theExportOfAModelIsABeginningToo() throws InterruptedException {
        request("first", specification());
        world.trainer("t1").trainNext();
        byte[] export = world.store.get(world.sent(Topics.MODELS).getLast().getOnnx());
        request("second", from(put(export)));
        world.trainer("t1").trainNext();

        ModelCard card = card("second");
        assertThat(card.getStart().getKeptList()).allMatch(kept -> kept.startsWith("logits/"));
        assertThat(card.getStart().getUnusedList()).containsExactly("logits/weights", "logits/bias");
        assertThat(card.getStart().getChangedList()).isEmpty();
    }

    @Test
    void aFileThatIsSentAgainIsTheSameObject() {
        assertThat(put(RESNET)).isEqualTo(put(RESNET));
    }

    @Test
    void refusedFilesLeaveNothingBehind() {
        byte[] folded = new OnnxFileBuilder()
                .tensor("onnx::Conv_193", List.of(1L), 1)
                .node("Conv", "a", "x", "onnx::Conv_193")
                .bytes();
        byte[] other = new OnnxFileBuilder()
                .tensor("blocks.0.attn.qkv.weight", List.of(1L), 1)
                .node("MatMul", "a", "x", "blocks.0.attn.qkv.weight")
                .bytes();

        refused(new byte[] {'n', 'o'}, "it is not an ONNX file");
        refused(Arrays.copyOf(RESNET, RESNET.length / 2), "it is cut off or damaged: ");
        refused(folded, "it has convolutions and no batch norms: the exporter folded them into the convolutions");
        refused(other, "its weights are named blocks.0.attn.qkv.weight; expected names of torchvision's ResNet");
        assertThat(world.store.list("")).isEmpty();
    }

    @Test
    void filesThatDoNotFitTheRunAreRefusedBeforeTheRunIsRequested() {
        ObjectRef file = put(RESNET);
        refused(
                from(file).setNetwork(network().setName("densenet").clearDepth().setGrowth(4)),
                "start_from.onnx is 'backbone.onnx'; expected a file that shares weights with densenet of this run's"
                        + " settings (depth, width); this one has conv1.weight, bn1.weight, bn1.bias, bn1.running_mean and so on");
        refused(
                from(file).setNetwork(network().setDepth(34)).setFrozenBlocks(1),
                "frozen_blocks is '1'; expected only blocks that the model has; it lacks stage1/block3/1/conv/kernel");
        refused(
                from(ObjectRef.newBuilder(file)
                        .setSha256(ByteString.copyFrom(new byte[32]))
                        .build()),
                "start_from.onnx is 'backbone.onnx'; expected a file that was sent to POST /v1/onnx-files for this data set");
        refused(
                specification().setStartFrom(StartSettings.newBuilder().setOnnx("backbone.onnx")),
                "start_from.onnx is 'backbone.onnx'; expected a file that was sent to POST /v1/onnx-files first");
        refused(
                specification()
                        .setStartFrom(
                                StartSettings.newBuilder().setOnnx("a.onnx").setModel("b")),
                "start_from.onnx is 'a.onnx'; expected nothing, because start_from.model is set");
    }

    private ObjectRef put(byte[] file) {
        return world.files().put(TrainingWorld.DATASET, new ByteArrayInputStream(file));
    }

    private void refused(byte[] file, String message) {
        assertThatThrownBy(() -> put(file))
                .isInstanceOf(RefusedOnnxException.class)
                .hasMessageStartingWith(message);
    }

    private static NetworkSettings.Builder network() {
        return NetworkSettings.newBuilder()
                .setName("stacked-resnet")
                .setDepth(18)
                .setWidth(WIDTH);
    }

    private static RunSpecification.Builder specification() {
        return TrainingWorld.specification()
                .setImageSide(32)
                .setEpochs(2)
                .setSeed(5)
                .setEngine("torch")
                .setNetwork(network())
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-03")));
    }

    private static RunSpecification.Builder from(ObjectRef file) {
        return specification()
                .setStartFrom(
                        StartSettings.newBuilder().setOnnx("backbone.onnx").setOnnxFile(file));
    }

    private void request(String name, RunSpecification.Builder specification) {
        var unused = world.registry().request(new RunId(name), specification.build(), false);
    }

    private void refused(RunSpecification.Builder specification, String message) {
        assertThatThrownBy(() -> request("refused", specification))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }

    private RunRecord record(String run) {
        return world.last(run).orElseThrow();
    }

    private RunFinished finished(String run) {
        assertThat(record(run).hasFinished()).as("%s", record(run)).isTrue();
        return record(run).getFinished();
    }

    private ModelCard card(String run) {
        return ModelCards.parse(world.store.get(finished(run).getCard()));
    }
}
