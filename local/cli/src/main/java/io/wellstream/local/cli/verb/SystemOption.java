package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.launcher.DiskReserve;
import io.wellstream.local.launcher.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
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

    /** How full the disk of the system on this machine is. */
    Optional<DiskReserve.Level> disk() throws IOException {
        Path folder = data.folder();
        return Endpoints.find(folder).isPresent() ? Optional.of(DiskReserve.levelOf(folder)) : Optional.empty();
    }

    /** What to append to another command so that it uses the same system. */
    String argument() {
        return data.isGiven() ? " --data " + data.folder() : "";
    }

    public SystemClient client() {
        return SystemClient.find(data.folder(), data.isGiven());
    }
}
