package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.wire.kafka.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Systems that start at the same moment on one machine. */
@Tag("long")
class TwoSystemsTest {
    private static final int SYSTEMS = 2;

    @Test
    void systemsThatStartTogetherNeverMeet(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        SmallScreen screen = SmallScreen.simulate(folder);
        List<LocalSystem> systems = started(folder, screen);
        try {
            Set<String> addresses = new HashSet<>();
            for (int i = 0; i < SYSTEMS; i++) {
                SystemClient client = SystemClient.of(systems.get(i).endpoints());
                new IngestJobs(client).run(new DatasetId("set-" + i), screen.folder(), false);
                systems.get(i)
                        .services()
                        .forEach(service -> addresses.add(service.url().toString()));
                addresses.add(client.kafka().bootstrapServers());
            }

            assertThat(addresses).hasSize(SYSTEMS * 5);
            for (int i = 0; i < SYSTEMS; i++) {
                assertThat(SystemClient.of(systems.get(i).endpoints())
                                .table(Topics.INGESTS, key -> true)
                                .values())
                        .extracting(IngestFinished::getDataset)
                        .containsExactly("set-" + i);
            }
        } finally {
            systems.forEach(LocalSystem::close);
        }
    }

    private static List<LocalSystem> started(Path folder, SmallScreen screen) throws Exception {
        List<LocalSystem> systems = new ArrayList<>();
        try (ExecutorService starters = Executors.newFixedThreadPool(SYSTEMS)) {
            List<Future<LocalSystem>> starting = new ArrayList<>();
            for (int i = 0; i < SYSTEMS; i++) {
                LocalConfig config = screen.config(folder.resolve("data-" + i), 1);
                starting.add(starters.submit(() -> LocalSystem.start(config)));
            }
            for (Future<LocalSystem> each : starting) {
                systems.add(each.get());
            }
        }
        return systems;
    }
}
