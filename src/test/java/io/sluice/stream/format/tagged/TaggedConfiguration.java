package io.sluice.stream.format.tagged;

import io.sluice.stream.format.Format;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Wiring has one line of for a format that Sluice brings along. */
@Configuration(proxyBeanMethods = false)
public class TaggedConfiguration {

    @Bean
    Format taggedFormat() {
        return new TaggedFormat();
    }
}
