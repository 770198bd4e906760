package io.wellstream.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @Test
    void aFileIsTheValueOfTheKeyItIsNamedLike(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("wellstream.store.secret-key"), "hidden\n");
        Files.writeString(folder.resolve("other-service"), "not ours");

        SecretFiles secrets = new SecretFiles(folder);

        assertThat(secrets.getPropertyNames()).containsExactly("wellstream.store.secret-key");
        assertThat(secrets.getValue("wellstream.store.secret-key")).isEqualTo("hidden");
    }

    @Test
    void noFolderIsNoSecrets(@TempDir Path folder) {
        assertThat(new SecretFiles(folder.resolve("absent")).getPropertyNames()).isEmpty();
    }
}
