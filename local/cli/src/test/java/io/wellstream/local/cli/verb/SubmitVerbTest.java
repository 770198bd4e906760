package io.wellstream.local.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.BuildSubmissionRequest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SubmitVerbTest {
    @Test
    void whetherModelsAreAdaptedIsLeftToTheirRunsUnlessItWasTyped() throws IOException {
        assertThat(request().getAdaptation()).isEmpty();
        assertThat(request().hasAdaptationControls()).isFalse();

        assertThat(request("--adabn").getAdaptation()).isEqualTo("adabn");
        assertThat(request("--adabn").getAdaptToExperiments())
                .as("for a scorer of an earlier version")
                .isTrue();
        assertThat(request("--no-adabn").getAdaptation()).isEqualTo("none");
        assertThat(request("--no-adabn").getAdaptToExperiments()).isFalse();
        assertThat(request("--adabn", "--adabn-controls=0").hasAdaptationControls())
                .isTrue();
        assertThat(request("--adabn-controls=0.25").getAdaptationControls()).isEqualTo(0.25);
    }

    private static BuildSubmissionRequest request(String... options) throws IOException {
        SubmitVerb verb = new SubmitVerb();
        new CommandLine(verb)
                .parseArgs(Stream.concat(Stream.of("--dataset=demo"), Stream.of(options))
                        .toArray(String[]::new));
        return verb.request();
    }
}
