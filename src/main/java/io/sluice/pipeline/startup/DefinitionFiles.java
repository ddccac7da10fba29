package io.sluice.pipeline.startup;

import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.pipeline.catalogue.Precondition;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Loads definitions from files. A bad one is logged, and keeps no other from being loaded. */
@Component
class DefinitionFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionFiles.class);

    /** Who gives the definitions, as their versions say: no path of the machine. */
    private static final String AUTHOR = "file";

    private final PipelineSettings settings;
    private final PipelineService service;
    private final DefinitionReader reader;

    /** The files that need not be looked at again. */
    private final Set<Path> done = new HashSet<>();

    DefinitionFiles(PipelineSettings settings, PipelineService service, DefinitionReader reader) {
        this.reader = reader;
        this.settings = settings;
        this.service = service;
    }

    /** Lets {@link #load} look at all files again. */
    void begin() {
        done.clear();
    }

    /**
     * Loads what is not loaded yet. One caller at a time.
     *
     * @return why files have to wait, by the name of the pipeline; the others are loaded, or never can be
     * @throws ProblemException STANDBY
     */
    Map<String, ProblemException> load() {
        Map<String, ProblemException> waiting = new TreeMap<>();
        for (Path file : files()) {
            if (done.contains(file)) {
                continue;
            }
            try {
                load(file);
                done.add(file);
            } catch (ProblemException e) {
                if (e.type() == ProblemType.STANDBY) {
                    throw e;
                }
                waiting.put(name(file).orElse(file.getFileName().toString()), e);
            }
        }
        return waiting;
    }

    /** The names of the pipelines that the files define, as far as they can be read. */
    Set<String> names() {
        return files().stream().flatMap(file -> name(file).stream()).collect(Collectors.toSet());
    }

    private Optional<String> name(Path file) {
        try {
            if (Files.size(file) > Limits.DEFINITION_BYTES) {
                return Optional.empty();
            }
            return Optional.ofNullable(reader.yaml(Files.readAllBytes(file)).name());
        } catch (IOException | RuntimeException e) {
            // Loading the file logs what is wrong with it.
            return Optional.empty();
        }
    }

    private List<Path> files() {
        Path directory = settings.directory();
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(DefinitionFiles::isDefinition).sorted().toList();
        } catch (IOException e) {
            LOG.error("The definitions in {} were not loaded, because it cannot be read", directory, e);
            return List.of();
        }
    }

    private static boolean isDefinition(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".yml") || name.endsWith(".yaml"));
    }

    private void load(Path file) {
        try {
            long size = Files.size(file);
            if (size > Limits.DEFINITION_BYTES) {
                LOG.error(
                        "{} was not loaded: it has {} bytes, and a definition at most {}",
                        file,
                        size,
                        Limits.DEFINITION_BYTES);
                return;
            }
            var applied = service.apply(reader.yaml(Files.readAllBytes(file)), Precondition.NONE, AUTHOR);
            LOG.info(
                    "Pipeline {} is {} by {}",
                    applied.pipeline().name(),
                    applied.isNew() ? "created" : "defined",
                    file);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.PLATFORM_UNAVAILABLE || e.type() == ProblemType.STANDBY) {
                throw e;
            }
            LOG.error("{} was not loaded: {}{}", file, e.getMessage(), faults(e));
        } catch (IOException | RuntimeException e) {
            LOG.error("{} was not loaded", file, e);
        }
    }

    private static String faults(ProblemException e) {
        return e.errors().stream()
                .map(error -> "\n  " + error.pointer() + " " + error.message())
                .collect(Collectors.joining());
    }
}
