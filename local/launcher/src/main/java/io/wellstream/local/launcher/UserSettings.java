package io.wellstream.local.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of docs/CONFIG.md that the user of a launcher gave in its environment. Each service receives its own, and those that
 * have callers also the settings of access and of clients. The launcher decides the rest: its broker, its store, its token, and what identifies a
 * process.
 */
final class UserSettings {
    /** Of services with callers. */
    private static final List<String> SHARED = List.of("WELLSTREAM_ACCESS_", "WELLSTREAM_CLIENTS_");

    private static final Set<String> OF_THE_LAUNCHER =
            Set.of("WELLSTREAM_AUGMENT_NAME", "WELLSTREAM_TRAINER_NAME", "WELLSTREAM_TRAINER_LOCK_FOLDER");

    private UserSettings() {}

    /** The variables of an environment that a service of this kind receives. */
    static Map<String, String> of(ServiceKind service, Map<String, String> environment) {
        String prefix = "WELLSTREAM_" + service.label().toUpperCase(Locale.ROOT) + "_";
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(prefix)
                        || (service.hasCallers() && SHARED.stream().anyMatch(variable.getKey()::startsWith)))
                .filter(variable -> !variable.getKey().equals(prefix + "URL")) // a setting of clients
                .filter(variable -> !OF_THE_LAUNCHER.contains(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
