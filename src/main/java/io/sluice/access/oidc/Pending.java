package io.sluice.access.oidc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.encrypt.AesGcmBytesEncryptor;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;

/**
 * Logins that wait for the provider. Each is in the browser that began it, sealed with a key of this process: so nobody who
 * begins many fills a memory here, and nobody ends one that another browser began.
 */
final class Pending {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int SHORTEST_SEALED = 64;
    private static final int LONGEST_SEALED = 4000;
    private static final String BETWEEN = "\n";

    private final Clock clock;
    private final BytesEncryptor key = AesGcmBytesEncryptor.withSecretKey(
                    new SecretKeySpec(KeyGenerators.secureRandom(32).generateKey(), "AES"))
            .build();

    Pending(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is needed to end one.
     *
     * @param nonce that the provider's token is to repeat, hashed
     * @param verifier of PKCE
     * @param redirect where the provider was told to send the browser
     * @param to a page of this Sluice
     */
    record Login(String state, String nonce, String verifier, String redirect, String to) {}

    String seal(Login login) {
        String text = String.join(
                BETWEEN,
                clock.instant().toString(),
                login.state(),
                login.nonce(),
                login.verifier(),
                login.redirect(),
                login.to());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.encrypt(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty if this process has not sealed it, or too long ago. */
    Optional<Login> open(@Nullable String sealed) {
        if (sealed == null || sealed.length() < SHORTEST_SEALED || sealed.length() > LONGEST_SEALED) {
            return Optional.empty();
        }
        try {
            byte[] text = key.decrypt(Base64.getUrlDecoder().decode(sealed));
            List<String> parts = List.of(new String(text, StandardCharsets.UTF_8).split(BETWEEN, -1));
            boolean isInTime = Duration.between(Instant.parse(parts.get(0)), clock.instant())
                            .compareTo(LONGEST)
                    <= 0;
            return isInTime
                    ? Optional.of(new Login(parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5)))
                    : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException | DateTimeParseException e) {
            // Not base64url, or not sealed by this key.
            return Optional.empty();
        }
    }
}
