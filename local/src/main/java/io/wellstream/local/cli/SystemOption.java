package io.wellstream.local.cli;

import picocli.CommandLine.Mixin;

/** How a verb finds the running system: {@code --data}, else {@code WELLSTREAM_*} addresses. */
final class SystemOption {
    @Mixin
    private final DataOption data = new DataOption();

    Services services() {
        return Services.find(data);
    }
}
