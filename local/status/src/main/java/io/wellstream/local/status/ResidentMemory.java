package io.wellstream.local.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process's resident memory (VmRSS of Linux), which includes native code and mapped files. */
public final class ResidentMemory {
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private ResidentMemory() {}

    /** In bytes; empty if the process has ended or there is no {@code /proc}. */
    public static OptionalLong of(long pid) {
        try {
            Matcher line = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
            return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // it has ended
        }
    }
}
