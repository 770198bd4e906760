package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
    private final Path log;

    LastWordsTest(@TempDir Path folder) {
        this.log = folder.resolve("service.log");
    }

    @Test
    void theErrorsOfALogAreItsLastWordsWithoutStackFrames() throws Exception {
        assertThat(words("""
                2026-11-28 06:00:00 INFO  [io.wellstream] (main) starting
                2026-11-28 06:00:01 ERROR [io.quarkus.runtime.Application] (main) Failed to start application
                java.lang.IllegalArgumentException: 0 pixel threads; expected 1 or more
                \tat io.wellstream.ingest.IngestConfig.limits(IngestConfig.java:51)
                \t... 12 more
                Caused by: io.smallrye.config.ConfigValidationException: SRCFG00039: wellstream.ingest.queue
                2026-11-28 06:00:02 INFO  [io.quarkus] (main) stopped
                --- ended with code 1; restarts in 500 ms ---
                """))
                .containsExactly(
                        "2026-11-28 06:00:01 ERROR [io.quarkus.runtime.Application] (main) Failed to start application",
                        "java.lang.IllegalArgumentException: 0 pixel threads; expected 1 or more",
                        "Caused by: io.smallrye.config.ConfigValidationException: SRCFG00039: wellstream.ingest.queue");
    }

    @Test
    void whatJavaItselfSaysBeforeAnyLogIsTakenToo() throws Exception {
        assertThat(words("Error: Unable to access jarfile /x.jar\n"))
                .containsExactly("Error: Unable to access jarfile /x.jar");
        assertThat(words("Terminating due to java.lang.OutOfMemoryError: Java heap space\n"))
                .containsExactly("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void withoutAnErrorTheLastLinesAreTaken() throws Exception {
        assertThat(words("one\n\ntwo\nthree\nfour\n")).containsExactly("two", "three", "four");
    }

    @Test
    void whatWasSaidBeforeThisStartIsNot() throws Exception {
        Files.writeString(log, "ERROR of yesterday\n");
        long from = Files.size(log);
        Files.writeString(log, "ERROR of yesterday\nERROR of today\n");

        assertThat(LastWords.of(log, from)).containsExactly("ERROR of today");
    }

    @Test
    void aProcessThatSaidNothingHasNoLastWords() throws Exception {
        assertThat(LastWords.of(log, 0)).isEmpty();
        assertThat(words("")).isEmpty();
    }

    @Test
    void onlyTheEndOfALargeLogIsRead() throws Exception {
        assertThat(words("ERROR at the beginning\n" + "fine\n".repeat(100_000))).containsExactly("fine");
    }

    private List<String> words(String output) throws IOException {
        Files.writeString(log, output);
        return LastWords.of(log, 0);
    }
}
