package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys, certificates and trust stores for one test, in one folder. */
final class TestKeys {
    static final String PASSWORD = "changed-for-every-test";

    private final Path folder;

    TestKeys(Path folder) {
        this.folder = folder;
    }

    /** The PKCS #12 store of this name. */
    Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    /** The certificate of this name, in PEM form. */
    Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** The key of this name, in PEM form (PKCS #8). */
    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Makes a key with a self-signed certificate. */
    void make(String name, String who, String... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<String> arguments = new ArrayList<>(
                List.of("-genkeypair", "-alias", name, "-dname", who, "-keyalg", "EC", "-validity", "2"));
        arguments.addAll(List.of("-storetype", "PKCS12"));
        arguments.addAll(List.of(more));
        keytool(name, arguments);
        keytool(
                name,
                List.of(
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        name,
                        "-file",
                        certificate(name).toString()));
        byte[] key = read(name).getKey(name, PASSWORD.toCharArray()).getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        Files.writeString(key(name), "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    }

    /** Adds one's certificate to the other's trust store. */
    void trust(String name, String truster) throws IOException, InterruptedException {
        String certificate = certificate(name).toString();
        keytool(
                truster,
                List.of("-importcert", "-noprompt", "-alias", name, "-file", certificate, "-storetype", "PKCS12"));
    }

    KeyStore read(String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store(name))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String store, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store(store).toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
