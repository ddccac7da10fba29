package io.sluice.stream.transform;

import io.sluice.stream.text.Excerpt;
import io.sluice.stream.transform.allowed.AllowedFunctions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/** What Spark says of the functions that a transform may call. Driver only. */
public final class TransformFunctions {

    private static final int LONGEST = 300;
    private static final Pattern USAGE = Pattern.compile("(?s)^(.+?) - (.+)$");
    private static final Pattern EXAMPLE = Pattern.compile("> SELECT (.+?);");
    private static final Pattern SENTENCE = Pattern.compile("(?<=[^.])\\.(?=\\s+[A-Z]|\\s*$)");

    private TransformFunctions() {}

    /**
     * A function.
     *
     * @param group what it is about
     * @param signatures the ways to call it; at least one
     * @param description one sentence
     * @param example a call of it; empty if Spark has none
     */
    public record Function(String name, String group, List<String> signatures, String description, String example) {}

    /** All that are allowed, by name. */
    public static List<Function> all() {
        List<Function> functions = new ArrayList<>();
        AllowedFunctions.GROUPS.forEach((group, names) -> names.forEach(name -> functions.add(of(group, name))));
        functions.sort(Comparator.comparing(Function::name));
        return functions;
    }

    private static Function of(String group, String name) {
        ExpressionInfo info = FunctionRegistry$.MODULE$
                .builtin()
                .lookupFunction(new FunctionIdentifier(name))
                .get();
        List<String> signatures = new ArrayList<>();
        String description = "";
        for (String usage : info.getUsage().strip().split("\n\\s*\n|\n(?=\\s*\\S+\\(.*\\) - )")) {
            Matcher parts = USAGE.matcher(oneLine(usage));
            if (parts.matches()) {
                signatures.add(Excerpt.of(parts.group(1), LONGEST));
                description = description.isEmpty() ? sentence(parts.group(2)) : description;
            }
        }
        Matcher example = EXAMPLE.matcher(oneLine(info.getExamples()));
        return new Function(
                name,
                group,
                signatures.isEmpty() ? List.of(name) : signatures,
                description.isEmpty() ? sentence(info.getUsage()) : description,
                example.find() ? Excerpt.of(example.group(1), LONGEST) : "");
    }

    private static String sentence(String text) {
        return Excerpt.of(SENTENCE.split(oneLine(text), 2)[0], LONGEST) + ".";
    }

    private static String oneLine(String text) {
        return text.replace("`", "").replaceAll("\\s+", " ").strip();
    }
}
