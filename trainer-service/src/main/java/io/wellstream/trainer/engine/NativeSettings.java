package io.wellstream.trainer.engine;

import java.nio.file.Path;

/**
 * Settings of the native code of all engines, which JavaCPP loads. They must be applied before the first engine is loaded; later
 * changes have no effect.
 *
 * @param offHeapBytes the most memory that arrays which JavaCPP allocates may take outside the Java heap
 * @param unpackInto the folder into which the native libraries (about 0.8 GB for both engines) are unpacked once
 */
public record NativeSettings(long offHeapBytes, Path unpackInto) {
    public NativeSettings {
        if (offHeapBytes < 256L << 20) {
            throw new IllegalArgumentException(
                    "off-heap memory of " + (offHeapBytes >> 20) + " MiB; expected at least 256 MiB");
        }
    }

    public void apply() {
        System.setProperty("org.bytedeco.javacpp.maxbytes", Long.toString(offHeapBytes));
        // This limit would count the whole process including heap and code; only the limit above should apply.
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.cachedir", unpackInto.toString());
    }
}
