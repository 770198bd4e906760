package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceKindTest {
    private static final Path DOCKERFILE = Path.of("../../Dockerfile");
    private static final String TUNABLES = "GLIBC_TUNABLES";

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void theImageOfAServiceSetsUpTheCLibraryAsTheLauncherDoes(ServiceKind kind) throws IOException {
        String stage = stage(kind);

        Matcher set = Pattern.compile(TUNABLES + "=(\\S+)").matcher(stage);

        assertThat(set.find() ? set.group(1) : null)
                .as(stage)
                .isEqualTo(kind.environment().get(TUNABLES));
    }

    /** The part of the Dockerfile that makes the service's image. */
    private static String stage(ServiceKind kind) throws IOException {
        Pattern stage = Pattern.compile(
                "^FROM runtime AS " + kind.label() + "-service$(.*?)(?=^FROM )", Pattern.DOTALL | Pattern.MULTILINE);
        Matcher found = stage.matcher(Files.readString(DOCKERFILE));
        assertThat(found.find()).as(stage.pattern()).isTrue();
        return found.group(1);
    }
}
