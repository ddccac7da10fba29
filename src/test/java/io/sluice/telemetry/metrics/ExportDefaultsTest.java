package io.sluice.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

@DisplayName("Metrics are sent by OTLP")
class ExportDefaultsTest {

    private static final String ENABLED = "management.otlp.metrics.export.enabled";
    private static final String URL = "management.otlp.metrics.export.url";

    @Test
    @DisplayName("nowhere, if no address is set")
    void metricsGoNowhereWithoutAnAddress() {
        assertThat(export(Map.of())).isFalse();
    }

    @Test
    @DisplayName("to the address that is set")
    void metricsGoToTheAddressThatIsSet() {
        assertThat(export(Map.of(URL, "http://collector:4318/v1/metrics"))).isTrue();
    }

    @Test
    @DisplayName("as somebody says who switches it himself")
    void explicitSwitchOverridesTheDefault() {
        assertThat(export(Map.of(ENABLED, "true"))).isTrue();
        assertThat(export(Map.of(ENABLED, "false", URL, "http://collector:4318/v1/metrics")))
                .isFalse();
    }

    private static Boolean export(Map<String, Object> settings) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        new ExportDefaults().postProcessEnvironment(environment, new SpringApplication());
        ConfigurationPropertySources.attach(environment); // as Boot does
        return environment.getProperty(ENABLED, Boolean.class);
    }
}
