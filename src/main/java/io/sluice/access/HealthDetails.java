package io.sluice.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Shows strangers the state alone of what the probes ask, and no address and no error. Whatever a user sets wins. */
final class HealthDetails implements EnvironmentPostProcessor {

    // Called by Boot, without an order of its own and so after the files were read: last means least.
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new Defaults(environment));
    }

    private static final class Defaults extends PropertySource<Object> {

        // Not as the source itself: Boot would look for more sources in it, and find this one without end.
        private final Environment environment;

        private Defaults(Environment environment) {
            super("sluice-health-details");
            this.environment = environment;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return switch (name) {
                case "management.endpoint.health.show-details" ->
                    SecuritySettings.isLocked(environment) ? "when-authorized" : "always";
                // Else whoever is known is authorized, such as a token of the role metrics.
                case "management.endpoint.health.roles" -> Role.VIEWER.name();
                default -> null;
            };
        }
    }
}
