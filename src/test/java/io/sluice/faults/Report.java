package io.sluice.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run has done and found. */
final class Report {

    private final long seed;
    private final long began = System.nanoTime();
    private final Map<Fault, List<Duration>> kills = new EnumMap<>(Fault.class);
    private int checks;

    Report(long seed) {
        this.seed = seed;
    }

    void killed(Fault fault, Duration took) {
        kills.computeIfAbsent(fault, each -> new ArrayList<>()).add(took);
    }

    int kills() {
        return kills.values().stream().mapToInt(List::size).sum();
    }

    void checked() {
        checks++;
    }

    /** @param outcome of the run in one sentence */
    String markdown(List<Account> accounts, long looks, String outcome) {
        StringBuilder text = new StringBuilder();
        line(text, "Seed `%d`: **%s**", seed, outcome);
        line(text, "");
        line(text, "| | |");
        line(text, "|---|---|");
        line(text, "| kills | %d |", kills());
        line(text, "| full comparisons with the oracle, between kills | %d |", checks);
        line(text, "| looks of the watcher | %d |", looks);
        line(
                text,
                "| duration | %d s |",
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
        line(text, "");
        line(text, "| what was killed, where | kills | mean seconds from the order to the death or the recovery |");
        line(text, "|---|---|---|");
        kills.forEach((fault, times) -> line(text, "| %s | %d | %.1f |", fault.label(), times.size(), mean(times)));
        line(text, "");
        line(text, "| pipeline | records | filtered | rejected before the stores | refused by Postgres | rows |");
        line(text, "|---|---|---|---|---|---|");
        for (Account each : accounts) {
            line(
                    text,
                    "| %s | %,d | %,d | %,d | %,d | %,d |",
                    each.trial().name(),
                    each.consumed,
                    each.filtered,
                    each.rejected,
                    each.refused,
                    each.rows);
        }
        return text.toString();
    }

    private static double mean(List<Duration> times) {
        return times.stream().mapToLong(Duration::toMillis).average().orElse(0) / 1000;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
