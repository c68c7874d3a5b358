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

    /**
     * Reads until the input ends, then waits for what is under way.
     *
     * @param drain how long to wait at most
     * @return whether everything that was asked for was done
     */
    public boolean run(LineInput input, Duration drain) throws IOException {
        boolean all = input.read(this::perform);
        boolean drained = deliveries.await(drain);
        return all && allDone && drained && deliveries.failed() == 0;
    }

    private boolean perform(String line) {
        Result result = executor.execute(line);
        allDone &= result.done();
        result.sendings().forEach(deliveries::follow);
        return !result.leave();
    }
}
