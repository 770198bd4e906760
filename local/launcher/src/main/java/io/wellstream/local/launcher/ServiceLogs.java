package io.wellstream.local.launcher;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the logs of the service processes. They append to files that they hold open, so a log that is too large is copied to
 * {@code NAME.log.1} and emptied; a line that is written in between is lost.
 */
final class ServiceLogs {
    static final long LARGEST = 10_000_000; // bytes

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLogs.class);

    private ServiceLogs() {}

    static void bound(List<Path> logs) {
        logs.forEach(ServiceLogs::bound);
    }

    private static void bound(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LARGEST) {
                Path before = log.resolveSibling(log.getFileName() + ".1");
                Files.deleteIfExists(before); // on a full disk it makes the space for the next one
                Files.copy(log, before, StandardCopyOption.REPLACE_EXISTING);
                new FileOutputStream(log.toFile()).close(); // truncates
            }
        } catch (IOException e) {
            LOG.debug("cannot bound log {}", log, e);
        }
    }
}
