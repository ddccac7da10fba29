package io.sluice.results;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Which part of a list is asked for. */
record Paging(int page, int size) {

    static final int DEFAULT_SIZE = 50;
    static final int MAX_SIZE = 1000;

    /** @throws io.sluice.web.ProblemException INVALID_PARAMETER */
    static Paging parse(MultiValueMap<String, String> parameters) {
        int size = number("size", parameters.getFirst("size"), DEFAULT_SIZE, 1, MAX_SIZE);
        int page = number("page", parameters.getFirst("page"), 0, 0, Integer.MAX_VALUE / size - 1);
        return new Paging(page, size);
    }

    private static int number(String name, @Nullable String text, int absent, int min, int max) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw Filters.invalid("The parameter " + name + " is '" + Filters.shown(text)
                + "'; it takes a whole number from " + min + " to " + max);
    }

    int skip() {
        return page * size;
    }

    ResultPage empty() {
        return new ResultPage(List.of(), page, size, 0);
    }
}
