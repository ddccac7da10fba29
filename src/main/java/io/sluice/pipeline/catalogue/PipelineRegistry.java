package io.sluice.pipeline.catalogue;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.Stores;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** The pipelines that there are, by name; until they have been read from the database it gives out none. Thread-safe. */
@Component
public class PipelineRegistry implements PipelineDirectory {

    private final ConcurrentNavigableMap<String, Pipeline> byName = new ConcurrentSkipListMap<>();
    private volatile ProblemException closedBecause = new ProblemException(
            ProblemType.PLATFORM_UNAVAILABLE,
            "The application has just started, and has not read the pipelines yet. Repeat the request shortly.");
    private volatile boolean open;
    /** Whether the definition files have been loaded, too. */
    private volatile boolean complete;

    private volatile String incompleteBecause = "";

    private final Stores stores;

    PipelineRegistry(Stores stores) {
        this.stores = stores;
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE or STANDBY until all are known, those of the definition files too */
    public Collection<Pipeline> complete() {
        requireOpen();
        if (!complete) {
            throw new ProblemException(ProblemType.PLATFORM_UNAVAILABLE, loading());
        }
        return byName.values();
    }

    private String loading() {
        return "The definition files are being loaded" + incompleteBecause + "; repeat the request shortly.";
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE or STANDBY while the pipelines are not known */
    public Collection<Pipeline> all() {
        requireOpen();
        return byName.values();
    }

    /** All pipelines, or none while they are not known. */
    public Collection<Pipeline> ifOpen() {
        return open ? byName.values() : List.of();
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE or STANDBY while the pipelines are not known */
    public Optional<Pipeline> find(String name) {
        requireOpen();
        return Optional.ofNullable(byName.get(name));
    }

    /** @throws ProblemException PIPELINE_NOT_FOUND, or PLATFORM_UNAVAILABLE or STANDBY */
    public Pipeline require(String name) {
        return find(name).orElseThrow(ProblemException::noPipeline);
    }

    @Override
    public StoredPipeline get(String name) {
        Pipeline pipeline = require(name);
        Pipeline.Version version = pipeline.current();
        return new StoredPipeline(
                pipeline.id(), name, version.output(), version.spec().sinks());
    }

    public boolean isOpen() {
        return open;
    }

    /** Makes these the pipelines from now on, and no others. */
    public synchronized void open(Collection<Pipeline> pipelines) {
        byName.clear();
        pipelines.forEach(pipeline -> byName.put(pipeline.name(), pipeline));
        complete = false;
        incompleteBecause = "";
        open = true;
    }

    /** Notes that the definition files have been loaded. */
    public synchronized void completed() {
        complete = open;
    }

    /** Notes why the definition files cannot be loaded yet. */
    public void waitsBecause(ProblemException why) {
        incompleteBecause = " (" + why.getMessage() + ")";
    }

    /** @param why what every request is answered until it opens again */
    public synchronized void close(ProblemException why) {
        closedBecause = why;
        open = false;
    }

    /** What requests are answered while it is closed or not complete; empty otherwise. */
    public Optional<String> closedBecause() {
        if (!open) {
            return Optional.of(String.valueOf(closedBecause.getMessage()));
        }
        return complete ? Optional.empty() : Optional.of(loading());
    }

    /** @return false if it is closed, or has been opened anew since and knows the pipeline already */
    synchronized boolean add(Pipeline pipeline) {
        return open && byName.putIfAbsent(pipeline.name(), pipeline) == null;
    }

    void remove(Pipeline pipeline) {
        byName.remove(pipeline.name(), pipeline);
    }

    /** Whether the pipeline is still there, and not another one of its name. */
    public boolean contains(Pipeline pipeline) {
        requireOpen();
        return byName.get(pipeline.name()) == pipeline;
    }

    /** The faults of a definition, and the targets that it may not have. */
    public List<Fault> withTaken(Definitions.Verdict verdict) {
        requireOpen();
        List<Fault> faults = new ArrayList<>(verdict.faults());
        String name = verdict.definition().name();
        verdict.spec().ifPresent(spec -> faults.addAll(taken(name == null ? "" : name, spec)));
        return faults;
    }

    /** Finds the targets that another pipeline has: two would take each other's positions for their own. */
    List<Fault> taken(String name, FlowSpec spec) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < spec.sinks().size(); i++) {
            SinkSpec sink = spec.sinks().get(i);
            String pointer = pointer(i, sink);
            owner(name, sink)
                    .ifPresent(owner -> faults.add(new Fault(
                            pointer,
                            "'" + sink.target() + "' belongs to pipeline '" + owner.name() + "'; choose another")));
        }
        return faults;
    }

    /** @param i which sink of the definition it is */
    String pointer(int i, SinkSpec sink) {
        return "/sinks/" + i + "/" + stores.of(sink).naming().property();
    }

    private Optional<Pipeline> owner(String except, SinkSpec sink) {
        return byName.values().stream()
                .filter(other -> !other.name().equals(except))
                .filter(other -> other.current().spec().sinks().stream()
                        .anyMatch(
                                s -> s.type().equals(sink.type()) && s.target().equals(sink.target())))
                .findFirst();
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE or STANDBY while the pipelines are not known */
    public void requireOpen() {
        if (!open) {
            // A new one, because an exception tells where it was thrown.
            throw new ProblemException(closedBecause.type(), String.valueOf(closedBecause.getMessage()));
        }
    }
}
