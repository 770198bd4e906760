package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.launcher.Endpoints;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** How a verb finds the running system: {@code --data}, else {@code WELLSTREAM_*} addresses. */
final class SystemOption {
    @Mixin
    private final DataOption data = new DataOption();

    /** Where a browser shows how the system of this machine is. */
    Optional<String> page() {
        return Endpoints.find(data.folder()).map(Endpoints::page);
    }

    SystemClient services() {
        return SystemClient.find(data.folder(), data.isGiven());
    }
}
