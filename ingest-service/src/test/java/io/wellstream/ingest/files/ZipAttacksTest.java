package io.wellstream.ingest.files;

import static io.wellstream.ingest.files.RawZip.deflated;
import static io.wellstream.ingest.files.RawZip.little;
import static io.wellstream.ingest.files.RawZip.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives whose parts contradict each other, and directories made to exhaust the reader. */
class ZipAttacksTest {
    private static final long ENOUGH = 64L << 20;

    private final Path archive;

    ZipAttacksTest(@TempDir Path folder) {
        this.archive = folder.resolve("screen.zip");
    }

    @Test
    void anEntryThatTheEndRecordDoesNotCountIsNotReadSilently() throws IOException {
        refusedAsAWhole(
                new RawZip()
                        .add(stored("train.csv", "a"))
                        .add(stored("hidden", "b"))
                        .hiding(1),
                "its directory has 55 bytes and declares 107");
    }

    @Test
    void aDamagedDirectoryLosesNoEntrySilently() throws IOException {
        refusedAsAWhole(
                new RawZip()
                        .add(stored("train.csv", "a"))
                        .add(stored("lost", "b").damagedInDirectory())
                        .add(stored("test.csv", "c")),
                "entry 2 of its directory");
    }

    @Test
    void anEndRecordWithinTheCommentIsNotTheEnd() throws Exception {
        byte[] other = new RawZip().add(stored("train.csv", "evil")).bytes();
        byte[] comment = new byte[other.length + 9];
        System.arraycopy(other, 0, comment, 0, other.length);
        write(new RawZip().add(stored("train.csv", "good")).comment(comment));

        assertThat(read("train.csv")).isEqualTo("good");
    }

    @Test
    void anEntryWhoseLocalHeaderNamesAnotherFileIsRefused() throws IOException {
        write(new RawZip().add(stored("train.csv", "a").locally("other.csv")));

        refused("train.csv", "its header does not match the directory");
    }

    @Test
    void anEntryThatItsLocalHeaderMovesIntoTheNextOneIsRefused() throws IOException {
        write(new RawZip().add(stored("train.csv", "abcdef").localExtra(8)).add(stored("test.csv", "b")));

        refused("train.csv", "it extends into the next entry");
    }

    @Test
    void anEntryThatItsLocalHeaderMovesIntoTheDirectoryIsRefused() throws IOException {
        write(new RawZip().add(stored("train.csv", "abcdef").localExtra(8)));

        refused("train.csv", "it extends into the next entry");
    }

    @Test
    void bytesAfterACompressedEntryAreRefused() throws IOException {
        write(new RawZip().add(deflated("train.csv", new byte[100]).trailing(new byte[50])));

        refused("train.csv", "its compressed bytes do not end where it declares");
    }

    /** A streaming writer leaves the sizes in the local header empty. */
    @Test
    void theSizesInTheDirectoryCountAndNotThoseInTheLocalHeader() throws Exception {
        write(new RawZip()
                .add(stored("streamed", "abc").localSize(0))
                .add(stored("lying", "abc").localSize(1 << 30)));

        assertThat(read("streamed")).isEqualTo("abc");
        assertThat(read("lying")).isEqualTo("abc");
    }

    /** Info-ZIP's second name of an entry (extra field 0x7075) is read by some programs only. */
    @Test
    void theNameInTheHeaderCounts() throws Exception {
        byte[] name = "../../x".getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update("train.csv".getBytes(StandardCharsets.UTF_8));
        byte[] extra = little(9 + name.length)
                .putShort((short) 0x7075)
                .putShort((short) (5 + name.length))
                .put((byte) 1)
                .putInt((int) crc.getValue())
                .put(name)
                .array();
        write(new RawZip().add(stored("train.csv", "abc").extra(extra)));

        assertThat(read("train.csv")).isEqualTo("abc");
    }

    @Test
    void bytesBeforeTheFirstEntryAreSkippedIfTheOffsetsCountThemAndRefusedOtherwise() throws Exception {
        byte[] prefix = "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII);
        write(new RawZip().behind(prefix, true).add(stored("train.csv", "abc")));

        assertThat(read("train.csv")).isEqualTo("abc");
        refusedAsAWhole(
                new RawZip().behind(prefix, false).add(stored("train.csv", "abc")),
                "its end record does not say where its directory is");
    }

    @Test
    void bytesAfterTheEndAreRefused() throws IOException {
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(new RawZip().add(stored("train.csv", "abc")).bytes());
        longer.write(0);
        Files.write(archive, longer.toByteArray());

        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ZipFiles.open(archive, 10))
                .withMessageContaining("not a complete zip archive");
    }

    @Test
    void namesThatAreNotUtf8AreDistinct() throws Exception {
        write(new RawZip()
                .add(stored("train.csv", "abc"))
                .add(stored(new byte[] {'a', (byte) 0xe9}, "b"))
                .add(stored(new byte[] {'a', (byte) 0xe8}, "c")));

        assertThat(read("train.csv")).isEqualTo("abc");
    }

    /** 20 MB of the smallest extra fields: a reader that makes an object of each, or searches them, takes minutes. */
    @Test
    @Timeout(60)
    void manyExtraFieldsTakeLittleTime() throws IOException {
        byte[] fields = new byte[64_000];
        for (int at = 0; at < fields.length; at += 4) {
            little(4).putShort((short) (at / 4 + 2)).putShort((short) 0).get(0, fields, at, 4);
        }
        RawZip zip = new RawZip();
        for (int i = 0; i < 300; i++) {
            zip.add(stored("train.csv", "a").at(0).extra(fields));
        }

        refusedAsAWhole(zip, "overlaps", 1_000);
    }

    @Test
    void manyThreadsReadAtOnce() throws Exception {
        RawZip zip = new RawZip();
        for (int i = 0; i < 200; i++) {
            zip.add(deflated("train/" + i, (i + ",").repeat(1_000).getBytes(StandardCharsets.UTF_8)));
        }
        write(zip);

        try (ZipFiles files = ZipFiles.open(archive, 1_000);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<byte[]>> all = IntStream.range(0, 2_000)
                    .mapToObj(i -> threads.submit(
                            () -> files.read(String.valueOf(i % 200), ENOUGH).orElseThrow()))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(new String(all.get(i).get(), StandardCharsets.UTF_8)).startsWith(i % 200 + ",");
            }
        }
    }

    private void write(RawZip zip) throws IOException {
        Files.write(archive, zip.bytes());
    }

    private String read(String path) throws BadFileException {
        try (ZipFiles files = ZipFiles.open(archive, 10)) {
            return new String(files.read(path, ENOUGH).orElseThrow(), StandardCharsets.UTF_8);
        }
    }

    private void refused(String path, String said) {
        try (ZipFiles files = ZipFiles.open(archive, 10)) {
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> files.read(path, ENOUGH))
                    .withMessageContaining(said);
        }
    }

    private void refusedAsAWhole(RawZip zip, String said) throws IOException {
        refusedAsAWhole(zip, said, 10);
    }

    private void refusedAsAWhole(RawZip zip, String said, int mostEntries) throws IOException {
        write(zip);
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ZipFiles.open(archive, mostEntries))
                .withMessageContaining(said);
    }
}
