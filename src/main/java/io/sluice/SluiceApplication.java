package io.sluice;

import io.sluice.jvm.LoadTimePatch;
import io.sluice.jvm.MemoryExhaustion;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The whole product: one Spring Boot application that owns one Spark session. */
@SpringBootApplication
public class SluiceApplication {

    public static void main(String[] args) {
        MemoryExhaustion.watch();
        LoadTimePatch.apply();
        SpringApplication.run(SluiceApplication.class, args);
    }
}
