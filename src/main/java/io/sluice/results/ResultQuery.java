package io.sluice.results;

import java.util.List;
import org.springframework.util.MultiValueMap;

/** What a caller asks of stored rows; all conditions must hold. */
record ResultQuery(Paging paging, List<Sort> sorts, List<Filter> filters) {

    /** @throws io.sluice.web.ProblemException INVALID_PARAMETER */
    static ResultQuery parse(MultiValueMap<String, String> parameters, Columns columns) {
        List<Filter> filters = parameters.getOrDefault("filter", List.of()).stream()
                .map(text -> Filters.parse(text, columns))
                .toList();
        List<Sort> sorts = Sort.parse(parameters.getOrDefault("sort", List.of()), columns);
        return new ResultQuery(Paging.parse(parameters), sorts, filters);
    }
}
