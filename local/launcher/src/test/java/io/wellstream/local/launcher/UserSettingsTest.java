package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UserSettingsTest {
    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("WELLSTREAM_TRAINER_NATIVE_MEGABYTES", "4096"),
            Map.entry("WELLSTREAM_TRAINER_URL", "http://elsewhere:8083"),
            Map.entry("WELLSTREAM_TRAINER_NAME", "mine"),
            Map.entry("WELLSTREAM_TRAINER_LOCK_FOLDER", "/elsewhere"),
            Map.entry("WELLSTREAM_SCORER_MAX_BATCH", "8"),
            Map.entry("WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092"),
            Map.entry("WELLSTREAM_KAFKA_PROPERTIES_FILE", "/elsewhere/client.properties"),
            Map.entry("WELLSTREAM_STORE_SECRET_KEY", "secret"),
            Map.entry("WELLSTREAM_ACCESS_PREDICT_TOKEN", "secret"),
            Map.entry("WELLSTREAM_TOKEN", "secret"),
            Map.entry("WELLSTREAM_SECRETS", "/elsewhere"),
            Map.entry("QUARKUS_HTTP_PORT", "80"),
            Map.entry("PATH", "/bin"));

    @Test
    void aServiceReceivesItsOwnSettings() {
        assertThat(UserSettings.of(ServiceKind.TRAINER, ENVIRONMENT))
                .containsExactly(Map.entry("WELLSTREAM_TRAINER_NATIVE_MEGABYTES", "4096"));
        assertThat(UserSettings.of(ServiceKind.SCORER, ENVIRONMENT))
                .containsExactly(Map.entry("WELLSTREAM_SCORER_MAX_BATCH", "8"));
    }

    @Test
    void noServiceReceivesAddressesCredentialsOrWhatTheLauncherDecides() {
        assertThat(UserSettings.of(ServiceKind.INGEST, ENVIRONMENT)).isEmpty();
        assertThat(UserSettings.of(ServiceKind.AUGMENT, ENVIRONMENT)).isEmpty();
    }
}
