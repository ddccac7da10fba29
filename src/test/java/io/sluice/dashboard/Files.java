package io.sluice.dashboard;

import io.sluice.testing.Api;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files of the dashboard that a browser loads at first. */
final class Files {

    private static final Pattern NAMED = Pattern.compile("/assets/([\\w.-]+)\"");
    private static final Pattern IMPORTED = Pattern.compile("(?:\\bfrom|\\bimport) ?\"\\./([\\w.-]+)\"");

    private Files() {}

    /** Those that the page names, and what they import, but not what they load when it is needed. */
    static Set<String> first(Api api) {
        Set<String> all = new LinkedHashSet<>();
        Set<String> next = names(NAMED, api.get("/").body());
        while (all.addAll(next)) {
            next = next.stream()
                    .filter(file -> file.endsWith(".js"))
                    .flatMap(file -> names(IMPORTED, api.get("/assets/" + file).body()).stream())
                    .collect(Collectors.toSet());
        }
        return all;
    }

    static String named(Api api, String name, String extension) {
        return first(api).stream()
                .filter(file -> file.startsWith(name + "-") && file.endsWith("." + extension))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
