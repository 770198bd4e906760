package io.wellstream.trainer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The processor family. Native kernels choose their instructions by it, so equal bits need an equal family. */
public final class Processor {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    public static String family() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!Files.isReadable(LINUX)) {
            return System.getProperty("os.name") + " " + architecture;
        }
        try {
            Map<String, String> first = new TreeMap<>();
            for (String line : Files.readAllLines(LINUX)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    first.putIfAbsent(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
            return "Linux " + architecture + " " + first.getOrDefault("vendor_id", "unknown vendor") + " family "
                    + first.getOrDefault("cpu family", "?") + " model " + first.getOrDefault("model", "?");
        } catch (IOException e) {
            return "Linux " + architecture;
        }
    }
}
