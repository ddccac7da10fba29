package io.sluice.access.gate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.access.ConditionalOnLock;
import io.sluice.access.Identity;
import io.sluice.access.Security;
import io.sluice.access.account.Logins;
import io.sluice.access.oidc.SingleSignOn;
import io.sluice.web.Fails;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Logins and logouts. */
@RestController
@ConditionalOnLock
class LoginController {

    private static final int BODY = 4 << 10;

    private final Logins logins;
    private final Sessions sessions;
    private final CookieCsrfTokenRepository csrfTokens;
    private final SingleSignOn provider;

    LoginController(Logins logins, Sessions sessions, CookieCsrfTokenRepository csrfTokens, SingleSignOn provider) {
        this.provider = provider;
        this.logins = logins;
        this.sessions = sessions;
        this.csrfTokens = csrfTokens;
    }

    /** Who somebody says to be. */
    @Schema(description = "Who somebody says to be")
    record Credentials(
            @Schema(description = "The user's name", example = "admin") @JsonProperty(required = true)
            String name,

            @Schema(description = "The password", example = "correct horse battery") @JsonProperty(required = true)
            String password) {

        Credentials {
            // Jackson takes an explicit null for a value that is there.
            if (name == null || password == null) {
                throw new IllegalArgumentException("the properties \"name\" and \"password\" must be texts");
            }
        }

        @Override
        public String toString() {
            return "Credentials[" + name + "]";
        }
    }

    /** Another password, and the one so far. */
    @Schema(description = "Another password")
    record PasswordChange(
            @Schema(description = "The one so far", example = "correct horse battery") @JsonProperty(required = true)
            String current,

            @Schema(description = "12 characters or more, and 72 bytes at most", example = "staple battery horse")
            @JsonProperty(required = true)
            String password) {

        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    @PostMapping(
            path = SessionController.PATH,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Fails({ProblemType.LOGIN_FAILED, ProblemType.PLATFORM_UNAVAILABLE})
    @MaxBody(BODY)
    SessionView login(@RequestBody Credentials credentials, HttpServletRequest request, HttpServletResponse response) {
        Identity identity = logins.login(credentials.name(), credentials.password(), request.getRemoteAddr());
        sessions.begin(request, identity);
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
        return SessionView.of(Security.LOCKED, identity);
    }

    /** What is left to do. */
    @Schema(description = "What is left to do after a logout")
    record Logout(
            @Schema(
                    description = "Where the browser ends the session of the provider that vouched, too",
                    example = "https://login.example.com/logout?client_id=sluice",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String next) {}

    @DeleteMapping(path = SessionController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Logout> logout(HttpServletRequest request) {
        Optional<String> proof = ProviderRoutes.proof(request);
        Login.end(request);
        return proof.flatMap(known -> provider.logout(request, known))
                .map(next -> ResponseEntity.ok(new Logout(next)))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @PutMapping(
            path = SessionController.PATH + "/password",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.ALL_VALUE)
    @Fails({ProblemType.LOGIN_FAILED, ProblemType.INVALID_DEFINITION, ProblemType.PLATFORM_UNAVAILABLE})
    @MaxBody(BODY)
    ResponseEntity<Void> changePassword(
            @RequestBody PasswordChange change, HttpServletRequest request, HttpServletResponse response) {
        Identity visitor = Answers.visitor();
        String name = visitor == null || visitor.kind() != Identity.Kind.USER ? "" : visitor.name();
        sessions.begin(request, logins.change(name, change.current(), change.password(), request.getRemoteAddr()));
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
        return ResponseEntity.noContent().build();
    }
}
