package io.wellstream.local.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainingSettingsTest {
    @Test
    void aZeroThatWasTypedIsSent() {
        RunSpecification run = specification("--epochs=0", "--batch=0", "--side=0", "--rate=0", "--seed=0");

        assertThat(run.hasEpochs()).isTrue();
        assertThat(run.hasBatchSize()).isTrue();
        assertThat(run.hasImageSide()).isTrue();
        assertThat(run.getLearningRate().hasBase()).isTrue();
        assertThat(run.hasSeed()).isTrue();
    }

    @Test
    void whatWasNotTypedIsLeftToTheTrainer() {
        RunSpecification run = specification();

        assertThat(run.hasEpochs()).isFalse();
        assertThat(run.hasBatchSize()).isFalse();
        assertThat(run.hasSeed()).isFalse();
        assertThat(run.hasSplitSeed()).isFalse();
        assertThat(run.getLearningRate().hasBase()).isFalse();
        assertThat(run.getBestBy()).isEmpty();
    }

    @Test
    void splitSeedAndMetricAreSent() {
        RunSpecification run = specification("--split-seed=3", "--best-by=validation-accuracy");

        assertThat(run.getSplitSeed()).isEqualTo(3);
        assertThat(run.getBestBy()).isEqualTo("validation-accuracy");
    }

    @Test
    void theVariationOfSamplesIsSentIfItWasTyped() {
        RunSpecification run = specification(
                "--cutmix=0.5",
                "--mixup-alpha=0.4",
                "--gain-jitter=0.1",
                "--offset-jitter=0.2",
                "--channel-dropout=0.3");

        assertThat(run.getCutmix().getProbability()).isEqualTo(0.5);
        assertThat(run.getCutmix().hasAlpha()).isFalse();
        assertThat(run.getMixup().getAlpha()).isEqualTo(0.4);
        assertThat(run.getJitter().getGain()).isEqualTo(0.1);
        assertThat(run.getJitter().getOffset()).isEqualTo(0.2);
        assertThat(run.getChannelDropout()).isEqualTo(0.3);
        assertThat(specification().hasCutmix()).isFalse();
        assertThat(specification().hasJitter()).isFalse();
    }

    @Test
    void whatConcernsControlsCellTypesAndAdaptationIsSent() {
        RunSpecification run = specification(
                "--batches=by-experiment",
                "--batch-controls=0.25",
                "--adaptation=adabn",
                "--control-head=0.5",
                "--cell-type-input");

        assertThat(run.getBatches().getControls()).isEqualTo(0.25);
        assertThat(run.getAdaptation()).isEqualTo("adabn");
        assertThat(run.getControlHead().getWeight()).isEqualTo(0.5);
        assertThat(run.getNetwork().getCellTypeInput()).isTrue();
        assertThat(specification().hasControlHead()).isFalse();
        assertThat(specification().getAdaptation()).isEmpty();
        assertThat(specification().getNetwork().getCellTypeInput()).isFalse();
    }

    @Test
    void theSettingsOfTheOptimizerAreSent() {
        RunSpecification run = specification(
                "--optimizer=sgd",
                "--weight-decay=1e-4",
                "--ema-decay=0.999",
                "--accumulate=4",
                "--label-smoothing=0.1",
                "--gradient-clip=2");

        assertThat(run.getOptimizer()).isEqualTo("sgd");
        assertThat(run.getWeightDecay()).isEqualTo(1e-4);
        assertThat(run.getEmaDecay()).isEqualTo(0.999);
        assertThat(run.getAccumulate()).isEqualTo(4);
        assertThat(run.getLabelSmoothing()).isEqualTo(0.1);
        assertThat(run.getGradientClip()).isEqualTo(2);
        assertThat(specification("--weight-decay=0").hasWeightDecay()).isTrue();
        assertThat(specification().hasWeightDecay()).isFalse();
    }

    @Test
    void aRunBeginsWithAModelOrAFile() {
        RunSpecification model = specification("--start-from=all", "--freeze=2");
        RunSpecification file = specification("--start-from=nets/resnet18.onnx", "--block-rate-decay=0.8");

        assertThat(model.getStartFrom().getModel()).isEqualTo("all");
        assertThat(model.getFrozenBlocks()).isEqualTo(2);
        assertThat(model.hasBlockRateDecay()).isFalse();
        assertThat(file.getStartFrom().getOnnx()).isEqualTo("nets/resnet18.onnx");
        assertThat(file.getStartFrom().getModel()).isEmpty();
        assertThat(file.getBlockRateDecay()).isEqualTo(0.8);
        RunSpecification.Builder replaced = file.toBuilder();
        settings("--start-from=all").writeTo(replaced);
        assertThat(replaced.getStartFrom()).isEqualTo(model.getStartFrom());
    }

    @Test
    void theSettingsOfTheNetworkAreSent() {
        NetworkSettings network = specification(
                        "--network=stacked-resnet", "--depth=50", "--embedding=512", "--head=arcface", "--margin=0.3")
                .getNetwork();
        NetworkSettings branches = specification(
                        "--network=six-branch",
                        "--first-kernel=7",
                        "--order=norm-relu",
                        "--l2=0",
                        "--block-dropout=0.1")
                .getNetwork();

        assertThat(network.getDepth()).isEqualTo(50);
        assertThat(network.getEmbedding()).isEqualTo(512);
        assertThat(network.getHead()).isEqualTo("arcface");
        assertThat(network.getMargin()).isEqualTo(0.3);
        assertThat(branches.getFirstKernel()).isEqualTo(7);
        assertThat(branches.getOrder()).isEqualTo("norm-relu");
        assertThat(branches.hasL2()).isTrue();
        assertThat(specification().getNetwork()).isEqualTo(NetworkSettings.getDefaultInstance());
    }

    @Test
    void randomSitesCanNameTheirTestExperimentsAndNotTheirValidation() {
        assertThat(specification("--split=random-sites", "--test=HUVEC-07")
                        .getSplit()
                        .getRandomSites()
                        .getTestList())
                .containsExactly("HUVEC-07");
        assertThatThrownBy(() -> specification("--split=random-sites", "--validation=HUVEC-07"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("--validation names experiments, but --split random-sites");
    }

    @Test
    void whatWasTypedReplacesWhatAFileSaysAndTheRestStays() {
        RunSpecification file = RunSpecification.newBuilder()
                .setTarget(Target.TARGET_CONTROL)
                .setEpochs(5)
                .setNetwork(NetworkSettings.newBuilder().setName("six-branch").setBlocks(3))
                .setCutmix(MixingSettings.newBuilder().setAlpha(0.3).setProbability(0.9))
                .setSplit(Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addValidation("HUVEC-01")
                                .addTest("HUVEC-02")))
                .build();
        RunSpecification.Builder run = file.toBuilder();

        settings("--epochs=9", "--cutmix=0.1", "--test=HUVEC-05").writeTo(run);

        assertThat(run.getTarget()).isEqualTo(Target.TARGET_CONTROL);
        assertThat(run.getEpochs()).isEqualTo(9);
        assertThat(run.getNetwork()).isEqualTo(file.getNetwork());
        assertThat(run.getCutmix().getAlpha()).isEqualTo(0.3);
        assertThat(run.getCutmix().getProbability()).isEqualTo(0.1);
        assertThat(run.getSplit().getByExperiment().getValidationList()).containsExactly("HUVEC-01");
        assertThat(run.getSplit().getByExperiment().getTestList()).containsExactly("HUVEC-05");

        RunSpecification.Builder untouched = file.toBuilder();
        settings().writeTo(untouched);
        assertThat(untouched.build()).isEqualTo(file);
    }

    private static RunSpecification specification(String... arguments) {
        return settings(arguments).specification(new DatasetId("demo"));
    }

    private static TrainingSettings settings(String... arguments) {
        TrainingSettings settings = new TrainingSettings();
        var unused = new CommandLine(settings).parseArgs(arguments);
        return settings;
    }
}
