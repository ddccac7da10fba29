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
 * @param requestsPerSecond the most requests per second of a user or token, or of an address where nobody is known, on the
 *     long run; 0 for any number
 * @param allowedHosts host names, without port, under which Sluice may be addressed beside localhost, such as the
 *     public name of a reverse proxy
 */
@ConfigurationProperties("sluice.web")
public record WebSettings(
        @DefaultValue("16MB") DataSize maxBodySize,
        @DefaultValue("60s") Duration transferTimeout,
        @DefaultValue("1000") int requestsPerSecond,
        @DefaultValue Set<String> allowedHosts) {

    public WebSettings {
        if (maxBodySize.toBytes() < 1) {
            throw new IllegalArgumentException("sluice.web.max-body-size must be at least 1 byte, not " + maxBodySize);
        }
        if (transferTimeout.toMillis() < 100 || transferTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "sluice.web.transfer-timeout must be between 100 ms and an hour, not " + transferTimeout);
        }
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "sluice.web.requests-per-second must be 0 or more, not " + requestsPerSecond);
        }
        allowedHosts = Set.copyOf(allowedHosts);
    }
}
