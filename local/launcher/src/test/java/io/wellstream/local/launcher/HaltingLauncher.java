package io.wellstream.local.launcher;

import java.nio.file.Path;
import org.apache.kafka.common.utils.internals.Exit;

/** A launcher whose broker halts before anybody keeps it. */
final class HaltingLauncher {
    private HaltingLauncher() {}

    /** Argument: its log. */
    public static void main(String[] arguments) {
        LauncherLog.to(Path.of(arguments[0]));
        BrokerHalts.take();
        Exit.halt(7, "all log dirs have failed");
    }
}
