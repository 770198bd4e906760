package io.wellstream.local.cli.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Names for what a command requests: sorted by time, and different even if two commands ask within the same second. */
public final class RequestNames {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int RADIX = 36;
    private static final int CHARACTERS = 4;

    private RequestNames() {}

    /** The name {@code prefix-yyyyMMdd-HHmmss-xxxx}, with the time in UTC and four random letters or digits. */
    public static String of(String prefix) {
        return of(prefix, Instant.now());
    }

    static String of(String prefix, Instant time) {
        StringBuilder name = new StringBuilder(prefix + "-" + STAMP.format(time) + "-");
        for (int i = 0; i < CHARACTERS; i++) {
            name.append(Character.forDigit(ThreadLocalRandom.current().nextInt(RADIX), RADIX));
        }
        return name.toString();
    }
}
