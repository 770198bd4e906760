package io.wellstream.shell;

import io.wellstream.shell.access.AccessConfig;
import io.wellstream.shell.arrival.ClientLimits;
import io.wellstream.shell.reference.ReferencePage;
import io.wellstream.shell.reference.SettingsTable;
import org.junit.jupiter.api.Test;

class SharedSettingsTest {
    @Test
    void theReferencePageIsPrintedFromTheCode() throws Exception {
        ReferencePage page = ReferencePage.of("CONFIG.md");

        page.check("kafka", SettingsTable.of(KafkaSettings.class));
        page.check("store", SettingsTable.of(StoreSettings.class));
        page.check("access", SettingsTable.of(AccessConfig.class));
        page.check("clients", SettingsTable.of(ClientLimits.class));
    }
}
