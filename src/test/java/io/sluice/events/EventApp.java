package io.sluice.events;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.telemetry.PlatformParts;
import io.sluice.testing.PipelineNeeds;
import io.sluice.web.Leave;
import io.sluice.web.Problem;
import io.sluice.web.exchange.LiveAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Events of pipelines on a fake engine and a real Postgres, served by a real server. */
@SpringBootConfiguration
@EnableAutoConfiguration
@AutoConfigurationPackage(basePackageClasses = PipelineDirectory.class)
@Import({PipelineNeeds.class, EventApp.Endless.class, EventApp.Granted.class})
@ComponentScan(
        basePackageClasses = {PipelineDirectory.class, Streams.class, Problem.class},
        excludeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern = "(.*(App|Application|Test|Case)(\\$.*)?|io.sluice.events.tail.*)"))
class EventApp {

    /** Events without an end, all at once. */
    @RestController
    static class Endless {

        private static final byte[] PIECE =
                ("data: " + "x".repeat(8 << 10) + "\n\n").getBytes(StandardCharsets.US_ASCII);

        private final Streams streams;

        Endless(Streams streams) {
            this.streams = streams;
        }

        @GetMapping("/endless")
        void endless(HttpServletRequest request, HttpServletResponse response) throws IOException {
            LiveAnswer.Source source = new LiveAnswer.Source() {
                @Override
                public byte[] next(boolean late) {
                    return PIECE;
                }

                @Override
                public void closed() {
                    // It keeps nothing.
                }
            };
            streams.open(request, response, source).wake();
        }
    }

    /** Nothing for whoever is let have it. */
    @RestController
    static class Granted {

        /** Whether the readers are still let have it. */
        static final AtomicBoolean HOLDS = new AtomicBoolean(true);

        private final Streams streams;

        Granted(Streams streams) {
            this.streams = streams;
        }

        @GetMapping("/granted")
        void granted(HttpServletRequest request, HttpServletResponse response) throws IOException {
            LiveAnswer.Source source = new LiveAnswer.Source() {
                @Override
                public byte @Nullable [] next(boolean late) {
                    return null;
                }

                @Override
                public void closed() {
                    // It keeps nothing.
                }
            };
            request.setAttribute(Leave.ATTRIBUTE, (Leave) HOLDS::get);
            streams.open(request, response, source).wake();
        }
    }

    /** What a test says of the services. */
    @Bean
    Map<String, Object> services() {
        return new ConcurrentHashMap<>(Map.of("kafka", Map.of("reachable", true, "since", "2026-01-31T08:00:00Z")));
    }

    /** How often somebody has looked at them. */
    @Bean
    AtomicInteger looks() {
        return new AtomicInteger();
    }

    @Bean
    PlatformParts platformParts(Map<String, Object> services, AtomicInteger looks) {
        return () -> {
            looks.incrementAndGet();
            return services;
        };
    }
}
