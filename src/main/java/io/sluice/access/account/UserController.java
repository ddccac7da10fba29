package io.sluice.access.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.access.ConditionalOnLock;
import io.sluice.access.Role;
import io.sluice.access.SecuritySettings;
import io.sluice.web.Fails;
import io.sluice.web.MaxBody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users over REST. */
@RestController
@ConditionalOnLock
@RequestMapping(path = UserController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Fails(ProblemType.PLATFORM_UNAVAILABLE)
class UserController {

    static final String PATH = "/api/v1/users";

    private static final int BODY = 4 << 10;
    private static final int MOST = 1_000;

    private final Accounts accounts;
    private final AccountTables tables;
    private final PasswordEncoder passwords;

    UserController(Accounts accounts, AccountTables tables, PasswordEncoder passwords) {
        this.accounts = accounts;
        this.tables = tables;
        this.passwords = passwords;
    }

    /** Somebody who is to be able to log in. */
    @Schema(description = "Somebody who is to be able to log in")
    record NewUser(
            @Schema(description = "The name", example = "lisa")
            @JsonProperty(required = true)
            @Pattern(regexp = SecuritySettings.NAME)
            String name,

            @Schema(
                    description = "What the user may do; each role may do what those before it may",
                    example = "operator")
            @JsonProperty(required = true)
            Role role,

            @Schema(description = "12 characters or more, and 72 bytes at most", example = "correct horse battery")
            @JsonProperty(required = true)
            String password,

            @Schema(description = Pipelines.DESCRIPTION, example = "[\"orders-*\"]")
            @Size(max = Pipelines.MOST)
            @Nullable
            List<@NotNull @Pattern(regexp = Pipelines.PATTERN) String> pipelines) {

        @Override
        public String toString() {
            return "NewUser[" + name + "]";
        }
    }

    /** What is to be another one; null stays. */
    @Schema(description = "What is to be another one; what is left out stays")
    record UserChange(
            @Schema(description = "What the user may do from now on", example = "viewer") @Nullable
            Role role,

            @Schema(description = "12 characters or more, and 72 bytes at most", example = "staple battery horse")
            @Nullable
            String password,

            @Schema(description = Pipelines.DESCRIPTION, example = "[\"orders-*\"]")
            @Size(max = Pipelines.MOST)
            @Nullable
            List<@NotNull @Pattern(regexp = Pipelines.PATTERN) String> pipelines) {

        @Override
        public String toString() {
            return "UserChange[" + role + "]";
        }
    }

    @GetMapping
    List<User> listUsers() {
        return accounts.now().users().values().stream()
                .sorted(Comparator.comparing(User::name))
                .toList();
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Fails({ProblemType.NAME_TAKEN, ProblemType.TOO_MANY_ACCOUNTS, ProblemType.INVALID_DEFINITION})
    @MaxBody(BODY)
    ResponseEntity<User> createUser(@Valid @RequestBody NewUser user) {
        if (accounts.now().users().size() >= MOST) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_ACCOUNTS,
                    "There are " + MOST + " users, which is the most. Delete one first.");
        }
        List<String> pipelines = user.pipelines() == null ? List.of() : user.pipelines();
        if (!tables.add(user.name(), user.role(), pipelines, hash(user.password()))) {
            throw new ProblemException(
                    ProblemType.NAME_TAKEN, "There is a user '" + user.name() + "'. PATCH changes it.");
        }
        accounts.look();
        return ResponseEntity.created(URI.create(PATH + "/" + user.name()))
                .body(accounts.user(user.name()).orElseThrow(UserController::none));
    }

    @PatchMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Fails({ProblemType.USER_NOT_FOUND, ProblemType.LAST_ADMIN, ProblemType.INVALID_DEFINITION})
    @MaxBody(BODY)
    User changeUser(@PathVariable String name, @Valid @RequestBody UserChange change) {
        require(tables.change(
                name, change.role(), change.pipelines(), change.password() == null ? null : hash(change.password())));
        accounts.look();
        return accounts.user(name).orElseThrow(UserController::none);
    }

    @DeleteMapping(path = "/{name}", produces = MediaType.ALL_VALUE)
    @Fails({ProblemType.USER_NOT_FOUND, ProblemType.LAST_ADMIN})
    ResponseEntity<Void> deleteUser(@PathVariable String name) {
        require(tables.delete(name));
        accounts.look();
        return ResponseEntity.noContent().build();
    }

    private String hash(String password) {
        return Passwords.hash(passwords, password, "/password");
    }

    private static void require(AccountTables.Outcome outcome) {
        switch (outcome) {
            case NO_SUCH_USER -> throw none();
            case LAST_ADMIN ->
                throw new ProblemException(
                        ProblemType.LAST_ADMIN,
                        "This is the only admin of all pipelines, and nobody could make another one. Make another one first.");
            case DONE -> {}
        }
    }

    private static ProblemException none() {
        return new ProblemException(
                ProblemType.USER_NOT_FOUND, "There is no such user. GET " + PATH + " lists those that there are.");
    }
}
