package io.sluice.events;

import io.micrometer.observation.ObservationPredicate;
import io.sluice.engine.Instance;
import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.api.Views;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.telemetry.PlatformParts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import tools.jackson.databind.json.JsonMapper;

/** Joins what finds news with what keeps them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventSettings.class)
class EventConfiguration {

    private static final Pattern STREAMS = Pattern.compile(".*/api/v1/(events|pipelines/[^/]+/tail)/?");

    /** A stream is open for as long as its reader likes, which is not how long a request took. */
    @Bean
    ObservationPredicate streamsAreNoRequests() {
        return (name, context) -> {
            HttpServletRequest request =
                    context instanceof ServerRequestObservationContext observed ? observed.getCarrier() : null;
            return request == null || !STREAMS.matcher(request.getRequestURI()).matches();
        };
    }

    @Bean
    EventIds eventIds(Instance instance) {
        return new EventIds(instance.id());
    }

    @Bean
    EventText eventText(JsonMapper json) {
        return new EventText(json);
    }

    @Bean
    History eventHistory(EventSettings settings) {
        return new History(settings.kept());
    }

    @Bean
    Overview eventOverview(EventSettings settings) {
        return new Overview(settings.heartbeat());
    }

    @Bean
    EventFeed eventFeed(
            EventIds ids,
            EventText text,
            History history,
            Overview overview,
            PipelineRegistry registry,
            Views views,
            PipelineReadings readings,
            PlatformParts platform,
            JsonMapper json,
            DataSource database,
            Threads threads) {
        Publisher publisher = new Publisher(ids, text, history);
        return new EventFeed(
                new PipelineNews(registry, views, text, publisher, overview),
                new PlatformNews(platform, registry, json, publisher, overview),
                new LedgerNews(readings, registry, database),
                publisher,
                threads.workers());
    }
}
