package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What can happen to the checkpoint of a pipeline that is stopped. */
public enum CheckpointDamage {
    DIRECTORY_DELETED {
        @Override
        void damage(Path run) throws IOException {
            delete(run.getParent());
        }
    },
    METADATA_DELETED {
        @Override
        void damage(Path run) throws IOException {
            Files.delete(run.resolve("metadata"));
        }
    },
    COMMITS_DELETED {
        @Override
        void damage(Path run) throws IOException {
            delete(run.resolve("commits"));
        }
    },
    OFFSETS_DELETED {
        @Override
        void damage(Path run) throws IOException {
            delete(run.resolve("offsets"));
        }
    },
    LAST_OFFSETS_EMPTIED {
        @Override
        void damage(Path run) throws IOException {
            Files.write(lastOffsets(run), new byte[0]);
        }
    },
    LAST_OFFSETS_GARBAGE {
        @Override
        void damage(Path run) throws IOException {
            Files.writeString(lastOffsets(run), "\u0001garbage");
        }
    };

    abstract void damage(Path run) throws IOException;

    /** @param pipeline the directory of the pipeline's checkpoints, with that of its last run */
    public void to(Path pipeline) throws IOException {
        List<Path> runs = list(pipeline);
        assertThat(runs).hasSize(1);
        damage(runs.get(0));
    }

    public static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static Path lastOffsets(Path run) throws IOException {
        return list(run.resolve("offsets")).stream()
                .filter(file -> file.getFileName().toString().matches("[0-9]+"))
                .max(Comparator.comparingInt(
                        file -> Integer.parseInt(file.getFileName().toString())))
                .orElseThrow();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }
}
