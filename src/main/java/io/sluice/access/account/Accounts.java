package io.sluice.access.account;

import io.sluice.access.Identity;
import io.sluice.access.Role;
import io.sluice.access.SecuritySettings;
import io.sluice.access.account.AccountTables.Everybody;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;

/**
 * Users and tokens as they are in the database, in memory: read every second, for another instance may have changed them,
 * and after each change of this instance's own. So a request is answered without asking the database, and also while that is
 * away. Thread-safe.
 */
public final class Accounts implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private static final long LOOK_MILLIS = 1000;

    /** Whoever has the token of the configuration. */
    private static final Identity METRICS = Identity.token("metrics", Role.METRICS, new UUID(0, 0), Scope.ALL);

    private final AccountTables tables;
    private final SecuritySettings.Admin admin;
    private final byte @Nullable [] metricsToken;
    private final UnaryOperator<String> hashing;
    private final Clock clock;
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "accounts");
        made.setDaemon(true);
        return made;
    });
    /** Or is not to be: without a password nobody could log in as that. */
    private boolean adminIsThere;
    /** Of the thread that looks alone. */
    private boolean isTold;

    private volatile @Nullable Everybody everybody;

    /**
     * Begins to look.
     *
     * @param hashing makes a hash of a password
     */
    Accounts(AccountTables tables, SecuritySettings settings, UnaryOperator<String> hashing, Clock clock) {
        this.tables = tables;
        this.admin = settings.admin();
        this.adminIsThere = admin.password().isBlank();
        this.metricsToken = settings.metricsToken().isBlank()
                ? null
                : hash(settings.metricsToken().strip());
        this.hashing = hashing;
        this.clock = clock;
        thread.scheduleWithFixedDelay(this::tryToLook, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Says who has this token; empty if nobody has, or not any more.
     *
     * @throws ProblemException PLATFORM_UNAVAILABLE as long as the database was not there yet
     */
    public Optional<Identity> byToken(String secret) {
        byte[] hash = hash(secret);
        if (metricsToken != null && MessageDigest.isEqual(hash, metricsToken)) {
            return Optional.of(METRICS);
        }
        Token token = now().tokens().get(HexFormat.of().formatHex(hash));
        Instant time = clock.instant();
        if (token == null || !time.isBefore(token.expiresAt())) {
            return Optional.empty();
        }
        used.put(token.id(), time);
        return Optional.of(Identity.token(token.name(), token.role(), token.id(), new Scope(token.pipelines())));
    }

    /**
     * Whether this user or token is still what it was, with the same password and role; of whom another vouches for,
     * whether that one still does.
     *
     * @throws ProblemException PLATFORM_UNAVAILABLE as long as the database was not there yet
     */
    public boolean isCurrent(Identity identity) {
        if (identity.equals(METRICS)) {
            return true;
        }
        Instant until = identity.until();
        if (until != null) {
            return clock.instant().isBefore(until);
        }
        if (identity.isToken()) {
            return now().tokens().values().stream()
                    .anyMatch(token -> token.id().equals(identity.stamp())
                            && clock.instant().isBefore(token.expiresAt()));
        }
        User user = now().users().get(identity.name());
        return user != null && user.stamp().equals(identity.stamp());
    }

    Optional<User> user(String name) {
        return Optional.ofNullable(now().users().get(name));
    }

    Everybody now() {
        Everybody known = everybody;
        if (known == null) {
            throw new ProblemException(
                    ProblemType.PLATFORM_UNAVAILABLE,
                    "Users and tokens are in the ledger's database, which could not be reached yet. Repeat the request later.");
        }
        return known;
    }

    /** To be called after each change, so that it holds before it is answered. */
    synchronized void look() {
        if (!adminIsThere) {
            if (!tables.wasFirst(admin.name())) {
                tables.addFirst(admin.name(), hashing.apply(admin.password()));
            } else if (!tables.read().users().containsKey(admin.name())) {
                LOG.warn(
                        "The user {} of sluice.security.admin.name was deleted, and is not made again. If nobody else can"
                                + " log in, configure another name",
                        admin.name());
            }
            adminIsThere = true;
        }
        // First, so that what was revoked is known even where the use of tokens cannot be noted.
        everybody = tables.read();
        if (!used.isEmpty()) {
            Map<UUID, Instant> last = new HashMap<>(used);
            tables.used(last);
            last.forEach(used::remove);
        }
    }

    private void tryToLook() {
        try {
            look();
            isTold = false;
        } catch (DataAccessException e) {
            // The database is away or not prepared yet, which the platform's monitor says.
        } catch (RuntimeException e) {
            // Such as a role that this version does not know. It must not end the looking, by which revocations are
            // learned.
            if (!isTold) {
                LOG.error("Users and tokens cannot be read; those that are known stay", e);
            }
            isTold = true;
        }
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
