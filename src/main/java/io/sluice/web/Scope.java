package io.sluice.web;

import jakarta.servlet.ServletRequest;
import java.io.Serializable;
import java.util.List;

/**
 * Which pipelines somebody sees and orders: those whose name is like one of the patterns, in which {@code *} stands for any
 * text; all of them, if there is no pattern.
 */
public record Scope(List<String> patterns) implements Serializable {

    /** Every pipeline: where nobody has to log in, too. */
    public static final Scope ALL = new Scope(List.of());

    private static final String ATTRIBUTE = Scope.class.getName();

    public Scope {
        patterns = List.copyOf(patterns);
    }

    /** That of whoever sends the request. To be taken on the thread that handles it; it holds elsewhere, too. */
    public static Scope of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Scope scope ? scope : ALL;
    }

    /** Makes it the scope of the request. */
    public void hold(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    public boolean isAll() {
        return patterns.isEmpty();
    }

    public boolean covers(String pipeline) {
        return isAll() || patterns.stream().anyMatch(pattern -> isLike(pipeline, pattern));
    }

    /** @throws ProblemException NOT_ALLOWED if it does not cover a pipeline that is to be made */
    public void require(String pipeline) {
        if (!covers(pipeline)) {
            throw refusal();
        }
    }

    /** What is answered to whoever would make a pipeline out of it. */
    public ProblemException refusal() {
        return new ProblemException(
                ProblemType.NOT_ALLOWED,
                "You may make and change pipelines whose name is like " + Limits.list(patterns)
                        + ". Choose such a name, or ask an admin.");
    }

    /** In time that grows with the product of their lengths at most, whatever the pattern is. */
    private static boolean isLike(String name, String pattern) {
        int at = 0;
        int next = 0;
        int star = -1;
        int behindStar = 0;
        while (at < name.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                behindStar = at;
            } else if (next < pattern.length() && pattern.charAt(next) == name.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++behindStar;
            } else {
                return false;
            }
        }
        return pattern.substring(next).chars().allMatch(character -> character == '*');
    }
}
