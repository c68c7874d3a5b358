package udpchat.cli.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.testing.RealTimeTest;

/** Events on stdout and stderr. */
class EventPrinterTest {

    private static final PeerAddress FROM = address("127.0.0.1:9100");

    private final CapturedStreams streams = new CapturedStreams("");
    private final List<String> afterwards = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final EventPrinter printer = new EventPrinter(
            streams.sink(false),
            () -> Instant.EPOCH,
            message -> !message.text().equals("unwanted"),
            message -> afterwards.add(message.text()),
            broken::add);

    private static PeerAddress address(String text) {
        try {
            return PeerSpec.parse(text).resolve();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static ChatEvent message(String text) {
        return new ChatEvent.MessageReceived(new ChatMessage(FROM, Optional.empty(), text, Instant.EPOCH));
    }

    @Test
    void contentOnStdoutAndTheRestOnStderr() {
        printer.ready("udpchat: ready");
        printer.onEvent(message("hello"));
        printer.onEvent(message("unwanted"));
        printer.onEvent(new ChatEvent.Missed(3));
        printer.onEvent(new ChatEvent.Trouble("no space"));
        printer.onEvent(new ChatEvent.Closed(Optional.of("the network is gone")));
        assertEquals(List.of("127.0.0.1:9100\thello"), streams.out());
        assertEquals(
                List.of(
                        "udpchat: ready",
                        "udpchat: 3 events were not shown: more arrived than could be written here",
                        "udpchat: no space",
                        "udpchat: closed: the network is gone"),
                streams.err());
        assertEquals(List.of("hello"), afterwards);
        assertEquals(List.of("the network is gone"), broken);
    }

    @Test
    void anEndThatWasAskedForIsNotBroken() {
        printer.ready("");
        printer.onEvent(new ChatEvent.Closed(Optional.empty()));
        assertEquals(List.of(), broken);
        assertEquals(List.of(), streams.err());
    }

    /** A program that reads us has to see the ready line first, though a datagram may be earlier. */
    @RealTimeTest
    void nothingComesBeforeTheReadyLine() throws InterruptedException {
        Thread listener = new Thread(() -> printer.onEvent(message("early")), "listener");
        listener.setDaemon(true);
        listener.start();
        while (listener.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), streams.out());
        printer.ready("udpchat: ready");
        listener.join(60_000);
        assertFalse(listener.isAlive());
        assertEquals(List.of("127.0.0.1:9100\tearly"), streams.out());
        assertEquals(List.of("early"), afterwards);
    }

    @RealTimeTest
    void whereItNeverBecameReadyNothingIsSaid() throws InterruptedException {
        Thread listener = new Thread(() -> printer.onEvent(message("early")), "listener");
        listener.setDaemon(true);
        listener.start();
        printer.abandon();
        listener.join(60_000);
        assertFalse(listener.isAlive());
        assertEquals(List.of(), streams.out());
        assertEquals(List.of(), streams.err());
    }

    @Test
    void abandonedAfterItWasReadyChangesNothing() {
        printer.ready("");
        printer.abandon();
        printer.onEvent(message("hello"));
        assertEquals(List.of("127.0.0.1:9100\thello"), streams.out());
    }
}
