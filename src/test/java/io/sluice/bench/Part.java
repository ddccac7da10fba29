package io.sluice.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The processes of a run, by what a command line says. */
enum Part {
    SLUICE(null),
    POSTGRES("bin/postgres"),
    KAFKA("BrokerMain"),
    MONGO("MongoStandIn"),
    SPARK("PlainSpark"),
    CONNECT("ConnectStandalone"),
    FLINK("PlainFlink"),
    OTHER("");

    private static final long OWN = ManagementFactory.getRuntimeMXBean().getPid();

    private final @Nullable String program;

    Part(@Nullable String program) {
        this.program = program;
    }

    /** Where all contenders look: servers count for each of them. */
    boolean isServer() {
        return this == POSTGRES || this == KAFKA || this == MONGO;
    }

    static Part of(ProcessHandle process) {
        if (process.pid() == OWN) {
            return SLUICE;
        }
        String line = process.info().commandLine().orElse("");
        return Arrays.stream(values())
                .filter(part -> part.program != null && line.contains(part.program))
                .findFirst()
                .orElse(OTHER);
    }
}
