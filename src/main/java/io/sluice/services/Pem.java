package io.sluice.services;

import io.sluice.stream.connection.Tls;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Makes texts that can travel of an SSL bundle, whether it comes from PEM files or from key stores. */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /** @throws IllegalStateException if the bundle's key cannot be taken out of it */
    static Tls of(SslBundle bundle) {
        KeyStore trust = bundle.getStores().getTrustStore();
        KeyStore own = bundle.getStores().getKeyStore();
        try {
            String trusted = trust == null ? null : authorities(trust);
            String alias = own == null ? null : alias(own, bundle.getKey().getAlias());
            if (own == null || alias == null) {
                return new Tls(trusted, null, null);
            }
            return new Tls(trusted, certificates(List.of(own.getCertificateChain(alias))), key(own, alias, bundle));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key of an SSL bundle cannot be read; is its password right?", e);
        }
    }

    private static String authorities(KeyStore store) throws GeneralSecurityException {
        List<Certificate> all = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            all.add(store.getCertificate(alias));
        }
        return certificates(all);
    }

    private static @Nullable String alias(KeyStore store, @Nullable String chosen) throws GeneralSecurityException {
        if (chosen != null) {
            return chosen;
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return alias;
            }
        }
        return null;
    }

    private static String key(KeyStore store, String alias, SslBundle bundle) throws GeneralSecurityException {
        String own = bundle.getKey().getPassword();
        String password = own == null ? bundle.getStores().getKeyStorePassword() : own;
        Key key = store.getKey(alias, password == null ? null : password.toCharArray());
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String certificates(List<Certificate> certificates) throws CertificateEncodingException {
        StringBuilder pem = new StringBuilder();
        for (Certificate each : certificates) {
            pem.append(block("CERTIFICATE", each.getEncoded()));
        }
        return pem.toString();
    }

    private static String block(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
