package io.wellstream.trainer.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What the GNU C library does with memory that native code frees. It concerns the whole process; where the process uses another C
 * library, nothing happens. See <a href="https://man7.org/linux/man-pages/man3/mallopt.3.html">mallopt(3)</a>.
 */
public final class CLibraryHeap {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;
    private static final int MMAP_MAX = -4;

    private static final int NEVER = -1;
    private static final int NONE = 0;
    private static final int ANY = 65_536;
    private static final int LARGE = 1 << 20;
    private static final int SMALL = 128 << 10;

    private static final Optional<MethodHandle> MALLOPT =
            function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final Optional<MethodHandle> MALLOC_TRIM = function("malloc_trim", ValueLayout.JAVA_LONG);

    private CLibraryHeap() {}

    /**
     * Keeps freed arrays for the next step. An engine whose steps allocate the same sizes again needs hardly more memory for it, and
     * does not wait until the kernel has cleared new pages.
     */
    public static void keepFreedArrays() {
        set(MMAP_MAX, NONE);
        set(TRIM_THRESHOLD, NEVER);
    }

    /** Returns each freed array to the system at once. */
    public static void returnFreedArrays() {
        set(MMAP_MAX, ANY);
        set(MMAP_THRESHOLD, LARGE);
        set(TRIM_THRESHOLD, SMALL);
        trim();
    }

    /** Returns what is free now. */
    public static void trim() {
        MALLOC_TRIM.ifPresent(function -> call(function, 0L));
    }

    private static void set(int setting, int value) {
        MALLOPT.ifPresent(function -> call(function, setting, value));
    }

    private static void call(MethodHandle function, Object... arguments) {
        try {
            Object unused = function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("the C library does not set up its heap", e);
        }
    }

    @SuppressWarnings("restricted") // native access is enabled on the command line, for the engines
    private static Optional<MethodHandle> function(String name, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return library.find(name)
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)));
    }
}
