package io.sluice.access.account;

import io.sluice.access.Identity;
import io.sluice.access.SecuritySettings;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Takes passwords. A wrong one and a user who is not there take the same time and are answered alike; who is wrong often has
 * to wait; and so few are checked at a time that guessing leaves the processors to the pipelines. Thread-safe.
 */
public final class Logins {

    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

    private static final int FREE_OF_A_USER = 5;
    private static final int FREE_OF_AN_ADDRESS = 20;
    private static final int AT_ONCE = 1;
    private static final int PATIENCE_SECONDS = 5;

    private final Accounts accounts;
    private final AccountTables tables;
    private final PasswordEncoder passwords;
    private final Throttle users;
    private final Throttle addresses;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    /** Of no password; checked where there is no user. */
    private final String nobodys;

    Logins(Accounts accounts, AccountTables tables, PasswordEncoder passwords, Clock clock) {
        this.accounts = accounts;
        this.tables = tables;
        this.passwords = passwords;
        this.users = new Throttle(FREE_OF_A_USER, clock);
        this.addresses = new Throttle(FREE_OF_AN_ADDRESS, clock);
        this.nobodys = String.valueOf(passwords.encode("nobody has this one"));
    }

    /**
     * Says who it is.
     *
     * @param address from which the password comes
     * @throws ProblemException LOGIN_FAILED, TOO_MANY_REQUESTS, or PLATFORM_UNAVAILABLE
     */
    public Identity login(String name, String password, String address) {
        String network = network(address);
        // One guesser of a name does not keep its user out, who is at another address. What cannot be a name is not
        // kept.
        String key = network + " " + (Pattern.matches(SecuritySettings.NAME, name) ? name : "");
        requirePatience(users.wait(key));
        requirePatience(addresses.wait(network));
        Optional<User> user = accounts.user(name);
        if (!matches(password, user.map(User::hash).orElse(nobodys)) || user.isEmpty()) {
            users.failed(key);
            addresses.failed(network);
            LOG.info("A login from {} failed", address);
            throw failure();
        }
        users.succeeded(key);
        LOG.info("{} has logged in from {}", name, address);
        return user.get().identity();
    }

    /**
     * Gives a user another password, which ends what he has begun elsewhere.
     *
     * @return who he is from now on
     * @throws ProblemException INVALID_DEFINITION, or as {@link #login}
     */
    public Identity change(String name, String current, String password, String address) {
        UUID stamp = login(name, current, address).stamp();
        // Of the one whose password was just proven, and with the stamp of this very change: an admin's in between
        // wins.
        User user = tables.changePassword(name, stamp, Passwords.hash(passwords, password, "/password"))
                .orElseThrow(Logins::failure);
        accounts.look();
        return user.identity();
    }

    /** What somebody has at least of addresses: one of IPv4, and of IPv6 all that share the first 64 bits. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // What has a colon is a literal, and never looked up.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static ProblemException failure() {
        return new ProblemException(ProblemType.LOGIN_FAILED, "There is no such user, or the password is another one.");
    }

    private boolean matches(String password, String hash) {
        boolean entered = false;
        try {
            entered = places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!entered) {
                throw new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Too many passwords are being checked. Repeat the request later.");
            }
            return passwords.matches(password, hash);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (entered) {
                places.release();
            }
        }
    }

    private static void requirePatience(Duration wait) {
        if (!wait.isZero()) {
            Duration whole = Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
            throw ProblemException.later(
                    ProblemType.TOO_MANY_REQUESTS,
                    "There were too many wrong passwords. Try again in " + whole.toSeconds() + " s.",
                    whole);
        }
    }
}
