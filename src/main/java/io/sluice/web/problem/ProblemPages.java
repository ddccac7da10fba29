package io.sluice.web.problem;

import io.sluice.web.Problem;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the {@code type} of a problem leads to: its part of {@code docs/problems.md}, which the build puts beside {@link Problem}. */
@Hidden
@RestController
class ProblemPages {

    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String HEADING = "\n## ";

    @GetMapping(path = "/problems", produces = TEXT)
    String all() {
        return document();
    }

    @GetMapping(path = "/problems/{name}", produces = TEXT)
    String one(@PathVariable String name) {
        String uri = "/problems/" + name;
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.uri().toString().equals(uri))
                .flatMap(type -> Arrays.stream(document().split(HEADING)))
                .filter(part -> part.startsWith(name + "\n"))
                .findFirst()
                .map(part -> "# " + part.strip() + "\n")
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "There is no such problem. GET /problems lists all that there are."));
    }

    private static String document() {
        try (InputStream in = Problem.class.getResourceAsStream("problems.md")) {
            if (in == null) {
                throw new IOException("problems.md is missing; build with Maven");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
