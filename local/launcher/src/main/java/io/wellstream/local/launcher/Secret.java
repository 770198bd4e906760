package io.wellstream.local.launcher;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Tokens and passwords that nobody can guess. */
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** This many random bytes, in hexadecimal. */
    static String random(int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
