package io.sluice.web;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a user can set of the API.
 *
 * @param maxBodySize the largest request body
 * @param transferTimeout how long a request's body may take to arrive, and an answer to be taken
 * @param allowedHosts host names, without port, under which Sluice may be addressed beside localhost, such as the
 *     public name of a reverse proxy
 */
@ConfigurationProperties("sluice.web")
public record WebSettings(
        @DefaultValue("16MB") DataSize maxBodySize,
        @DefaultValue("60s") Duration transferTimeout,
        @DefaultValue Set<String> allowedHosts) {

    public WebSettings {
        if (maxBodySize.toBytes() < 1) {
            throw new IllegalArgumentException("sluice.web.max-body-size must be at least 1 byte, not " + maxBodySize);
        }
        if (transferTimeout.toMillis() < 100 || transferTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "sluice.web.transfer-timeout must be between 100 ms and an hour, not " + transferTimeout);
        }
        allowedHosts = Set.copyOf(allowedHosts);
    }
}
