package io.sluice.web.exchange;

import io.sluice.web.Door;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.exchange.Lanes.Lane;
import io.sluice.web.exchange.Operations.Operation;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to its handler: its body is read as it comes, then it waits for a place in its lane, then it is
 * dispatched to be handled or, with the reason, to be refused. Thread-safe: the container, its timeout and the request that frees
 * a place call it.
 */
final class Exchange implements ReadListener, AsyncListener, Lanes.Waiting {

    private enum State {
        READING,
        WAITING,
        DISPATCHED,
        HANDLED
    }

    private final Lanes lanes;
    private final Operation operation;
    private final HeldBytes body;
    private final Duration limit;
    private State state = State.READING;
    private long seen;
    private boolean inLane;
    private @Nullable Connection connection;
    private @Nullable AsyncContext async;
    private @Nullable ServletInputStream input;
    private boolean isEndTold;
    private @Nullable ProblemException refusal;

    Exchange(Lanes lanes, Operation operation, Budget bodies, Duration limit) {
        this.lanes = lanes;
        this.operation = operation;
        this.body = new HeldBytes(bodies, 0);
        this.limit = limit;
    }

    /**
     * Begins.
     *
     * @param door of a body that it refuses nothing is kept; null where it refuses none
     * @param why it is refused already; null if it is not
     * @return whether the request has no body to wait for and may be handled at once, on this thread
     */
    boolean begin(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Door door,
            @Nullable ProblemException why)
            throws IOException {
        connection = Connection.of(request);
        boolean hasBody = connection.bringsBody();
        refusal = why;
        if (!hasBody && (why != null || enter())) {
            state = State.DISPATCHED;
            return true;
        }
        AsyncContext context = request.startAsync(request, response);
        async = context;
        context.setTimeout(limit.toMillis());
        context.addListener(this);
        if (!hasBody) {
            await();
            return false;
        }
        if (refusal == null && door != null) {
            refusal = door.refusal(request);
        }
        if (refusal == null && request.getContentLengthLong() > operation.maxBody()) {
            refusal = tooLarge();
        }
        ServletInputStream stream = request.getInputStream();
        input = stream;
        stream.setReadListener(this);
        if (connection.holdsBytes()) {
            onDataAvailable();
        }
        return false;
    }

    /** @return whether this dispatch is the one to handle the request, and not one that its handler has ordered */
    synchronized boolean isToBeHandled() {
        return state == State.DISPATCHED;
    }

    synchronized @Nullable ProblemException refusal() {
        return refusal;
    }

    synchronized InputStream body() {
        return body.read();
    }

    synchronized boolean hasBody() {
        return input != null;
    }

    /** Whether the caller still sends, so that the connection is of no use after the answer. */
    synchronized boolean isBroken() {
        return input != null && !input.isFinished();
    }

    /** Gives the place and the memory of the handler, which has returned, to others. */
    void handled() {
        Lane left;
        synchronized (this) {
            state = State.HANDLED;
            body.clear();
            left = inLane ? operation.lane() : null;
            inLane = false;
        }
        if (left != null) {
            lanes.leave(left);
        }
    }

    private boolean enter() {
        Lane lane = operation.lane();
        inLane = lane != null && lanes.enter(lane);
        return lane == null || inLane;
    }

    private void await() {
        synchronized (this) {
            state = State.WAITING;
        }
        Lane lane = operation.lane();
        if (lane == null) {
            dispatch(null);
        } else if (!lanes.enterOrWait(lane, this)) {
            dispatch(Refusals.busy());
        }
    }

    @Override
    public void admitted() {
        synchronized (this) {
            if (state == State.WAITING) {
                inLane = true;
                dispatch(null);
                return;
            }
        }
        // It was given up in the meantime.
        if (operation.lane() != null) {
            lanes.leave(operation.lane());
        }
    }

    private synchronized void dispatch(@Nullable ProblemException why) {
        if (state == State.READING || state == State.WAITING) {
            state = State.DISPATCHED;
            if (why != null) {
                refusal = why;
                body.clear();
            }
            if (async != null) {
                async.dispatch();
            }
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[8 << 10];
        ServletInputStream from = input;
        // After a dispatch Tomcat takes the stream for a blocking one, and a further read would wait for the sender.
        while (from != null && isReading() && isReady(from)) {
            int read = from.read(buffer);
            if (read < 0) {
                break;
            }
            take(buffer, read);
        }
        if (from != null && isEndTold && from.isFinished()) {
            end();
        }
    }

    /**
     * Whether bytes can be read. Over HTTP/2, Tomcat takes bytes in on another thread while it looks for them. If it has seen
     * none, and the last of a body have come since, it takes the body for read to its end and tells no more of it; so they are
     * looked for here.
     */
    private boolean isReady(ServletInputStream from) {
        if (from.isReady()) {
            return true;
        }
        if (connection == null || !connection.holdsBytes()) {
            return false;
        }
        if (from.isReady()) {
            return true;
        }
        connection.tellAgain();
        return false;
    }

    private synchronized boolean isReading() {
        return state == State.READING;
    }

    private synchronized void take(byte[] bytes, int length) {
        seen += length;
        if (state != State.READING) {
            return;
        }
        if (refusal == null && seen > operation.maxBody()) {
            refusal = tooLarge();
        }
        if (refusal == null && !body.add(bytes, 0, length)) {
            refusal = Refusals.bodies();
        }
        if (refusal != null) {
            body.clear();
            if (seen > Limits.REFUSED_BYTES) {
                dispatch(refusal);
            }
        }
    }

    /** It is called once, and for such a body before its last bytes are read. */
    @Override
    public void onAllDataRead() throws IOException {
        isEndTold = true;
        onDataAvailable();
    }

    private void end() {
        ProblemException why;
        synchronized (this) {
            if (state != State.READING) {
                return;
            }
            why = refusal;
        }
        if (why == null) {
            await();
        } else {
            dispatch(why);
        }
    }

    private ProblemException tooLarge() {
        return Refusals.tooLarge(operation.maxBody(), operation.isMaxSet());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        boolean reading;
        synchronized (this) {
            reading = state == State.READING;
        }
        lanes.giveUp(this);
        dispatch(refusal != null ? refusal : reading ? Refusals.tooSlow(limit) : Refusals.busy());
    }

    /** Notes that the caller is gone, before the container ends the exchange. */
    @Override
    public void onError(Throwable failure) {
        lanes.giveUp(this);
        handled();
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        lanes.giveUp(this);
        handled();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Another cycle, such as that of the answer, has its own listener.
    }
}
