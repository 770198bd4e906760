package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.UnusableDeviceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA card as its driver reports it. ND4J's CUDA 11.6 library contains machine code for compute capability 3.7 to
 * 8.6 and no code that a driver could compile for later ones. Cards that it cannot run on are refused before it is loaded.
 *
 * @param major of the compute capability
 */
public record CudaCard(String name, int major, int minor, String driver) {
    /** The first Linux driver that runs CUDA 11.6 programs without a compatibility package (minor-version compatible). */
    private static final int OLDEST_DRIVER = 450;

    private static final int OLDEST = 37;
    private static final int NEWEST = 89; // it runs code for 8.6

    private static final List<String> QUERY =
            List.of("nvidia-smi", "--query-gpu=compute_cap,name,driver_version", "--format=csv,noheader");

    /** Reads one line of {@code nvidia-smi --query-gpu=compute_cap,name,driver_version --format=csv,noheader}. */
    public static CudaCard parse(String line) {
        String[] fields = line.strip().split("\\s*,\\s*", -1);
        if (fields.length != 3 || !fields[0].matches("\\d{1,2}\\.\\d")) {
            throw new UnusableDeviceException(
                    "nvidia-smi answered `" + line.strip() + "`; expected compute capability, name, driver version");
        }
        int dot = fields[0].indexOf('.');
        return new CudaCard(
                fields[1],
                Integer.parseInt(fields[0].substring(0, dot)),
                Integer.parseInt(fields[0].substring(dot + 1)),
                fields[2]);
    }

    /** Throws, with the reason in one line, if this build cannot train on this card. */
    public void check() {
        int capability = major * 10 + minor;
        if (capability < OLDEST || capability > NEWEST) {
            throw new UnusableDeviceException("GPU " + name + " has compute capability " + major + "." + minor
                    + "; this build (ND4J 1.0.0-M2.1 for CUDA 11.6) runs 3.7 to 8.9 (Kepler to Ada), not "
                    + (capability > NEWEST ? "Hopper, Blackwell or later" : "older cards")
                    + ": use the CPU build or another card");
        }
        String release = driver.split("\\.", -1)[0];
        if (!release.matches("\\d{1,6}") || Integer.parseInt(release) < OLDEST_DRIVER) {
            throw new UnusableDeviceException("NVIDIA driver " + driver + " of GPU " + name
                    + " is too old for CUDA 11.6; expected " + OLDEST_DRIVER + " or later");
        }
    }

    /** Whether ND4J's CUDA backend is on the class path; does not load it. */
    static boolean isRequired() {
        return CudaCard.class.getResource("/nd4j-jcublas.properties") != null;
    }

    String describe() {
        return name + ", compute capability " + major + "." + minor + ", driver " + driver;
    }

    /** The first card that the driver reports; throws if this build cannot train on it. */
    static CudaCard checkedFirst() {
        List<String> lines = query();
        if (lines.isEmpty()) {
            throw new UnusableDeviceException("no NVIDIA GPU found; this build needs one: use the CPU build");
        }
        CudaCard first = parse(lines.getFirst()); // ND4J trains on the first card
        first.check();
        return first;
    }

    private static List<String> query() {
        String problem;
        try {
            Process process =
                    new ProcessBuilder(QUERY).redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return answer.lines().filter(line -> !line.isBlank()).toList();
            }
            problem = answer.lines().findFirst().orElse("no answer");
        } catch (IOException e) {
            problem = "cannot start nvidia-smi";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "interrupted";
        }
        throw new UnusableDeviceException(
                "no usable NVIDIA driver (" + problem + "); this build needs a GPU: use the CPU build");
    }
}
