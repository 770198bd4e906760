package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is suspended and resumed in one process, as on a full disk. */
class SuspendedBrokerTest {
    private static final int TIMES = 3;

    /** The running one, and the one before it, which Kafka keeps. */
    private static final int MOST_IN_MEMORY = 2;

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @Test
    void brokersThatWereSuspendedAreNotKeptInMemory(@TempDir Path folder) throws Exception {
        Map<String, Integer> ofOtherTests = inMemory();
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder)) {
            for (int time = 0; time < TIMES; time++) {
                broker.suspend();
                broker.resume();
            }

            assertThat(inMemory()).allSatisfy((server, objects) -> assertThat(objects)
                    .isBetween(1, ofOtherTests.getOrDefault(server, 0) + MOST_IN_MEMORY));
        }
    }

    private static Map<String, Integer> inMemory() throws Exception {
        List<String> histogram = liveObjects();
        return Stream.of("kafka.server.BrokerServer", "kafka.server.ControllerServer")
                .collect(Collectors.toMap(server -> server, server -> histogram.stream()
                        .filter(line -> line.endsWith(" " + server))
                        .mapToInt(SuspendedBrokerTest::objects)
                        .sum()));
    }

    /** Of a line such as {@code 513:   2   448  kafka.server.BrokerServer}. */
    private static int objects(String line) {
        return Integer.parseInt(line.strip().split("\\s+", -1)[1]);
    }

    /** A line for each class: its number of objects that are in use, and their bytes. */
    private static List<String> liveObjects() throws Exception {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return String.valueOf(histogram).lines().toList();
    }
}
