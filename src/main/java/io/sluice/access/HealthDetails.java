package io.sluice.access;

import io.sluice.web.DependentDefaults;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Shows strangers the state alone of what the probes ask, and no address and no error. */
final class HealthDetails extends DependentDefaults {

    @Override
    protected @Nullable Object value(String name, Environment settings) {
        return switch (name) {
            case "management.endpoint.health.show-details" ->
                SecuritySettings.isLocked(settings) ? "when-authorized" : "always";
            // Else whoever is known is authorized, such as a token of the role metrics.
            case "management.endpoint.health.roles" -> Role.VIEWER.name();
            default -> null;
        };
    }
}
