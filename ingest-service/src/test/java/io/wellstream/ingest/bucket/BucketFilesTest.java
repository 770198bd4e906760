package io.wellstream.ingest.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.ScreenPlace;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketFilesTest {
    private static final ScreenPlace.Bucket PILOT = new ScreenPlace.Bucket(SmallS3.BUCKET, "pilot/");

    private final Path folder;
    private final SmallS3 server;

    BucketFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.server = new SmallS3(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPrefixIsListedInPages() throws Exception {
        for (int i = 0; i < 2_005; i++) {
            write("pilot/images/%04d.png".formatted(i), "x" + i);
        }
        write("pilot-2/other.png", "other");
        try (SourceFiles files = anonymous(2_005)) {
            TreeSet<String> paths = new TreeSet<>();
            files.forEach(paths::add);

            assertThat(paths).hasSize(2_005).contains("images/0000.png", "images/2004.png");
            assertThat(server.lists).hasValue(3);
            assertThat(files.read("images/1999.png", 10)).hasValue("x1999".getBytes(StandardCharsets.UTF_8));
            assertThat(files.size("images/1999.png")).isEqualTo(5);
            assertThat(files.read("images/none.png", 10)).isEmpty();
        }
        assertThat(server.signed).hasValue(0);
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> anonymous(2_004))
                .withMessageContaining("s3://screens/pilot/ has more than 2004 objects");
    }

    @Test
    void aServerWithoutAnswersIsAskedAgain() throws Exception {
        write("pilot/a.png", "a");
        server.failures.set(2);
        try (SourceFiles files = anonymous(10)) {
            server.failures.set(2);
            assertThat(files.read("a.png", 10)).isPresent();
        }
    }

    @Test
    void keysAreUsedToSign() throws Exception {
        write("pilot/a.png", "a");
        try (SourceFiles files = access("key", "secret").open(PILOT, 10)) {
            assertThat(files.read("a.png", 10)).isPresent();
        }
        assertThat(server.signed).hasValue(2);
        assertThat(access("key", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void whatCannotBeReadIsSaid() throws Exception {
        write("pilot/a.png", "a");
        write("pilot/large.png", "large");
        try (SourceFiles files = anonymous(10)) {
            write("pilot/a.png", "b");
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> files.read("a.png", 10))
                    .withMessageContaining("changed while the screen was read");
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> files.read("large.png", 4))
                    .withMessageContaining("5 bytes");
        }
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> access("", "").open(new ScreenPlace.Bucket(SmallS3.BUCKET, "none/"), 10))
                .withMessageContaining("s3://screens/none/ has no objects");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access("", "").open(new ScreenPlace.Bucket("other", ""), 10))
                .withMessageContaining("it reads the buckets screens");
    }

    @Test
    void readsAtTheSameTimeAreLimited() throws Exception {
        write("pilot/a.png", "a".repeat(100_000));
        try (SourceFiles files = anonymous(10);
                ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                Future<?> unused = many.submit(() -> files.read("a.png", 1 << 20));
            }
        }
        assertThat(server.mostReading.get()).isBetween(1, 3);
    }

    @Test
    void aPlaceIsWrittenAsItIsRead() {
        for (String text : List.of("s3://screens/pilot/", "s3://screens/", "/data/pilot", "s3://screens/a b/ä/")) {
            assertThat(ScreenPlace.parse(text)).hasToString(text);
        }
        assertThat(ScreenPlace.parse("s3://screens/a/pilot").name()).isEqualTo("pilot");
        assertThat(ScreenPlace.parse("s3://screens").name()).isEqualTo("screens");
        for (String text : List.of("s3:/screens/pilot", "s3://", "s3://UPPER/x", "s3://screens/\n")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ScreenPlace.parse(text));
        }
    }

    private SourceFiles anonymous(int most) {
        return access("", "").open(PILOT, most);
    }

    private BucketAccess access(String key, String secret) {
        StoreConfig config = new StoreConfig(server.endpoint(), "unused", key, secret).withRegion("eu-central-1");
        return new BucketAccess(List.of(SmallS3.BUCKET), config, 3);
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
