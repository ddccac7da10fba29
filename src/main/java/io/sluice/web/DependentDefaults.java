package io.sluice.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Defaults that depend on other settings, so that no file can have them. Whatever a user sets wins. */
public abstract class DependentDefaults implements EnvironmentPostProcessor {

    // Called by Boot, without an order of its own and so after the files were read: last means least.
    @Override
    public final void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new Source(environment));
    }

    /**
     * Asked each time, because the settings that it depends on may still come: Boot takes some of them from variables of the
     * environment, too.
     *
     * @return null for a setting that it has no default for
     */
    protected abstract @Nullable Object value(String name, Environment settings);

    private final class Source extends PropertySource<Object> {

        // Not as the source itself: Boot would look for more sources in it, and find this one without end.
        private final Environment environment;

        private Source(Environment environment) {
            super(DependentDefaults.this.getClass().getName());
            this.environment = environment;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return value(name, environment);
        }
    }
}
