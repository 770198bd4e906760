package io.wellstream.local.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
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

    private static RunSpecification specification(String... arguments) {
        TrainingSettings settings = new TrainingSettings();
        var unused = new CommandLine(settings).parseArgs(arguments);
        return settings.specification(new DatasetId("demo"));
    }
}
