package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority of certificates and those that it issues, made by the JDK's keytool, good for two days. */
public final class CertificateAuthority {

    private static final String PASSWORD = "changeit";

    private final KeyStore store;

    private CertificateAuthority(KeyStore store) {
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @param name of the authority's subject
     * @param subjects of certificates that it issues, each by its own text; all are good for localhost, too
     */
    public static CertificateAuthority of(String name, String... subjects) {
        try {
            Path directory = Files.createTempDirectory("authority");
            Path file = directory.resolve("store.p12");
            try {
                make(file, "ca", "CN=" + name, "-ext", "bc:c", "-ext", "ku:c=keyCertSign");
                for (String subject : subjects) {
                    make(file, alias(subject), subject, "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1");
                }
                return new CertificateAuthority(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String alias(String subject) {
        return Integer.toHexString(subject.hashCode());
    }

    private static void make(Path file, String alias, String subject, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                subject,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("keytool made no certificate of " + subject + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of a subject with its chain, as PEM. */
    public String certificate(String subject) {
        try {
            StringBuilder text = new StringBuilder();
            for (Certificate each : store.getCertificateChain(alias(subject))) {
                text.append(block("CERTIFICATE", each.getEncoded()));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of a subject, as PEM. */
    public String key(String subject) {
        try {
            return block(
                    "PRIVATE KEY",
                    store.getKey(alias(subject), PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's own certificate, as PEM. */
    public String certificate() {
        try {
            return block("CERTIFICATE", store.getCertificate("ca").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type + "-----\n";
    }

    /**
     * What trusts this authority.
     *
     * @param from whose certificate of this subject a client shows; null for none
     */
    public SSLContext client(@Nullable CertificateAuthority from, @Nullable String subject) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", store.getCertificate("ca"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(from == null || subject == null ? null : from.keys(subject), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyManager[] keys(String subject) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        char[] password = PASSWORD.toCharArray();
        own.setKeyEntry(
                "own", store.getKey(alias(subject), password), password, store.getCertificateChain(alias(subject)));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        return keys.getKeyManagers();
    }
}
