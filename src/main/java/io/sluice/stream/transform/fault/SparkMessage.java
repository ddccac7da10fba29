package io.sluice.stream.transform.fault;

import io.sluice.stream.text.Excerpt;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;
import org.jspecify.annotations.Nullable;

/** What Spark says of a failed expression or a wrong query, as one sentence: no SQL dump, no advice about settings. */
public final class SparkMessage {

    private static final int MAX_LENGTH = 500;
    private static final Pattern PARAMETER = Pattern.compile("<([a-zA-Z0-9_-]+)>");
    private static final Pattern END_OF_SENTENCE = Pattern.compile("\\.(?=\\s|<|$)|\n");
    private static final Pattern CLASS_IN_FRONT = Pattern.compile("^\\[[A-Z_0-9.]+]\\s*");
    private static final String OTHER_VERSIONS = "INCONSISTENT_BEHAVIOR_CROSS_VERSION";
    /** Parameters of messages that are never a value. */
    private static final Set<String> TYPES = Set.of("sourceType", "targetType", "functionName");

    /** The name of an error that has no name yet. */
    private static final String LEGACY = "_LEGACY_";

    private SparkMessage() {}

    public static String of(Throwable e) {
        return Excerpt.of(place(e) + text(e), MAX_LENGTH);
    }

    /** The same for an expression that fails on a record, without any value of that record. */
    public static String withoutValues(Throwable e) {
        return Excerpt.of(place(e) + textWithoutValues(e), MAX_LENGTH);
    }

    private static String textWithoutValues(Throwable e) {
        if (e instanceof StackOverflowError) {
            return text(e);
        }
        if (e instanceof SparkThrowable spark && spark.getErrorClass() != null) {
            Map<String, String> types = new HashMap<>(spark.getMessageParameters());
            types.keySet().retainAll(TYPES);
            return spark.getErrorClass().startsWith(OTHER_VERSIONS)
                    ? pattern(Map.of())
                    : runtime(spark.getErrorClass(), types);
        }
        return "an expression fails: " + e.getClass().getSimpleName();
    }

    private static String text(Throwable e) {
        if (e instanceof StackOverflowError) {
            return "an expression recurses too deep, such as a regular expression over a long text";
        }
        if (e instanceof AnalysisException analysis) {
            return analysis(analysis);
        }
        if (e instanceof SparkThrowable spark && spark.getErrorClass() != null) {
            return spark.getErrorClass().startsWith(OTHER_VERSIONS)
                    ? pattern(spark.getMessageParameters())
                    : runtime(spark.getErrorClass(), spark.getMessageParameters());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : firstLine(e.getMessage());
    }

    private static String analysis(AnalysisException e) {
        return firstLine(CLASS_IN_FRONT.matcher(e.message().strip()).replaceFirst(""));
    }

    /** Spark compares itself with its own past here; a pattern is all that it can be about. */
    private static String pattern(Map<String, String> parameters) {
        String pattern = parameters.getOrDefault("pattern", "").replaceAll("^'|'$", "");
        return TimePatterns.objection(pattern, true)
                .or(() -> TimePatterns.objection(pattern, false))
                .orElse("a time does not have the form that its pattern asks for");
    }

    /** The error's first sentence, from its template: a value in the message may have full stops of its own. */
    private static String runtime(String errorClass, Map<String, String> parameters) {
        String template = SparkThrowableHelper.errorReader().getMessageTemplate(errorClass);
        String sentence = END_OF_SENTENCE.split(template.strip(), 2)[0];
        String text = fill(sentence, parameters);
        return errorClass.startsWith(LEGACY) ? text : text + " (" + errorClass.toUpperCase(Locale.ROOT) + ")";
    }

    private static String fill(String template, Map<String, String> parameters) {
        return PARAMETER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(parameters.getOrDefault(found.group(1), "…")));
    }

    private static String place(Throwable e) {
        if (e instanceof AnalysisException analysis && analysis.line().isDefined()) {
            return Place.of(Scala.intOr(analysis.line(), 1), Scala.intOr(analysis.startPosition(), 0) + 1);
        }
        SQLQueryContext context = e instanceof SparkThrowable spark ? context(spark.getQueryContext()) : null;
        return context == null
                ? ""
                : Place.of(Scala.intOr(context.line(), 1), Scala.intOr(context.startPosition(), 0) + 1);
    }

    private static @Nullable SQLQueryContext context(QueryContext @Nullable [] contexts) {
        return contexts != null && contexts.length > 0 && contexts[0] instanceof SQLQueryContext context
                ? context
                : null;
    }

    private static String firstLine(String message) {
        return message.strip().lines().findFirst().orElse("").strip();
    }
}
