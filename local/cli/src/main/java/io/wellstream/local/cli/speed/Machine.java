package io.wellstream.local.cli.speed;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that a measurement was made on, and what else it did. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private final double loadBefore = load();

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch", ""));
        } catch (IOException e) { // not Linux
            return System.getProperty("os.arch", "");
        }
    }

    /** Adds the machine to a result that was measured since this object was created. */
    void addTo(JsonObject result) {
        result.addProperty("processor", processor());
        result.addProperty("cores", Runtime.getRuntime().availableProcessors());
        result.addProperty("java", Runtime.version().toString());
        result.addProperty("load_average_before", Rates.rounded(loadBefore));
        result.addProperty("load_average_after", Rates.rounded(load()));
    }

    /** The same in one line. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, Java %s; load average before %.1f, after %.1f",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                loadBefore,
                load());
    }
}
