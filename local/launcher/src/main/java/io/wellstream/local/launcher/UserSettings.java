package io.wellstream.local.launcher;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings that the user of a launcher gave in its environment, as docs/CONFIG.md lists them: each service receives its own.
 * Addresses and credentials are not passed on: those of this system are known here, and the user's are those of another one.
 */
final class UserSettings {
    /** A process has its name, and the locks that go with it, from the launcher. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of(
            "WELLSTREAM_AUGMENT_NAME", "WELLSTREAM_TRAINER_NAME", "WELLSTREAM_TRAINER_LOCK_FOLDER");

    private UserSettings() {}

    /** The variables of an environment that a service of this kind receives. */
    static Map<String, String> of(ServiceKind service, Map<String, String> environment) {
        String prefix = "WELLSTREAM_" + service.label().toUpperCase(Locale.ROOT) + "_";
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(prefix))
                .filter(variable -> !variable.getKey().equals(prefix + "URL"))
                .filter(variable -> !OF_THE_LAUNCHER.contains(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
