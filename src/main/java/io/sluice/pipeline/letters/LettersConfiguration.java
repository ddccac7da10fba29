package io.sluice.pipeline.letters;

import io.sluice.web.Attended;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Binds this room's settings, and holds the gate before everything that tries records. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LetterSettings.class)
class LettersConfiguration {

    private static final int AT_ONCE = 2;

    /** Previews pass it, too: what they cost is the same. */
    @Bean
    Attended recordTrials() {
        return new Attended(
                AT_ONCE,
                "Records are being tried for " + AT_ONCE
                        + " requests at the moment, previews among them, and for no more at once. Repeat the request later.");
    }
}
