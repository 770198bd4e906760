package io.wellstream.local.launcher;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random tokens and passwords. */
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** So many random bytes in hexadecimal. */
    static String random(int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
