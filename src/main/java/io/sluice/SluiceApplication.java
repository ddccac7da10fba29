package io.sluice;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.jvm.UnfinishedStart;
import io.sluice.launch.Launch;
import io.sluice.telemetry.LegibleLog;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The whole product: one Spring Boot application that owns one Spark session. */
@SpringBootApplication
public class SluiceApplication {

    public static void main(String[] args) {
        Launch.fromCopy(SluiceApplication.class, args);
        MemoryExhaustion.watch();
        LoadTimePatch.apply();
        UnfinishedStart.watch();
        LegibleLog.install();
        SpringApplication.run(SluiceApplication.class, args);
        UnfinishedStart.finished();
    }
}
