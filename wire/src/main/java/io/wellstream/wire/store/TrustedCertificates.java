package io.wellstream.wire.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificate authorities that are trusted instead of the platform's. */
public final class TrustedCertificates {
    private final X509TrustManager manager;

    private TrustedCertificates(X509TrustManager manager) {
        this.manager = manager;
    }

    /**
     * Reads a file of X.509 certificates in PEM format (RFC 7468), one after the other.
     *
     * @throws IllegalArgumentException naming the file, if it cannot be read or holds no certificate
     */
    public static TrustedCertificates read(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(pem + " holds no certificate; expected a file in PEM format");
            }
            return new TrustedCertificates(managerOf(certificates));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("certificates cannot be read from " + pem + ": " + e, e);
        }
    }

    public X509TrustManager manager() {
        return manager;
    }

    /** For clients without a certificate. */
    public SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform supports TLS", e);
        }
    }

    private static X509TrustManager managerOf(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager manager) {
                return manager;
            }
        }
        throw new IllegalStateException("every Java platform has an X.509 trust manager");
    }
}
