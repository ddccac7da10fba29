package io.sluice.testing;

import io.sluice.stream.connection.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of the test's own, and certificates that it has signed, made with the JDK's keytool. One thread. */
public final class Certificates {

    private static final String PASSWORD = "changeit";
    private static final String ALWAYS = "san=dns:localhost,ip:127.0.0.1";

    private final Path home;
    private final String authority;

    /** A certificate with its key, as PEM texts. */
    public record Identity(String chain, String key) {

        /** What shows it, and trusts the given authority. */
        public Tls with(String trusted) {
            return new Tls(trusted, chain, key);
        }
    }

    /** Made once for this JVM. */
    public static Certificates shared() {
        return Shared.CERTIFICATES;
    }

    private static final class Shared {

        static final Certificates CERTIFICATES = make();

        private static Certificates make() {
            try {
                return new Certificates(Files.createTempDirectory("sluice-test-certificates"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param home an empty directory, made if it is not there */
    public Certificates(Path home) {
        this.home = home;
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pair("ca", "CN=An authority of tests", "-ext", "bc:c");
        pair("leaf", "CN=leaf");
        keytool("-exportcert", "-keystore", "ca.p12", "-alias", "ca", "-rfc", "-file", "ca.pem");
        keytool("-certreq", "-keystore", "leaf.p12", "-alias", "leaf", "-file", "leaf.csr");
        authority = read("ca.pem");
    }

    private void pair(String alias, String name, String... more) {
        List<String> line = new ArrayList<>(
                List.of("-genkeypair", "-keystore", alias + ".p12", "-alias", alias, "-dname", name, "-keyalg", "EC"));
        line.addAll(List.of("-groupname", "secp256r1", "-validity", "30"));
        line.addAll(List.of(more));
        keytool(line.toArray(String[]::new));
    }

    /** The certificate of the authority. */
    public String authority() {
        return authority;
    }

    /** Of a server on this machine, or of a client of that name. */
    public Identity of(String name) {
        return signed(name, "-validity", "10", "-ext", ALWAYS);
    }

    /** Good until yesterday. */
    public Identity expired(String name) {
        return signed(name, "-startdate", "-2d", "-validity", "1", "-ext", ALWAYS);
    }

    /** Of a server with another host name. */
    public Identity elsewhere(String name) {
        return signed(name, "-validity", "10", "-ext", "san=dns:elsewhere.test");
    }

    private Identity signed(String name, String... how) {
        List<String> line = new ArrayList<>(List.of("-gencert", "-keystore", "ca.p12", "-alias", "ca", "-rfc"));
        line.addAll(List.of("-infile", "leaf.csr", "-outfile", "signed.pem", "-dname", "CN=" + name));
        line.addAll(List.of(how));
        keytool(line.toArray(String[]::new));
        return new Identity(read("signed.pem"), key());
    }

    private String key() {
        try (InputStream in = Files.newInputStream(home.resolve("leaf.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            byte[] key = store.getKey("leaf", PASSWORD.toCharArray()).getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(home.resolve(file)).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.add("-J-XX:TieredStopAtLevel=1");
        line.addAll(List.of(arguments));
        line.addAll(List.of("-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(line)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", line) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
