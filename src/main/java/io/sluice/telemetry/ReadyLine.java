package io.sluice.telemetry;

import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.lifecycle.PipelineState;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Says where to click, as soon as Sluice is ready for the first time and its pipelines have started: the line with
 * which the log of a start ends.
 */
final class ReadyLine implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyLine.class);
    private static final long LOOK_MILLIS = 250;
    /** How often to look for pipelines that are still starting, so that their lines stand before this one. */
    private static final int LOOKS_FOR_PIPELINES = 40;

    private final HealthEndpoint health;
    private final PipelineReadings readings;
    private final CountDownLatch closing = new CountDownLatch(1);

    ReadyLine(HealthEndpoint health, PipelineReadings readings) {
        this.health = health;
        this.readings = readings;
    }

    @EventListener
    void watch(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        if (environment.getProperty("local.server.port") == null) {
            return;
        }
        Thread thread = new Thread(() -> tellWhenReady(environment), "ready-line");
        thread.setDaemon(true);
        thread.start();
    }

    private void tellWhenReady(Environment environment) {
        try {
            if (await(this::isReady, Integer.MAX_VALUE)) {
                await(
                        () -> readings.pipelines().stream().noneMatch(p -> p.state() == PipelineState.STARTING),
                        LOOKS_FOR_PIPELINES);
                LOG.info("Sluice is ready: open {}", address(environment));
            }
        } catch (InterruptedException e) {
            // Sluice ends.
        }
    }

    /** Looks until the condition holds; false if Sluice ends before. */
    private boolean await(BooleanSupplier condition, int looks) throws InterruptedException {
        for (int look = 0; look < looks && !condition.getAsBoolean(); look++) {
            if (closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return closing.getCount() > 0;
    }

    private boolean isReady() {
        HealthDescriptor readiness = health.healthForPath("readiness");
        return readiness != null && readiness.getStatus().equals(Status.UP);
    }

    static String address(Environment environment) {
        InetAddress listens = environment.getProperty("server.address", InetAddress.class);
        boolean here = listens == null || listens.isAnyLocalAddress() || listens.isLoopbackAddress();
        String host = here ? "localhost" : Objects.requireNonNull(listens).getHostAddress();
        boolean secure = environment.containsProperty("server.ssl.bundle")
                || environment.containsProperty("server.ssl.key-store")
                || environment.containsProperty("server.ssl.certificate");
        return (secure ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getProperty("local.server.port")
                + environment.getProperty("server.servlet.context-path", "") + "/";
    }

    @Override
    public void destroy() {
        closing.countDown();
    }
}
