package io.sluice.jvm;

/**
 * Re-encodes a grammar that ANTLR 4.9 serialized (version 3) into what the 4.10 and later runtimes read (version 4).
 *
 * <p>Version 3 shifts every word after the first by two, carries a UUID, and keeps sets of 16-bit and of 32-bit code
 * points in two lists. Version 4 has one list, and writes an int above 0x7FFF as two words. Layouts as in
 * {@code ATNDeserializer} of the two runtimes.
 */
public final class GrammarUpgrade {

    private static final int UUID_WORDS = 8;
    private static final int MINUS_ONE = 0xFFFF;
    private static final int LEXER = 0;
    private static final int STATE_INVALID = 0;
    private static final int STATE_LOOP_END = 12;

    private final char[] in;
    private int next = 1 + UUID_WORDS;
    private final StringBuilder out;

    private GrammarUpgrade(char[] version3) {
        in = version3;
        out = new StringBuilder(version3.length);
    }

    /** The same grammar in version 4; the argument is left alone. */
    public static char[] toVersion4(char[] version3) {
        GrammarUpgrade upgrade = new GrammarUpgrade(version3);
        upgrade.run();
        char[] result = new char[upgrade.out.length()];
        upgrade.out.getChars(0, result.length, result, 0);
        return result;
    }

    private void run() {
        write(4);
        boolean lexer = copy() == LEXER;
        copy(); // the largest token type
        repeat(copy(), this::state);
        repeat(copy(), this::copy); // non-greedy states
        repeat(copy(), this::copy); // precedence states
        repeat(copy(), () -> rule(lexer));
        repeat(copy(), this::copy); // modes
        sets();
        repeat(copy(), () -> repeat(6, this::copy)); // edges
        repeat(copy(), this::copy); // decisions
        if (lexer) {
            repeat(copy(), this::lexerAction);
        }
    }

    private void state() {
        int type = copy();
        if (type == STATE_INVALID) {
            return;
        }
        copySigned(); // the rule
        if (type == STATE_LOOP_END || isBlockStart(type)) {
            copy();
        }
    }

    /** BASIC_BLOCK, PLUS_BLOCK_START and STAR_BLOCK_START of {@code ATNState}. */
    private static boolean isBlockStart(int type) {
        return type >= 3 && type <= 5;
    }

    private void rule(boolean lexer) {
        copy();
        if (lexer) {
            copySigned();
        }
    }

    private void sets() {
        int narrow = read();
        int at = out.length();
        repeat(narrow, () -> set(1));
        int wide = read();
        repeat(wide, () -> set(2));
        StringBuilder sets = new StringBuilder(out.substring(at));
        out.setLength(at);
        write(narrow + wide);
        out.append(sets);
    }

    private void set(int wordsPerCodePoint) {
        int intervals = copy();
        copy(); // contains EOF
        repeat(2 * intervals, () -> write(wordsPerCodePoint == 1 ? read() : read() | read() << 16));
    }

    private void lexerAction() {
        copy();
        copySigned();
        copySigned();
    }

    private int copy() {
        int value = read();
        write(value);
        return value;
    }

    private void copySigned() {
        int value = read();
        write(value == MINUS_ONE ? -1 : value);
    }

    private int read() {
        return (in[next++] - 2) & 0xFFFF;
    }

    private void write(int value) {
        if (value >= 0 && value <= 0x7FFF) {
            out.append((char) value);
        } else {
            out.append((char) (value < 0 ? 0xFFFF : 0x8000 | value >>> 16)).append((char) value);
        }
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }
}
