package io.sluice.stream.store.postgres.layout;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a column that exists can hold what a pipeline yields. Types are as {@link PostgresTypes} names them. */
final class TypeFit {

    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final List<String> FLOATS = List.of("real", "double precision");
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");

    private TypeFit() {}

    /**
     * The type that the column must have to hold both what it holds and what is wanted: {@code actual} itself if it
     * already can, a wider one if it can be widened without loss, empty if neither.
     */
    static Optional<String> reconcile(String wanted, String actual) {
        if (wanted.equals(actual)) {
            return Optional.of(actual);
        }
        if (wanted.equals("text")) {
            return Optional.of(actual).filter(type -> type.startsWith("character varying"));
        }
        if (actual.startsWith("numeric")) {
            return digits(wanted).flatMap(needed -> widen(needed, actual));
        }
        return wider(INTEGERS, wanted, actual).or(() -> wider(FLOATS, wanted, actual));
    }

    private static Optional<String> wider(List<String> family, String wanted, String actual) {
        int least = family.indexOf(wanted);
        int has = family.indexOf(actual);
        return least < 0 || has < 0 ? Optional.empty() : Optional.of(family.get(Math.max(least, has)));
    }

    private static Optional<String> widen(Digits needed, String actual) {
        if (actual.equals("numeric")) {
            return Optional.of(actual);
        }
        return digits(actual).map(has -> has.and(needed).type());
    }

    private static Optional<Digits> digits(String type) {
        return switch (type) {
            case "smallint" -> Optional.of(new Digits(5, 0));
            case "integer" -> Optional.of(new Digits(10, 0));
            case "bigint" -> Optional.of(new Digits(19, 0));
            default -> {
                Matcher numeric = NUMERIC.matcher(type);
                yield numeric.matches() ? Optional.of(Digits.of(numeric)) : Optional.empty();
            }
        };
    }

    private record Digits(int whole, int fraction) {

        static Digits of(Matcher numeric) {
            int fraction = Integer.parseInt(numeric.group(2));
            return new Digits(Integer.parseInt(numeric.group(1)) - fraction, fraction);
        }

        Digits and(Digits other) {
            return new Digits(Math.max(whole, other.whole), Math.max(fraction, other.fraction));
        }

        String type() {
            return "numeric(" + (whole + fraction) + "," + fraction + ")";
        }
    }
}
