package io.sluice.access;

import io.sluice.web.DependentDefaults;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** What Boot's own settings are by those of the lock. */
final class AccessDefaults extends DependentDefaults {

    @Override
    protected @Nullable Object value(String name, Environment settings) {
        return switch (name) {
            // Shows strangers the state alone of what the probes ask, and no address and no error.
            case "management.endpoint.health.show-details" ->
                SecuritySettings.isLocked(settings) ? "when-authorized" : "always";
            // Else whoever is known is authorized, such as a token of the role metrics.
            case "management.endpoint.health.roles" -> Role.VIEWER.name();
            // The address of a login that is to be slowed down, and whether cookies are for TLS alone, come from the
            // proxy, and from nobody else: also on Kubernetes, where Boot would believe whoever is near.
            case "server.forward-headers-strategy" -> SecuritySettings.isBehindProxy(settings) ? "native" : "none";
            default -> null;
        };
    }
}
