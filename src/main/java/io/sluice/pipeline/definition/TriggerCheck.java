package io.sluice.pipeline.definition;

import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.flow.TriggerSpec.Mode;
import io.sluice.web.Limits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** The trigger of a definition. */
record TriggerCheck(TriggerDefinition filled, TriggerSpec spec) {

    private static final String INTERVAL = "/trigger/interval";
    private static final Duration EPOCH = Duration.ofSeconds(1);
    private static final Duration SHORTEST_EPOCH = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);

    static TriggerCheck of(@Nullable TriggerDefinition given, Faults faults) {
        Mode mode = mode(given == null ? null : given.mode(), faults);
        String written = given == null ? null : given.interval();
        if (mode == Mode.AVAILABLE_NOW) {
            if (written != null) {
                faults.add(INTERVAL, "is possible with mode 'processingTime' or 'continuous' only");
            }
            return filled(mode, Duration.ZERO, null);
        }
        Duration least = mode == Mode.CONTINUOUS ? SHORTEST_EPOCH : Duration.ZERO;
        Duration interval =
                written == null ? (mode == Mode.CONTINUOUS ? EPOCH : Duration.ZERO) : interval(written, least, faults);
        return filled(mode, interval, interval.toString());
    }

    private static TriggerCheck filled(Mode mode, Duration interval, @Nullable String written) {
        return new TriggerCheck(new TriggerDefinition(Faults.written(mode), written), new TriggerSpec(mode, interval));
    }

    private static Mode mode(@Nullable String given, Faults faults) {
        return faults.choice("/trigger/mode", given, Mode.PROCESSING_TIME, List.of(Mode.values()))
                .orElse(Mode.PROCESSING_TIME);
    }

    private static Duration interval(String written, Duration least, Faults faults) {
        try {
            Duration interval = parse(written);
            if (interval.compareTo(least) >= 0 && interval.compareTo(LONGEST) <= 0) {
                return interval;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Reported below, with what would be right.
        }
        faults.add(
                INTERVAL,
                "is '" + Limits.echo(written) + "'; it must be a duration between " + least
                        + " and one day, such as PT1S or 10s");
        return Duration.ZERO;
    }

    private static Duration parse(String written) {
        if (written.matches("[+-]?\\d+")) {
            throw new IllegalArgumentException("a number without a unit");
        }
        return DurationStyle.detectAndParse(written);
    }
}
