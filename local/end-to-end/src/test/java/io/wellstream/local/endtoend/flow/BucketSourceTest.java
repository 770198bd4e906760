package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import io.wellstream.local.cli.Main;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.EmbeddedStore;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A screen in a bucket of another S3 server than the system's own. */
class BucketSourceTest {
    private final Path root;

    BucketSourceTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void aScreenIsIngestedFromABucket() throws Exception {
        SmallScreen screen = SmallScreen.simulate(root);
        try (EmbeddedStore other = EmbeddedStore.start(root.resolve("other"))) {
            upload(other.config(), screen.folder());
            try (LocalSystem _ = LocalSystem.start(config(other.config()))) {
                assertThat(ingest(0, "s3://screens/lab/small"))
                        .contains("Data set small: %d of %d wells ingested"
                                .formatted(SmallScreen.WELLS, SmallScreen.WELLS));
                assertThat(ingest(0, "s3://screens/lab/small/")).contains(", 0 objects uploaded");
                assertThat(ingest(1, "s3://private/lab")).contains("it reads the buckets screens");
                assertThat(ingest(1, "s3://screens/none")).contains("has no objects");
            }
            assertThat(filesWith(other.config().secretKey())).isEmpty();
        }
    }

    private LocalConfig config(StoreConfig other) {
        return LocalConfig.of(root.resolve("data"))
                .without(ServiceKind.AUGMENT)
                .withEnvironment("WELLSTREAM_INGEST_S3_BUCKETS", "screens")
                .withEnvironment(
                        "WELLSTREAM_INGEST_S3_ENDPOINT", other.endpoint().toString())
                .withEnvironment("WELLSTREAM_INGEST_S3_ACCESS_KEY", other.accessKey())
                .withEnvironment("WELLSTREAM_INGEST_S3_SECRET_KEY", other.secretKey());
    }

    private static void upload(StoreConfig store, Path folder) throws Exception {
        MinioClient client = MinioClient.builder()
                .endpoint(store.endpoint().toURL())
                .region(store.region())
                .credentials(store.accessKey(), store.secretKey())
                .build();
        client.makeBucket(MakeBucketArgs.builder().bucket("screens").build());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                client.uploadObject(UploadObjectArgs.builder()
                        .bucket("screens")
                        .object("lab/small/" + folder.relativize(file))
                        .filename(file.toString())
                        .build());
            }
        }
        client.close();
    }

    /** Everything that the command prints. */
    private String ingest(int exit, String source) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        CommandLine line = Main.line().setOut(writer).setErr(writer);
        int code = line.execute("ingest", source, "--data", root.resolve("data").toString());
        assertThat(code).as(printed.toString()).isEqualTo(exit);
        return printed.toString();
    }

    /** The files of the system that contain a text: its logs, and the tables of the broker. */
    private List<Path> filesWith(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, secret))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.size(file) < 64 << 20
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
