package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.launcher.Endpoints;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Which running system a verb uses: that of {@code --data}, else the one at the {@code WELLSTREAM_*} addresses. */
public final class SystemOption {
    @Mixin
    private final DataOption data = new DataOption();

    /** The address of the status page of the system on this machine. */
    Optional<String> page() {
        return Endpoints.find(data.folder()).map(Endpoints::page);
    }

    /** What to append to another command so that it uses the same system. */
    String argument() {
        return data.isGiven() ? " --data " + data.folder() : "";
    }

    public SystemClient client() {
        return SystemClient.find(data.folder(), data.isGiven());
    }
}
