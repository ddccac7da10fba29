package io.sluice.telemetry.metrics;

import io.sluice.web.DependentDefaults;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Sends no metrics to an OpenTelemetry collector that nobody has named: Boot would try one on this machine each minute,
 * and log that there is none.
 */
final class ExportDefaults extends DependentDefaults {

    @Override
    protected @Nullable Object value(String name, Environment settings) {
        return name.equals("management.otlp.metrics.export.enabled")
                ? settings.getProperty("management.otlp.metrics.export.url") != null
                : null;
    }
}
