package io.wellstream.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings from a folder with one file per key, named like the key, as container engines mount secrets
 * ({@code /run/secrets/wellstream.store.secret-key}). WELLSTREAM_SECRETS names the folder. The environment overrides these
 * settings, and they override defaults.
 */
public final class SecretFiles implements ConfigSource {
    private static final int ORDINAL = 290; // the environment has 300, a file of properties 250

    private final Map<String, String> values;

    public SecretFiles() {
        this(Path.of(System.getenv().getOrDefault("WELLSTREAM_SECRETS", "/run/secrets")));
    }

    SecretFiles(Path folder) {
        this.values = Files.isDirectory(folder) ? read(folder) : Map.of();
    }

    private static Map<String, String> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .filter(file -> file.getFileName().toString().matches("(wellstream|quarkus)\\..+"))
                    .collect(Collectors.toUnmodifiableMap(
                            file -> file.getFileName().toString(), SecretFiles::secret));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secrets in " + folder, e);
        }
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + file, e);
        }
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return "files of secrets";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
