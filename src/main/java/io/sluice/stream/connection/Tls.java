package io.sluice.stream.connection;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and who we are, as PEM texts: they travel to executors, where there are no files. From the operator's
 * configuration, never from a pipeline's definition.
 *
 * @param trusted certificates of authorities; null for those that Java trusts
 * @param chain our own certificate and those between it and its authority; null if we have none
 * @param key that of our own certificate, in PKCS #8, not encrypted; null if we have none
 */
public record Tls(
        @Nullable String trusted,
        @Nullable String chain,
        @Nullable String key) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Tasks share nothing else, and a new context for each connection could resume no session. */
    private static final Map<Tls, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    /**
     * The context of connections that are made like this; the same for the same texts.
     *
     * @throws IllegalStateException if the texts are not what they should be
     */
    public SSLContext context() {
        return CONTEXTS.computeIfAbsent(this, Tls::build);
    }

    private SSLContext build() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /**
     * What judges a server's certificate.
     *
     * @throws IllegalStateException if the certificates cannot be read
     */
    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted == null ? null : trustStore(certificates(trusted)));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /**
     * What shows our own certificate; null if we have none.
     *
     * @throws IllegalStateException if the certificate or its key cannot be read
     */
    public KeyManager @Nullable [] keyManagers() {
        if (key == null || chain == null) {
            return null;
        }
        try {
            KeyStore store = emptyStore();
            Certificate[] own = certificates(chain).toArray(Certificate[]::new);
            store.setKeyEntry("own", privateKey(key), new char[0], own);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private static KeyStore trustStore(Collection<? extends Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "");
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // It is one of another algorithm.
            }
        }
        throw new InvalidKeySpecException("no algorithm of " + KEY_ALGORITHMS + " knows the key");
    }

    /** The cause may quote the texts. */
    private static IllegalStateException unusable(GeneralSecurityException cause) {
        return new IllegalStateException("The configured certificates or their key cannot be used ("
                + cause.getClass().getSimpleName() + "); look at the SSL bundle of the service");
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "Tls[" + (trusted == null ? "Java's authorities" : "own authorities")
                + (key == null ? "" : ", own certificate") + "]";
    }
}
