package io.wellstream.ingest.files;

import static io.wellstream.ingest.files.RawZip.deflated;
import static io.wellstream.ingest.files.RawZip.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipFilesTest {
    private static final long ENOUGH = 64L << 20;

    private final Path archive;

    ZipFilesTest(@TempDir Path folder) {
        this.archive = folder.resolve("screen.zip");
    }

    @Test
    void entriesAreReadStoredAndDeflatedWithAndWithoutACommonTopFolder() throws Exception {
        for (String top : new String[] {"", "pilot/"}) {
            try (OutputStream out = Files.newOutputStream(archive);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry(top + "train/"));
                put(zip, top + "train.csv", "id_code\n");
                put(zip, top + "train/a.png", "picture".repeat(1_000));
                put(zip, top + "empty", "");
                put(zip, "__MACOSX/._train.csv", "left behind by a desktop");
                zip.setComment("a comment at the end");
            }

            try (ZipFiles files = ZipFiles.open(archive, 10)) {
                assertThat(files.has("train.csv")).isTrue();
                assertThat(files.has("train/")).isFalse();
                assertThat(files.read("train.csv", ENOUGH)).hasValue(bytes("id_code\n"));
                assertThat(files.read("train/a.png", ENOUGH)).hasValue(bytes("picture".repeat(1_000)));
                assertThat(files.read("empty", ENOUGH)).hasValue(new byte[0]);
                assertThat(files.read("train/b.png", ENOUGH)).isEmpty();
            }
        }
    }

    @Test
    void anArchiveOfMoreThan65535EntriesIsRead() throws Exception {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            for (int i = 0; i < 70_000; i++) {
                put(zip, "train/" + i, String.valueOf(i));
            }
            put(zip, "train.csv", "last");
        }

        try (ZipFiles files = ZipFiles.open(archive, 100_000)) {
            assertThat(files.read("train/69999", ENOUGH)).hasValue(bytes("69999"));
            assertThat(files.read("train.csv", ENOUGH)).hasValue(bytes("last"));
        }
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ZipFiles.open(archive, 65_535))
                .withMessage("screen.zip has 70001 entries; expected at most 65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../train.csv",
                "train/../../x",
                "..",
                "/etc/passwd",
                "C:/x",
                "..\\x",
                "a//b",
                "./a",
                "a\u0000.png",
                "a\u001b[2J"
            })
    void anArchiveWithANameThatLeadsOutIsRefusedAsAWhole(String name) throws IOException {
        Files.write(
                archive,
                new RawZip()
                        .add(stored("train.csv", "id_code\n"))
                        .add(stored(name, "evil"))
                        .bytes());

        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ZipFiles.open(archive, 10))
                .withMessageStartingWith("screen.zip: entry '" + name.replaceAll("\\p{Cntrl}", "\uFFFD") + "' ")
                .withMessageContaining("; expected ");
    }

    @Test
    void linksDuplicatesAndSharedBytesAreRefusedByName() throws IOException {
        refusedAsAWhole(
                new RawZip().add(stored("train.csv", "/etc/passwd").link()), "entry 'train.csv' is a symbolic link");
        refusedAsAWhole(
                new RawZip().add(stored("train.csv", "a")).add(stored("train.csv", "b")),
                "entry 'train.csv' occurs twice");
        refusedAsAWhole(
                new RawZip()
                        .add(stored("train.csv", "a"))
                        .add(stored("test.csv", "a").at(0)),
                "overlaps 'test.csv'");
    }

    @Test
    void anArchiveThatDeclaresToGrowTooMuchIsRefused() throws IOException {
        RawZip bomb = new RawZip();
        for (int i = 0; i < 20; i++) {
            bomb.add(deflated("train/" + i + ".png", new byte[10_000]).size(100L << 20));
        }

        refusedAsAWhole(bomb, "grows from");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 60, 100})
    void aTruncatedArchiveIsRefused(int missing) throws IOException {
        byte[] whole = new RawZip()
                .add(stored("train.csv", "id_code\n"))
                .add(stored("test.csv", "id_code\n"))
                .bytes();
        Files.write(archive, Arrays.copyOf(whole, whole.length - missing));

        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ZipFiles.open(archive, 10))
                .withMessageContaining("not a complete zip archive");
    }

    @Test
    void anEntryThatGrowsTooMuchIsRefusedBeforeItIsDecompressed() throws IOException {
        byte[] zeros = new byte[20 << 20];
        Files.write(archive, new RawZip().add(deflated("a.png", zeros)).bytes());

        refused("a.png", 16 << 20, "the file has " + zeros.length + " bytes; at most " + (16 << 20));
        refused("a.png", ENOUGH, "bytes; at most 100 times");
    }

    @Test
    void anEntryThatHoldsOtherThanItDeclaresIsRefused() throws IOException {
        Files.write(
                archive,
                new RawZip()
                        .add(deflated("more", new byte[500_000]).size(1_000))
                        .add(deflated("fewer", bytes("abc")).size(1_000))
                        .add(stored("wide", "abc").size(1_000))
                        .add(stored("unpackable", "abc").method(8))
                        .add(stored("locked", "abc").encrypted())
                        .add(stored("strange", "abc").method(12))
                        .bytes());

        refused("more", ENOUGH, "it holds more than the 1000 bytes it declares");
        refused("fewer", ENOUGH, "it ends after 3 of 1000 bytes");
        refused("wide", ENOUGH, "it is stored in 3 bytes and declares 1000");
        refused("unpackable", ENOUGH, "damaged");
        refused("locked", ENOUGH, "encrypted");
        refused("strange", ENOUGH, "method 12; 0 (stored) or 8 (deflated)");
    }

    @Test
    void aFlippedByteIsFoundByTheCrc() throws IOException {
        byte[] bytes = new RawZip().add(stored("train.csv", "id_code\n")).bytes();
        bytes[30 + "train.csv".length()] ^= 1;
        Files.write(archive, bytes);

        refused("train.csv", ENOUGH, "CRC");
    }

    private void refused(String path, long most, String said) {
        try (ZipFiles files = ZipFiles.open(archive, 10)) {
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> files.read(path, most))
                    .satisfies(e -> assertThat(
                                    e.finding().problem() + "; " + e.finding().expected())
                            .contains(said));
        }
    }

    private void refusedAsAWhole(RawZip zip, String said) throws IOException {
        Files.write(archive, zip.bytes());
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ZipFiles.open(archive, 100))
                .withMessageContaining(said);
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes(content));
        zip.closeEntry();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
