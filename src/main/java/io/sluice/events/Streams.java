package io.sluice.events;

import io.sluice.web.Caller;
import io.sluice.web.Leave;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.WebSettings;
import io.sluice.web.exchange.LiveAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * All open streams of events: lets only so many be, shows each that it is alive, hangs up on readers who take nothing for
 * long or whose login is over, and ends all when the application ends. Thread-safe.
 */
@Component
public final class Streams implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final EventSettings settings;
    private final Duration patience;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "event-heartbeats");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean ended;

    // Guarded by this.
    private final Map<Place, Integer> taken = new HashMap<>();
    private int all;

    Streams(EventSettings settings, WebSettings web) {
        this.settings = settings;
        this.patience = web.transferTimeout();
        long pause = Math.min(1000, settings.heartbeat().toMillis() / 2);
        thread.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to answer with events; the handler returns without an answer of its own.
     *
     * @return what is woken when there is something to send; null if only the head of the answer was asked for
     * @throws ProblemException TOO_MANY_REQUESTS
     */
    public @Nullable LiveAnswer open(HttpServletRequest request, HttpServletResponse response, LiveAnswer.Source source)
            throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
        // nginx holds answers back unless it is told not to.
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getMethod().equals("HEAD")) {
            return null;
        }
        List<Place> places = places(request);
        enter(places);
        Open stream = new Open(places, Leave.of(request), source);
        try {
            stream.answer = LiveAnswer.begin(request, response, stream);
        } catch (IOException | RuntimeException e) {
            stream.closed();
            throw e;
        }
        open.add(stream);
        if (stream.closed) {
            open.remove(stream);
        } else if (ended) {
            stream.answer.end();
        }
        return stream.answer;
    }

    /** What of the streams there may be somebody's counts for: so many of an address, and so many of a user. */
    private record Place(String who, String whose, int most, String setting) {}

    private List<Place> places(HttpServletRequest request) {
        Place ofAddress = new Place(
                "This address",
                request.getRemoteAddr(),
                settings.maxStreamsPerAddress(),
                "sluice.events.max-streams-per-address");
        String user = Caller.visitor(request);
        return user == null
                ? List.of(ofAddress)
                : List.of(
                        ofAddress,
                        new Place(
                                "This user", user, settings.maxStreamsPerUser(), "sluice.events.max-streams-per-user"));
    }

    private synchronized void enter(List<Place> places) {
        if (all >= settings.maxStreams()) {
            throw tooMany("Sluice", settings.maxStreams(), "sluice.events.max-streams");
        }
        for (Place place : places) {
            if (taken.getOrDefault(place, 0) >= place.most()) {
                throw tooMany(place.who(), place.most(), place.setting());
            }
        }
        places.forEach(place -> taken.merge(place, 1, Integer::sum));
        all++;
    }

    private static ProblemException tooMany(String who, int most, String setting) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                who + " has " + most + " streams of events open, which is the most (" + setting
                        + "). Close one, or repeat the request later.");
    }

    private synchronized void leave(List<Place> places) {
        places.forEach(place -> taken.computeIfPresent(place, (key, count) -> count == 1 ? null : count - 1));
        all--;
    }

    /** How many there are now. */
    synchronized int count() {
        return all;
    }

    private void beat() {
        for (Open stream : open) {
            try {
                stream.beat();
            } catch (RuntimeException e) {
                // It must not end the looking, by which the others end with their logins.
                LOG.warn("A stream of events could not be looked after", e);
            }
        }
    }

    /** Ends the streams before anything else ends: a server that waits for its requests would wait for these. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        ended = true;
        open.forEach(stream -> stream.answer.end());
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    /** A stream with its place. */
    private final class Open implements LiveAnswer.Source {

        private final List<Place> places;
        private final Leave leave;
        private final LiveAnswer.Source source;
        private volatile boolean due;
        private volatile boolean closed;

        @SuppressWarnings("NullAway.Init") // set before anybody else knows of it
        private volatile LiveAnswer answer;

        Open(List<Place> places, Leave leave, LiveAnswer.Source source) {
            this.places = places;
            this.leave = leave;
            this.source = source;
        }

        void beat() {
            if (!leave.holds()) {
                answer.end();
            } else if (answer.late().compareTo(patience) > 0) {
                answer.hangUp();
            } else if (answer.silent().compareTo(settings.heartbeat()) >= 0) {
                due = true;
                answer.wake();
            }
        }

        @Override
        public byte @Nullable [] next(boolean late) {
            byte[] next = source.next(late);
            if (next == null && due) {
                next = EventText.HEARTBEAT;
            }
            due = false;
            return next;
        }

        @Override
        public void closed() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            open.remove(this);
            leave(places);
            source.closed();
        }
    }
}
