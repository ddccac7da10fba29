package io.sluice;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share a {@link PipelineBench}, each with pipelines of its own, which are gone after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PipelineBenchCase {

    static final String EARLIEST = "earliest";

    PipelineBench bench;
    private Path data;
    private int pipelines;

    @BeforeAll
    void start(@TempDir Path directory) {
        data = directory;
        bench = open(data);
    }

    PipelineBench open(Path directory) {
        return new PipelineBench(directory);
    }

    @AfterEach
    void removePipelines() {
        bench.deletePipelines();
    }

    @AfterAll
    void end() {
        bench.close();
    }

    /** What there is on disk. */
    Path data() {
        return data;
    }

    /** A name that no other pipeline has had, and no topic. */
    String freshName() {
        return "p" + ++pipelines;
    }

    /** The name of a pipeline that runs, on a topic of two partitions to which this many times ten records were appended. */
    String running(int inPartition0, int inPartition1) throws Exception {
        String name = freshName();
        bench.createTopic(name);
        for (int i = 0; i < inPartition0; i++) {
            bench.append(name, 0);
        }
        for (int i = 0; i < inPartition1; i++) {
            bench.append(name, 1);
        }
        bench.create(name, EARLIEST);
        if (inPartition0 + inPartition1 > 0) {
            bench.assertExact(name);
        }
        return name;
    }
}
