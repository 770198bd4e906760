package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UserSettingsTest {
    private static final Pattern DOCUMENTED =
            Pattern.compile("(?m)^\\| `wellstream\\.[^`]+` \\| `(WELLSTREAM_[A-Z_]+)`");

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("WELLSTREAM_TRAINER_NATIVE_MEGABYTES", "4096"),
            Map.entry("WELLSTREAM_TRAINER_URL", "http://elsewhere:8083"),
            Map.entry("WELLSTREAM_TRAINER_NAME", "mine"),
            Map.entry("WELLSTREAM_TRAINER_LOCK_FOLDER", "/elsewhere"),
            Map.entry("WELLSTREAM_AUGMENT_CACHE_MEGABYTES", "64"),
            Map.entry("WELLSTREAM_AUGMENT_NAME", "mine"),
            Map.entry("WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092"),
            Map.entry("WELLSTREAM_STORE_SECRET_KEY", "secret"),
            Map.entry("WELLSTREAM_ACCESS_PREDICT_TOKEN", "secret"),
            Map.entry("WELLSTREAM_TOKEN", "secret"),
            Map.entry("WELLSTREAM_SECRETS", "/elsewhere"),
            Map.entry("QUARKUS_HTTP_PORT", "80"),
            Map.entry("PATH", "/bin"));

    @Test
    void aServiceReceivesItsOwnSettingsAndThoseOfAccess() {
        assertThat(UserSettings.of(ServiceKind.TRAINER, ENVIRONMENT))
                .containsOnly(
                        Map.entry("WELLSTREAM_TRAINER_NATIVE_MEGABYTES", "4096"),
                        Map.entry("WELLSTREAM_ACCESS_PREDICT_TOKEN", "secret"));
        assertThat(UserSettings.of(ServiceKind.SCORER, ENVIRONMENT))
                .containsOnly(Map.entry("WELLSTREAM_ACCESS_PREDICT_TOKEN", "secret"));
    }

    @Test
    void aServiceWithoutCallersReceivesNoSecrets() {
        assertThat(UserSettings.of(ServiceKind.AUGMENT, ENVIRONMENT))
                .containsOnly(Map.entry("WELLSTREAM_AUGMENT_CACHE_MEGABYTES", "64"));
    }

    @Test
    void everyDocumentedSettingReachesAServiceUnlessTheLauncherDecidesIt() throws IOException {
        Set<String> documented = DOCUMENTED
                .matcher(Files.readString(LocalConfig.builtProject().resolve("docs/CONFIG.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> all =
                documented.stream().collect(Collectors.toMap(Function.identity(), variable -> "the user's"));

        Set<String> received = new TreeSet<>();
        for (ServiceKind service : ServiceKind.values()) {
            received.addAll(UserSettings.of(service, all).keySet());
        }

        documented.removeAll(received);
        assertThat(received).contains("WELLSTREAM_INGEST_QUEUE", "WELLSTREAM_SCORER_THREADS");
        assertThat(documented)
                .filteredOn(variable -> !variable.matches("WELLSTREAM_(KAFKA|STORE)_.*"))
                .containsExactlyInAnyOrder(
                        "WELLSTREAM_AUGMENT_NAME",
                        "WELLSTREAM_TABLES_FOLDER",
                        "WELLSTREAM_TRAINER_NAME",
                        "WELLSTREAM_TRAINER_LOCK_FOLDER");
    }
}
