package io.sluice.access.account;

import io.sluice.access.SecuritySettings;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import java.util.List;
import java.util.Objects;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What a new password must be. */
final class Passwords {

    private Passwords() {}

    /**
     * Makes its hash.
     *
     * @param pointer where it is in the body
     * @throws ProblemException INVALID_DEFINITION if it is too short or too long
     */
    static String hash(PasswordEncoder passwords, String password, String pointer) {
        if (!SecuritySettings.isPassword(password)) {
            String fault = "must have " + SecuritySettings.SHORTEST + " characters or more, and 72 bytes at most";
            throw new ProblemException(
                    ProblemType.INVALID_DEFINITION,
                    "1 fault in the body: " + pointer + " " + fault,
                    List.of(new FieldError(pointer, fault)));
        }
        return Objects.requireNonNull(passwords.encode(password));
    }
}
