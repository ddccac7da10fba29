package io.sluice.access;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Looks, before anything starts, whether strangers would get in. */
final class StartCheck implements EnvironmentPostProcessor {

    private static final String ADDRESS = "server.address";
    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final String MANAGEMENT_ADDRESS = "management.server.address";

    // Called by Boot, without an order of its own and so after the files were read.
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        UnsafeStartException fault = fault(environment);
        if (fault != null) {
            throw fault;
        }
    }

    static @Nullable UnsafeStartException fault(Environment environment) {
        boolean locked = SecuritySettings.isLocked(environment);
        boolean behindProxy = SecuritySettings.isBehindProxy(environment);
        boolean onLoopback = isOnLoopback(environment, ADDRESS);
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT
                && (locked || !onLoopback || !isOnLoopback(environment, MANAGEMENT_ADDRESS))) {
            return new UnsafeStartException(
                    MANAGEMENT_PORT + " opens a second port, at which nobody would be asked who he is.",
                    "Remove " + MANAGEMENT_PORT
                            + ": the metrics and the health are at the port of the API, for those whose"
                            + " role lets them. Where nobody has to log in, a second port may be on this machine alone: "
                            + MANAGEMENT_ADDRESS + "=127.0.0.1.");
        }
        if (!locked && !onLoopback) {
            return new UnsafeStartException(
                    "Sluice would listen beyond this machine (" + ADDRESS + ") and let everybody in.",
                    toLock() + "; or set " + ADDRESS + " to 127.0.0.1.");
        }
        if (!locked && behindProxy) {
            return new UnsafeStartException(
                    "Sluice would let in everybody whom the proxy lets in (" + SecuritySettings.BEHIND_PROXY + ").",
                    toLock() + "; or remove " + SecuritySettings.BEHIND_PROXY + ".");
        }
        if (!onLoopback && !behindProxy && !hasTls(environment)) {
            return new UnsafeStartException(
                    "Sluice would listen beyond this machine (" + ADDRESS
                            + ") without TLS, and passwords would be readable" + " on their way.",
                    "Give it a certificate (server.ssl.bundle, or server.ssl.certificate with"
                            + " server.ssl.certificate-private-key); or set " + SecuritySettings.BEHIND_PROXY
                            + "=true where a proxy with TLS is all that reaches its port.");
        }
        return null;
    }

    private static String toLock() {
        return "Set " + SecuritySettings.PASSWORD + " (the variable SLUICE_SECURITY_ADMIN_PASSWORD), of "
                + SecuritySettings.SHORTEST + " characters or more, so that one has to log in";
    }

    /** Nothing set means every address. */
    private static boolean isOnLoopback(Environment environment, String key) {
        BindResult<InetAddress> address = Binder.get(environment).bind(key, InetAddress.class);
        return address.isBound() && address.get().isLoopbackAddress();
    }

    private static boolean hasTls(Environment environment) {
        return environment.getProperty("server.ssl.enabled", Boolean.class, true)
                && (environment.containsProperty("server.ssl.bundle")
                        || environment.containsProperty("server.ssl.key-store")
                        || environment.containsProperty("server.ssl.certificate"));
    }
}
