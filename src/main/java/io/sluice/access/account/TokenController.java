package io.sluice.access.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.access.ConditionalOnLock;
import io.sluice.access.Role;
import io.sluice.web.Fails;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens over REST. */
@RestController
@ConditionalOnLock
@RequestMapping(path = TokenController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Fails(ProblemType.PLATFORM_UNAVAILABLE)
class TokenController {

    static final String PATH = "/api/v1/tokens";

    private static final int BODY = 4 << 10;
    private static final int MOST = 10_000;
    private static final int BYTES = 32;
    /** By which scanners of repositories and logs can know one. */
    private static final String PREFIX = "sluice_";

    private final SecureRandom random = new SecureRandom();
    private final Accounts accounts;
    private final AccountTables tables;

    TokenController(Accounts accounts, AccountTables tables) {
        this.accounts = accounts;
        this.tables = tables;
    }

    /**
     * A token that is to be made.
     *
     * @param days for which it is good
     */
    @Schema(description = "A token that is to be made")
    record NewToken(
            @Schema(description = "What it is for", example = "nightly import")
            @JsonProperty(required = true)
            @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
            String name,

            @Schema(description = "What it may do", example = "operator") @JsonProperty(required = true)
            Role role,

            @Schema(description = "For how many days it is good", example = "90")
            @JsonProperty(required = true)
            @Min(1)
            @Max(3_660)
            int days,

            @Schema(description = Pipelines.DESCRIPTION, example = "[\"orders-*\"]")
            @Size(max = Pipelines.MOST)
            @Nullable
            List<@NotNull @Pattern(regexp = Pipelines.PATTERN) String> pipelines) {}

    /**
     * A token, shown this once.
     *
     * @param secret the token itself
     */
    @Schema(description = "A token, shown this once")
    record MadeToken(
            @Schema(description = "By which it is revoked", requiredMode = Schema.RequiredMode.REQUIRED)
            UUID id,

            @Schema(
                    description = "What it is for",
                    example = "nightly import",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(description = "What it may do", example = "operator", requiredMode = Schema.RequiredMode.REQUIRED)
            Role role,

            @Schema(description = Pipelines.DESCRIPTION, requiredMode = Schema.RequiredMode.REQUIRED)
            List<String> pipelines,

            @Schema(description = "From when on it is not good any more", requiredMode = Schema.RequiredMode.REQUIRED)
            Instant expiresAt,

            @Schema(
                    description = "The token itself; it is kept nowhere",
                    example = "sluice_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCBvbmU",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String secret) {

        @Override
        public String toString() {
            return "MadeToken[" + id + "]";
        }
    }

    @GetMapping
    List<Token> listTokens() {
        return accounts.now().tokens().values().stream()
                .sorted(Comparator.comparing(Token::createdAt).thenComparing(Token::id))
                .toList();
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Fails({ProblemType.TOO_MANY_ACCOUNTS, ProblemType.INVALID_DEFINITION})
    @MaxBody(BODY)
    ResponseEntity<MadeToken> createToken(@Valid @RequestBody NewToken token, Principal by) {
        if (accounts.now().tokens().size() >= MOST) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_ACCOUNTS,
                    "There are " + MOST + " tokens, which is the most. Delete one first.");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant expires = Instant.now().plus(Duration.ofDays(token.days()));
        List<String> pipelines = token.pipelines() == null ? List.of() : token.pipelines();
        Token made = tables.add(token.name(), token.role(), pipelines, Accounts.hash(secret), by.getName(), expires);
        accounts.look();
        return ResponseEntity.created(URI.create(PATH + "/" + made.id()))
                .body(new MadeToken(made.id(), made.name(), made.role(), made.pipelines(), made.expiresAt(), secret));
    }

    @DeleteMapping(path = "/{id}", produces = MediaType.ALL_VALUE)
    @Fails(ProblemType.TOKEN_NOT_FOUND)
    ResponseEntity<Void> deleteToken(@PathVariable UUID id) {
        if (!tables.delete(id)) {
            throw new ProblemException(
                    ProblemType.TOKEN_NOT_FOUND,
                    "There is no such token. GET " + PATH + " lists those that there are.");
        }
        accounts.look();
        return ResponseEntity.noContent().build();
    }
}
