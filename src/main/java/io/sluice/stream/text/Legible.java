package io.sluice.stream.text;

/**
 * Text of a record as a person may read it, in a terminal too: what moves a cursor, rings a bell or turns the direction
 * of writing shows as its number.
 */
public final class Legible {

    private Legible() {}

    /** Returns the text with {@code \\u001b} for the character of that number, and else as it was. */
    public static String of(String text) {
        return text.codePoints().anyMatch(Legible::misleads) ? escaped(text) : text;
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (misleads(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean misleads(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
