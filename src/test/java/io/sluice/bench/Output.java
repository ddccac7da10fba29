package io.sluice.bench;

import java.util.Locale;

/** What a benchmark says. */
final class Output {

    private Output() {}

    @SuppressWarnings("SystemOut") // its output is what a benchmark is for
    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
