package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.ObjectConflictException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class LargePutsTest {
    private static final ObjectKey KEY = new ObjectKey("data/batches/7");
    private final byte[] bytes = new byte[3_000_000];
    private final Path folder;

    LargePutsTest(@TempDir Path folder) {
        this.folder = folder;
        new SplittableRandom(7).nextBytes(bytes);
    }

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @Test
    void aLargeObjectIsPutOnceUnderAnEtagOfItsSha256() throws Exception {
        try (EmbeddedStore server = EmbeddedStore.start(folder);
                ObjectStore store = ObjectStore.connect(server.config())) {
            store.createBucketIfAbsent();

            ObjectRef ref = store.putIfAbsent(KEY, bytes).ref();

            ObjectInfo info = store.stat(KEY).orElseThrow();
            assertThat(info.etag()).isEqualTo(Sha256.hexOf(bytes));
            assertThat(info.sha256()).contains(Sha256.hexOf(bytes));
            assertThat(info.size()).isEqualTo(bytes.length);
            assertThat(store.list("data/"))
                    .extracting(ObjectInfo::key, ObjectInfo::size, ObjectInfo::etag)
                    .containsExactly(tuple(KEY, info.size(), info.etag()));
            assertThat(store.get(ref)).isEqualTo(bytes);
            assertThat(store.putIfAbsent(KEY, bytes).created()).isFalse();
            bytes[0]++;
            assertThatThrownBy(() -> store.putIfAbsent(KEY, bytes)).isInstanceOf(ObjectConflictException.class);
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void bytesThatEndEarlyLeaveNothing() throws Exception {
        BlobStore store = store();
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the sender is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> store.putBlob(request(), broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the sender is gone");
        assertThat(files()).isEmpty();
    }

    @Test
    void anObjectThatExistsStays() throws Exception {
        BlobStore store = store();
        store.putBlob(request(), new ByteArrayInputStream(bytes));

        assertThatThrownBy(() -> store.putBlob(request(), new ByteArrayInputStream(new byte[bytes.length])))
                .isInstanceOfSatisfying(S3ProxyException.class, refused -> assertThat(refused.statusCode())
                        .isEqualTo(412));
        GetObjectRequest get =
                GetObjectRequest.builder().bucket("bucket").key(KEY.path()).build();
        try (InputStream stored = store.getBlob(get)) {
            assertThat(stored).hasBinaryContent(bytes);
        }
        assertThat(files()).hasSize(1);
    }

    private BlobStore store() {
        BlobStore store = new LargePuts(new FilesystemNio2BlobStore(folder.toString()), folder);
        store.createContainer(CreateBucketRequest.builder().bucket("bucket").build());
        return store;
    }

    private PutObjectRequest request() {
        return PutObjectRequest.builder()
                .bucket("bucket")
                .key(KEY.path())
                .contentLength((long) bytes.length)
                .ifNoneMatch("*")
                .metadata(Map.of("s3proxy_checksum_sha256", Base64.getEncoder().encodeToString(Sha256.of(bytes))))
                .build();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
