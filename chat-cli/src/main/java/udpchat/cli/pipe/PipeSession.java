package udpchat.cli.pipe;

import java.io.IOException;
import java.time.Duration;
import udpchat.cli.slash.ChatView;
import udpchat.cli.slash.SlashExecutor;
import udpchat.cli.slash.SlashExecutor.Result;

/**
 * The input side of pipe mode: each line of stdin is a message to the current peer or a slash command, until the end of
 * the input or {@code /quit}. Runs on the thread that calls {@link #run}.
 */
public final class PipeSession {

    private final SlashExecutor executor;
    private final Deliveries deliveries;
    private boolean allDone = true;

    public PipeSession(SlashExecutor executor, Deliveries deliveries) {
        this.executor = executor;
        this.deliveries = deliveries;
    }

    /** What an executor shows, when there is no console. */
    public static ChatView view(Sink sink) {
        return new ChatView() {
            @Override
            public void show(String rendered) {
                sink.show(rendered);
            }

            @Override
            public void tell(String rendered) {
                sink.tell(rendered);
            }
        };
    }

    /** How it ended. */
    public enum End {
        /** Everything that was asked for was done. */
        DONE,
        /** Not everything; what was wrong has been told. */
        FAILED,
        /** What became of some message was not known, or could not be written, in time. */
        NOT_IN_TIME
    }

    /**
     * Reads until the input ends, then waits for what is under way.
     *
     * @param drain how long to wait at most
     * @throws IOException with one line, when the input cannot be read
     */
    public End run(LineInput input, Duration drain) throws IOException {
        boolean all = input.read(this::perform);
        if (!deliveries.await(drain)) {
            return End.NOT_IN_TIME;
        }
        return all && allDone && deliveries.failed() == 0 ? End.DONE : End.FAILED;
    }

    private boolean perform(String line) {
        deliveries.awaitRoom(line);
        if (!deliveries.isOpen()) {
            return false;
        }
        Result result = executor.execute(line);
        allDone &= result.done();
        result.sendings().forEach(deliveries::follow);
        return !result.leave();
    }
}
