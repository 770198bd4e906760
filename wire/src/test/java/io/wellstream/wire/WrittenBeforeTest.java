package io.wellstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PlateIllumination;
import io.wellstream.proto.v1.RunClaim;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that any version wrote stays readable: each folder below {@code written-by} holds bytes as an earlier version wrote
 * them, and their expected content. A folder is never changed; {@code mvn -pl wire -am test -Dwritten.add=N} adds one for today.
 */
class WrittenBeforeTest {
    private static final Path FOLDERS = Path.of("src/test/resources/written-by");

    static Stream<Message> kinds() {
        return Stream.concat(
                Topics.all().stream().map(WrittenBeforeTest::kindOf),
                Stream.of(
                        RunClaim.getDefaultInstance(),
                        CheckpointComplete.getDefaultInstance(),
                        Manifest.getDefaultInstance(),
                        ModelCard.getDefaultInstance(),
                        PlateIllumination.getDefaultInstance()));
    }

    static Stream<Path> folders() throws IOException {
        addToday();
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders.sorted().toList().stream();
        }
    }

    static Stream<Path> foldersWithSixteenBits() throws IOException {
        return folders().filter(folder -> Files.exists(sixteenBitSite(folder)));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyMessageIsReadAsItWasMeant(Path folder) throws IOException {
        for (Message kind : kinds().toList()) {
            for (int variant = 0; Files.exists(bytes(folder, kind, variant)); variant++) {
                byte[] bytes = Files.readAllBytes(bytes(folder, kind, variant));

                Message read = kind.getParserForType().parseFrom(bytes);

                assertThat(TextFormat.printer().printToString(read))
                        .as("%s", bytes(folder, kind, variant))
                        .isEqualTo(Files.readString(text(folder, kind, variant)));
                assertThat(read.getUnknownFields().asMap()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aCardIsReadFromItsJson(Path folder) throws IOException {
        ModelCard.Builder card = ModelCard.newBuilder();

        JsonFormat.parser().ignoringUnknownFields().merge(Files.readString(folder.resolve("ModelCard.json")), card);

        assertThat(TextFormat.printer().printToString(card.build()))
                .isEqualTo(Files.readString(text(folder, ModelCard.getDefaultInstance(), 0)));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aSiteAndABatchHoldThePixelsTheyHeld(Path folder) throws Exception {
        SiteImage site = SiteObject.decode(Files.readAllBytes(folder.resolve("site." + SiteObject.FORMAT)));
        Batch batch = Batch.decode(Files.readAllBytes(folder.resolve("kernel-" + Batch.KERNEL_VERSION + ".batch")));

        for (int channel = 0; channel < 2; channel++) {
            assertThat(site.plane(channel).pixels()).isEqualTo(plane(channel));
        }
        assertThat(batch.pixels()).isEqualTo(batch().pixels());
        assertThat(batch.scale()).containsExactly(0.5f, 0.25f);
        assertThat(batch.offset()).containsExactly(-1, 2);
        assertThat(batch.labels()).containsExactly(7);
    }

    @ParameterizedTest
    @MethodSource("foldersWithSixteenBits")
    void aSixteenBitSiteAndABatchAreReadAndWrittenAsBefore(Path folder) throws Exception {
        byte[] site = Files.readAllBytes(sixteenBitSite(folder));
        byte[] batch = Files.readAllBytes(sixteenBitBatch(folder));

        assertThat(SiteObject.decode(site)).isEqualTo(sixteenBitSite());
        assertThat(SiteObject.encode(sixteenBitSite())).isEqualTo(site);
        assertThat(Batch.decode(batch)).isEqualTo(sixteenBitBatch());
        assertThat(sixteenBitBatch().encode()).isEqualTo(batch);
    }

    @Test
    void everyKindHasItsBytes() throws IOException {
        Path newest = folders().toList().getLast();

        assertThat(sixteenBitSite(newest)).exists();
        assertThat(kinds().toList()).isNotEmpty().allSatisfy(kind -> assertThat(bytes(newest, kind, 0))
                .exists());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fieldsThatANewerWriterAddsDoNotDisturbAnOlderReader(Message kind) throws IOException {
        for (Message sample : SampleMessages.of(kind)) {
            Message read = kind.getParserForType().parseFrom(SampleMessages.fromTheFuture(sample));

            assertThat(read.toBuilder()
                            .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                            .build())
                    .isEqualTo(sample);
            assertThat(read.toBuilder().build().toByteArray())
                    .as("passed on, it still holds what is new")
                    .isEqualTo(SampleMessages.fromTheFuture(sample));
        }
    }

    private static void addToday() throws IOException {
        String version = System.getProperty("written.add", "");
        Path folder = FOLDERS.resolve(version);
        if (version.isEmpty() || Files.exists(folder)) {
            return;
        }
        Files.createDirectories(folder);
        for (Message kind : kinds().toList()) {
            List<Message> samples = SampleMessages.of(kind);
            for (int variant = 0; variant < samples.size(); variant++) {
                Files.write(bytes(folder, kind, variant), samples.get(variant).toByteArray());
                Files.writeString(
                        text(folder, kind, variant), TextFormat.printer().printToString(samples.get(variant)));
            }
        }
        Message card = SampleMessages.of(ModelCard.getDefaultInstance()).getFirst();
        Files.writeString(folder.resolve("ModelCard.json"), JsonFormat.printer().print(card));
        Files.write(folder.resolve("site." + SiteObject.FORMAT), SiteObject.encode(site()));
        Files.write(folder.resolve("kernel-" + Batch.KERNEL_VERSION + ".batch"), batch().encode());
        Files.write(sixteenBitSite(folder), SiteObject.encode(sixteenBitSite()));
        Files.write(sixteenBitBatch(folder), sixteenBitBatch().encode());
    }

    private static SiteImage sixteenBitSite() {
        return new SiteImage(IntStream.range(0, 2)
                .mapToObj(channel -> new Plane(4, 4, levels(channel)))
                .toList());
    }

    private static Batch sixteenBitBatch() {
        ByteBuffer pixels = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        pixels.asShortBuffer().put(levels(0)).put(levels(1));
        return new Batch(2, 4, pixels.array(), new float[] {0.5f, 0.25f}, new float[] {-1, 2}, new int[] {7});
    }

    private static short[] levels(int channel) {
        short[] levels = new short[16];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) (channel * 32_768 + i * 2_047);
        }
        return levels;
    }

    private static Path sixteenBitSite(Path folder) {
        return folder.resolve("site." + SiteObject.format(Depth.SIXTEEN));
    }

    private static Path sixteenBitBatch(Path folder) {
        return folder.resolve("kernel-" + Batch.SIXTEEN_BIT_KERNEL_VERSION + ".batch");
    }

    private static SiteImage site() {
        return new SiteImage(IntStream.range(0, 2)
                .mapToObj(channel -> new Plane(4, 4, plane(channel)))
                .toList());
    }

    private static Batch batch() {
        byte[] pixels = new byte[32];
        System.arraycopy(plane(0), 0, pixels, 0, 16);
        System.arraycopy(plane(1), 0, pixels, 16, 16);
        return new Batch(2, 4, pixels, new float[] {0.5f, 0.25f}, new float[] {-1, 2}, new int[] {7});
    }

    private static byte[] plane(int channel) {
        byte[] pixels = new byte[16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (channel * 100 + i * 7);
        }
        return pixels;
    }

    private static Path bytes(Path folder, Message kind, int variant) {
        return folder.resolve(kind.getDescriptorForType().getName() + "-" + variant + ".bin");
    }

    private static Path text(Path folder, Message kind, int variant) {
        return folder.resolve(kind.getDescriptorForType().getName() + "-" + variant + ".txt");
    }

    private static Message kindOf(Topic<?> topic) {
        try {
            return topic.parser().parseFrom(new byte[0]);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("no bytes are an empty message", e);
        }
    }
}
