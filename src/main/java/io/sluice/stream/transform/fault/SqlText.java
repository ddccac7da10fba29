package io.sluice.stream.transform.fault;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.ParserUtils;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What can be told of the SQL from its words alone, before Spark's recursive parser sees it. */
public final class SqlText {

    /** The one relation that a transform can name. */
    public static final String SOURCE = "source";

    /** How deep an expression may nest: executors serialise and compile it on stacks of ordinary size. */
    public static final int MAX_DEPTH = 200;

    static final int MAX_BYTES = 64 << 10;
    /** Spark's analysis takes a round for each call inside a call, in WHERE and then in SELECT, and at most 100. */
    public static final int MAX_NESTING = 48;

    private static final int MAX_LAMBDAS = 300;
    /** Spark's parser takes quadratic time on some chains; with this many words the worst takes a few seconds. */
    static final int MAX_WORDS = 20_000;
    /** Nested comments cost Spark's lexer memory by the square of their depth. */
    private static final int MAX_COMMENTS = 200;

    private static final Pattern COMMENT = Pattern.compile("/*", Pattern.LITERAL);
    private static final Pattern CLOCK = Pattern.compile("(?is)\\s*(now|today|tomorrow|yesterday)\\b.*");
    private static final Set<String> CLOCK_TYPES = Set.of("DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ");

    private SqlText() {}

    public static void check(String sql) throws InvalidTransformException {
        if (sql.length() > MAX_BYTES || sql.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw tooComplex("it is longer than " + MAX_BYTES + " bytes");
        }
        if (COMMENT.matcher(sql).results().count() > MAX_COMMENTS) {
            throw tooComplex("it has more than " + MAX_COMMENTS + " comments");
        }
        words(sql);
    }

    public static InvalidTransformException tooComplex(String why) {
        return new InvalidTransformException("the transform is too complex: " + why + "; make it simpler");
    }

    private static InvalidTransformException tooComplex(Token word) {
        return new InvalidTransformException(Place.of(word.getLine(), word.getCharPositionInLine() + 1)
                + "the transform is too complex: up to here it has more than " + MAX_WORDS + " words, " + MAX_LAMBDAS
                + " lambdas or " + MAX_NESTING + " open parentheses; make it simpler");
    }

    private static void words(String sql) throws InvalidTransformException {
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
        lexer.removeErrorListeners(); // the parser reports them
        SelectFaults faults = new SelectFaults();
        Token before = null;
        int words = 0;
        int depth = 0;
        int lambdas = 0;
        for (Token word = lexer.nextToken(); word.getType() != Token.EOF; word = lexer.nextToken()) {
            if (word.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            depth += nesting(word.getType());
            lambdas += word.getType() == SqlBaseLexer.ARROW ? 1 : 0;
            if (++words > MAX_WORDS || depth > MAX_NESTING || lambdas > MAX_LAMBDAS) {
                throw tooComplex(word);
            }
            clock(before, word, faults);
            before = word;
        }
        faults.throwIfAny();
    }

    private static int nesting(int type) {
        return switch (type) {
            case SqlBaseLexer.LEFT_PAREN, SqlBaseLexer.LEFT_BRACKET, SqlBaseLexer.CASE -> 1;
            case SqlBaseLexer.RIGHT_PAREN, SqlBaseLexer.RIGHT_BRACKET, SqlBaseLexer.END -> -1;
            default -> 0;
        };
    }

    /**
     * The parser itself replaces DATE 'today' by the day it is, and TIMESTAMP '12:30' by that time of today: a replay of a
     * record would give another row.
     */
    private static void clock(@Nullable Token before, Token word, SelectFaults faults) {
        if (before != null
                && CLOCK_TYPES.contains(before.getText().replace("`", "").toUpperCase(Locale.ROOT))
                && isText(word)
                && readsClock(ParserUtils.unescapeSQLString(word.getText()))) {
            faults.add(
                    word.getLine(),
                    word.getCharPositionInLine() + 1,
                    word.getText() + " depends on the clock; a record must give the same row whenever it is read. "
                            + "Use _timestamp, the record's own time");
        }
    }

    private static boolean isText(Token word) {
        return word.getType() == SqlBaseLexer.STRING_LITERAL || word.getType() == SqlBaseLexer.DOUBLEQUOTED_STRING;
    }

    private static boolean readsClock(String text) {
        return CLOCK.matcher(text).matches() || SteadyText.isTimeOfDay(UTF8String.fromString(text));
    }
}
