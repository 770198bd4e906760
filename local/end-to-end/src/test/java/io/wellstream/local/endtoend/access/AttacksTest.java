package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.local.status.ResidentMemory;
import io.wellstream.wire.store.ObjectStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks by callers and by authors of screens, against real processes: each is refused with a precise message, nothing leaks, and
 * the services keep running. {@link AccessTest} tests authentication, {@link TlsTest} plain text on the TLS port.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksTest {
    private static final long GIGABYTE = 1L << 30;

    private final Path folder;
    private final Path screens;
    private final LocalSystem system;
    private final IngestCalls calls;
    private final HttpClient http = HttpClient.newHttpClient();

    AttacksTest(@TempDir Path folder) throws Exception {
        LauncherLog.silence();
        this.folder = folder;
        this.screens = Files.createDirectory(folder.resolve("screens"));
        system = LocalSystem.start(LocalConfig.of(folder.resolve("data"))
                .without(ServiceKind.AUGMENT)
                .without(ServiceKind.TRAINER)
                .withIngestRoots(List.of(screens)));
        calls = new IngestCalls(system.endpoints(), http);
    }

    @AfterAll
    void stop() {
        http.close();
        system.close();
    }

    @AfterEach
    void theServicesAreReadyAndHaveNotRestarted() {
        for (SupervisedProcess service : system.services()) {
            assertThat(service.restarts()).as(service.name()).isZero();
            assertThat(service.isReady(http)).as(service.name()).isTrue();
        }
    }

    @Test
    void aCsvFieldThatLeadsOutOfTheScreenIsAProblemOfItsRow() throws Exception {
        Path screen = HostileFiles.screen(screens.resolve("dots"), HostileFiles.png(16, 16 * 17));
        HostileFiles.write(
                screen.resolve("train.csv"),
                HostileFiles.table(
                        "../../etc_1_B03,../../etc,1,B03,5",
                        "HUVEC-01_1_../B03,HUVEC-01,1,../B03,5",
                        "HUVEC-01_../2_B03,HUVEC-01,../2,B03,5"));

        JsonObject job = ingest(screen);

        assertThat(problems(job))
                .contains("experiment '../../etc' is not valid")
                .contains("impossible well '../B03'")
                .contains("plate '../2' is not valid");
        assertThat(objects()).noneMatch(key -> key.contains("..") || key.contains("etc"));
    }

    @Test
    void anArchiveEntryThatLeadsOutEndsTheJob() throws Exception {
        Path archive = screens.resolve("dots.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("train.csv"));
            zip.write(HostileFiles.table("HUVEC-01_1_B03,HUVEC-01,1,B03,5"));
            zip.putNextEntry(new ZipEntry("../../outside.csv"));
            zip.write('x');
        }

        JsonObject job = ingest(archive);

        assertThat(job.get("state").getAsString()).isEqualTo("failed");
        assertThat(job.get("message").getAsString())
                .isEqualTo("dots.zip: entry '../../outside.csv' leads out of the archive; expected a path without ..");
        assertThat(folder.resolve("outside.csv")).doesNotExist();
    }

    @Test
    void zipBombsAreNotExpanded() throws Exception {
        Path image = screens.resolve("image-bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(image))) {
            zip.putNextEntry(new ZipEntry("train.csv"));
            zip.write(HostileFiles.table("HUVEC-01_1_B03,HUVEC-01,1,B03,5"));
            HostileFiles.bomb(zip, HostileFiles.IMAGE, HostileFiles.png(16, 16 * 17), GIGABYTE / 4);
        }
        Path table = screens.resolve("table-bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(table))) {
            HostileFiles.bomb(zip, "train.csv", HostileFiles.table(), 60L << 20);
            HostileFiles.bomb(zip, "test.csv", HostileFiles.table(), GIGABYTE / 4);
        }
        long before = memory("ingest");

        JsonObject ofImage = ingest(image);
        JsonObject ofTable = ingest(table);

        assertThat(problems(ofImage)).contains(HostileFiles.IMAGE, "the file has 268435526 bytes", "at most 16777216");
        assertThat(problems(ofTable))
                .contains("train.csv", "the archive's entry grows from", "at most 100 times")
                .contains("test.csv", "at most 67108864");
        assertThat(memory("ingest") - before).isLessThan(256L << 20);
    }

    @Test
    void pngBombsAreNotDecoded() throws Exception {
        Path huge = HostileFiles.screen(screens.resolve("huge"), HostileFiles.png(30_000, 100));
        Path endless = HostileFiles.screen(screens.resolve("endless"), HostileFiles.png(64, GIGABYTE));

        JsonObject ofHuge = ingest(huge);
        JsonObject ofEndless = ingest(endless);

        assertThat(problems(ofHuge))
                .contains(HostileFiles.IMAGE, "PNG declares 30000x30000 pixels; expected sides of 1 to 4096");
        assertThat(problems(ofEndless))
                .contains(HostileFiles.IMAGE, "PNG holds more pixels than the 64x64 it declares");
    }

    @Test
    void linksThatLeadOutOfTheRootsAreNotFollowed() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.csv"), "password,hunter2\n");
        Path link = Files.createSymbolicLink(screens.resolve("link"), folder);
        Path screen = HostileFiles.screen(screens.resolve("linked"), new byte[0]);
        Files.delete(screen.resolve(HostileFiles.IMAGE));
        Files.createSymbolicLink(screen.resolve(HostileFiles.IMAGE), secret);
        Files.createSymbolicLink(screen.resolve("test.csv"), secret);

        HttpResponse<String> refused = calls.post(IngestCalls.request("link", link));
        JsonObject job = ingest(screen);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(IngestCalls.detail(refused)).contains("is outside what this service may read");
        assertThat(problems(job))
                .contains(
                        "\"file\":\"test.csv\"",
                        HostileFiles.IMAGE,
                        "is a link that leads out of what this service may read")
                .doesNotContain("hunter2");
    }

    @Test
    void anEndlesslyNestedDescriptionEndsTheJob() throws Exception {
        Path screen = HostileFiles.screen(screens.resolve("nested"), new byte[0]);
        Files.writeString(screen.resolve("screen.yaml"), "name: " + "[".repeat(500_000));

        JsonObject job = ingest(screen);

        assertThat(job.get("state").getAsString()).isEqualTo("failed");
        assertThat(job.get("message").getAsString()).startsWith("screen.yaml ");
    }

    @Test
    void aMessageOfAGigabyteIsRefusedByItsHeader() throws Exception {
        long before = memory("scorer");
        try (RawGrpcCall call = new RawGrpcCall(
                system.endpoints().url(ServiceKind.SCORER),
                "/wellstream.v1.Scorer/Predict",
                system.endpoints().token())) {
            call.beginMessage((int) GIGABYTE);

            Map<String, String> end = call.end();

            assertThat(end).containsEntry("grpc-status", "8"); // RESOURCE_EXHAUSTED
            assertNothingLeaks(end.toString());
        }
        assertThat(memory("scorer") - before).isLessThan(128L << 20);
    }

    @Test
    void aBodyOfAGigabyteIsRefusedByItsHeaderAndTheConnectionEnds() throws Exception {
        String answer = calls.raw("Content-Length: " + GIGABYTE, out -> {});

        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("application/problem+json", "the body declares 1073741824 bytes; expected at most 1048576");
        assertNothingLeaks(answer);
    }

    @Test
    void anEndlessBodyIsCutOff() throws Exception {
        byte[] chunk = ("10000\r\n" + " ".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long[] written = new long[1];

        String answer = calls.raw("Transfer-Encoding: chunked", out -> {
            while (written[0] < GIGABYTE) {
                out.write(chunk);
                written[0] += chunk.length;
            }
        });

        assertThat(written[0]).isLessThan(GIGABYTE / 8);
        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertNothingLeaks(answer);
    }

    @Test
    void hugeHeadersAreRefused() throws Exception {
        String huge = calls.raw("X-Long: " + "x".repeat(1 << 20), out -> {});
        String many = calls.raw(
                Stream.iterate(0, i -> i + 1)
                        .limit(10_000)
                        .map(i -> "X-" + i + ": x")
                        .collect(Collectors.joining("\r\n")),
                out -> {});

        assertThat(huge).startsWith("HTTP/1.1 431 ");
        assertThat(many).startsWith("HTTP/1.1 431 ");
        assertNothingLeaks(huge + many);
    }

    @Test
    void invalidJsonIsRefusedWithoutInternalDetails() throws Exception {
        String deep = "[".repeat(100_000);

        for (String body : List.of(
                deep, "{\"id\":" + deep, "{\"id\":\"a\",\"other\":" + deep, "{\"shards\":\"many\"}", "{\"id\":", "x")) {
            HttpResponse<String> refused = calls.post(body);

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(IngestCalls.detail(refused)).startsWith("the body ");
            assertNothingLeaks(refused.body());
        }
    }

    /** No exception, class, token or path. */
    private void assertNothingLeaks(String reply) {
        assertThat(reply)
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("io.wellstream")
                .doesNotContain(system.endpoints().token())
                .doesNotContain(folder.toString());
    }

    private JsonObject ingest(Path source) throws IOException, InterruptedException {
        JsonObject job = calls.ingest(source);
        assertNothingLeaks(job.toString().replace(source.toString(), ""));
        return job;
    }

    private static String problems(JsonObject job) {
        assertThat(job.get("state").getAsString()).isEqualTo("finished-with-failures");
        return job.getAsJsonArray("problems").toString().replace("\\u0027", "'");
    }

    private List<String> objects() {
        try (ObjectStore store = ObjectStore.connect(system.endpoints().store().config());
                Stream<ObjectStore.ObjectInfo> all = store.list("")) {
            return all.map(object -> object.key().path()).toList();
        }
    }

    private long memory(String service) {
        return ResidentMemory.of(system.service(service).pid()).orElseThrow();
    }
}
