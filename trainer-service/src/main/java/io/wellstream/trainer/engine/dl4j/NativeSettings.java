package io.wellstream.trainer.engine.dl4j;

import java.nio.file.Path;

/**
 * Settings of the native code. They must be applied before it is loaded; later changes have no effect.
 *
 * @param offHeapBytes the most memory that arrays may take outside the Java heap
 * @param unpackInto the folder into which the native libraries (about 0.4 GB) are unpacked once
 */
public record NativeSettings(long offHeapBytes, Path unpackInto) {
    public NativeSettings {
        if (offHeapBytes < 256L << 20) {
            throw new IllegalArgumentException(
                    "off-heap memory of " + (offHeapBytes >> 20) + " MiB; expected at least 256 MiB");
        }
    }

    void apply() {
        // Off by default in 1.0.0-M2.1; without it convolutions fall back to plain loops, four times slower.
        System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "false");
        System.setProperty("org.bytedeco.javacpp.maxbytes", Long.toString(offHeapBytes));
        // This limit would count the whole process including heap and code; only the limit above should apply.
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.cachedir", unpackInto.toString());
        System.setProperty("org.nd4j.log.initialization", "false");
    }
}
