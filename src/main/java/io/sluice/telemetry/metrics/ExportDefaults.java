package io.sluice.telemetry.metrics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Sends no metrics to an OpenTelemetry collector that nobody has named: Boot would try one on this machine each minute,
 * and log that there is none. Whatever a user sets wins.
 */
final class ExportDefaults implements EnvironmentPostProcessor {

    // Called by Boot, without an order of its own and so after the files were read: last means least.
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new Defaults(environment));
    }

    /** Looks when it is asked, because the address may still come: Boot takes it from OTEL_ variables, too. */
    private static final class Defaults extends PropertySource<Object> {

        // Not as the source itself: Boot would look for more sources in it, and find this one without end.
        private final Environment environment;

        private Defaults(Environment environment) {
            super("sluice-export-defaults");
            this.environment = environment;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return name.equals("management.otlp.metrics.export.enabled")
                    ? environment.getProperty("management.otlp.metrics.export.url") != null
                    : null;
        }
    }
}
