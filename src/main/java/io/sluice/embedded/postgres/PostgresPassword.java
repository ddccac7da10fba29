package io.sluice.embedded.postgres;

import io.sluice.embedded.EmbeddedStartException;
import io.sluice.embedded.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The embedded Postgres' password, random, in a file that only its owner can read.
 *
 * @param isNew whether it was made just now, so that no cluster knows it yet
 */
public record PostgresPassword(Path file, String value, boolean isNew) {

    private static final int BYTES = 24;

    /** @throws EmbeddedStartException if the file can be neither read nor made */
    public static PostgresPassword in(Path home) {
        Path file = home.resolve("password");
        try {
            if (Files.exists(file)) {
                return new PostgresPassword(file, Files.readString(file).trim(), false);
            }
            OwnerOnly.createDirectories(home);
            String value = random();
            OwnerOnly.writeNew(file, value + "\n");
            return new PostgresPassword(file, value, true);
        } catch (IOException e) {
            throw EmbeddedStartException.files("Postgres", home, e);
        }
    }

    /** Returns a password without characters that would need quoting in SQL, a shell or a URL. */
    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "PostgresPassword[" + file + "]";
    }
}
