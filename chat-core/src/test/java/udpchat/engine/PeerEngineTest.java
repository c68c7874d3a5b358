package udpchat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import udpchat.directory.PeerDirectory;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.model.PeerStats;

/** A whole peer in virtual time. */
class PeerEngineTest {

    private static final Instant WALL = Instant.parse("2026-01-01T10:42:00Z");
    private static final PeerAddress BOB = new PeerAddress(InetAddress.getLoopbackAddress(), 9001);
    private static final PeerAddress EVE = new PeerAddress(InetAddress.getLoopbackAddress(), 9002);
    private static final long MS = 1_000_000;
    private static final Delivery SENT = new Delivery.Sent();

    private final PeerEngine engine = Engines.quiet(new PeerDirectory(), InstantSource.fixed(WALL));
    private long now = -5 * MS;
    private long messages;

    @Test
    void aDatagramIsAPeerAndItsMessage() {
        receive(BOB, "你好\n");
        ChatEvent.PeerChanged changed = assertInstanceOf(ChatEvent.PeerChanged.class, engine.pollEvent());
        assertEquals(Optional.of(BOB), changed.contact().address());
        assertMessage(BOB, Optional.empty(), "你好");
        assertNull(engine.pollEvent());

        receive(BOB, "");
        receive(BOB, "\n");
        assertMessage(BOB, Optional.empty(), "");
        assertNull(engine.pollEvent());
        assertNull(engine.pollTransmit(now), "nothing goes out that nobody typed");
    }

    @Test
    void fromNamedIgnoredAndImpossibleSenders() {
        change(new Command.ContactChange.Add("bob", PeerSpec.of(BOB), Optional.of(BOB)));
        change(new Command.ContactChange.Ignore(new Destination.Bare(EVE), true));
        events();
        receive(EVE, "psst");
        receive(new PeerAddress(BOB.ip(), 0), "from port 0");
        receive(BOB, "hi");
        assertInstanceOf(ChatEvent.PeerChanged.class, engine.pollEvent());
        assertMessage(BOB, Optional.of("bob"), "hi");
        assertNull(engine.pollEvent());
        PeerStats stats = stats();
        assertEquals(1, stats.ignored());
        assertEquals(1, stats.empty());
        assertEquals(3, stats.datagramsIn());
    }

    @Test
    void badBytesAreShownAndCountedOncePerMessage() {
        engine.onDatagram(now, BOB, new byte[] {'a', (byte) 0xff, (byte) 0xfe}, 0, 3);
        engine.pollEvent();
        assertMessage(BOB, Optional.empty(), "a\\xFF\\xFE");
        assertEquals(1, stats().malformed());
    }

    @Test
    void theBytesAreTheCallersAgain() {
        byte[] buffer = "..hi..".getBytes(StandardCharsets.UTF_8);
        engine.onDatagram(now, BOB, buffer, 2, 2);
        java.util.Arrays.fill(buffer, (byte) 'x');
        engine.pollEvent();
        assertMessage(BOB, Optional.empty(), "hi");
    }

    @Test
    void sentWhenTheNetworkHasTakenIt() {
        CompletableFuture<Delivery> result = send(BOB, "hi");
        Outgoing datagram = engine.pollTransmit(now);
        assertEquals("hi", text(datagram));
        assertEquals(BOB, datagram.to());
        assertFalse(result.isDone());
        engine.onTransmitted(datagram, Optional.empty());
        assertEquals(SENT, result.getNow(null));
        assertEquals(1, contact(BOB).sent());
    }

    @Test
    void theLineEndIsMirrored() {
        receive(BOB, "hi\r\n");
        send(BOB, "with");
        send(EVE, "without");
        receive(BOB, "hi");
        send(BOB, "no more");
        assertEquals(List.of("with\n", "without", "no more"), transmitAll());
    }

    @Test
    void whatIsNotSentSaysWhy() {
        assertFailed(Delivery.Reason.EMPTY, send(BOB, ""));
        assertFailed(Delivery.Reason.TOO_LONG, send(BOB, "a".repeat((1 << 20) + 1)));
        assertFailed(Delivery.Reason.TOO_LONG, send(BOB, "你".repeat((1 << 20) / 3 + 1)));
        assertFailed(Delivery.Reason.NETWORK, send(new PeerAddress(BOB.ip(), 0), "to port 0"));
        assertNull(engine.pollTransmit(now));

        CompletableFuture<Delivery> refused = send(BOB, "hi");
        engine.onTransmitted(engine.pollTransmit(now), Optional.of("no route to host"));
        assertEquals(new Delivery.Failed(Delivery.Reason.NETWORK, "no route to host"), refused.getNow(null));
        assertEquals(0, stats().datagramsOut());
        assertTrue(engine.nextDeadline() == Long.MAX_VALUE);
    }

    @Test
    void oneMebibyteIsPacedAndWhole() {
        String text = "0123456789abcdef".repeat(1 << 16);
        CompletableFuture<Delivery> result = send(BOB, text);
        CompletableFuture<Delivery> behind = send(BOB, "behind");
        long start = now;
        StringBuilder got = new StringBuilder();
        while (!behind.isDone()) {
            List<String> burst = transmitAll();
            assertTrue(burst.size() <= 16, "a burst of " + burst.size());
            burst.forEach(got::append);
            if (!behind.isDone()) {
                now = engine.nextDeadline();
                engine.onDeadline(now);
            }
        }
        assertEquals(text + "behind", got.toString());
        assertEquals(SENT, result.getNow(null));
        assertEquals(64 * 10 * MS, now - start);
        assertEquals(1025, stats().datagramsOut());
        assertEquals((1 << 20) + 6, stats().bytesOut());
        assertEquals(2, contact(BOB).sent());
    }

    @Test
    void othersDoNotWaitBehindALongText() {
        send(BOB, "a".repeat(100 * 1024));
        CompletableFuture<Delivery> other = send(EVE, "hi");
        transmitAll();
        assertEquals(SENT, other.getNow(null));
    }

    @Test
    void closeWithNothingUnderWayIsDoneAtOnce() {
        assertFalse(engine.isFinished());
        engine.onCommand(now, new Command.Close(2000 * MS));
        assertTrue(engine.isFinished());
        engine.onClosed(now, Optional.empty());
        assertEquals(new ChatEvent.Closed(Optional.empty()), engine.pollEvent());
        engine.onClosed(now, Optional.of("twice"));
        assertNull(engine.pollEvent());
    }

    @Test
    void closeDrains() {
        CompletableFuture<Delivery> result = send(BOB, "a".repeat(20 * 1024));
        engine.onCommand(now, new Command.Close(2000 * MS));
        assertFailed(Delivery.Reason.CLOSED, send(BOB, "too late"));
        transmitAll();
        assertFalse(engine.isFinished());
        assertEquals(now + 10 * MS, engine.nextDeadline());
        now += 10 * MS;
        engine.onDeadline(now);
        transmitAll();
        assertEquals(SENT, result.getNow(null));
        assertTrue(engine.isFinished());
    }

    @Test
    void closeWaitsForTheNetworksAnswer() {
        CompletableFuture<Delivery> result = send(BOB, "hi");
        engine.onCommand(now, new Command.Close(2000 * MS));
        Outgoing datagram = engine.pollTransmit(now);
        assertFalse(engine.isFinished());
        engine.onTransmitted(datagram, Optional.empty());
        assertTrue(engine.isFinished());
        assertEquals(SENT, result.getNow(null));
    }

    @Test
    void closeHasADeadline() {
        CompletableFuture<Delivery> taken = send(BOB, "with the network");
        Outgoing datagram = engine.pollTransmit(now);
        CompletableFuture<Delivery> waiting = send(BOB, "a".repeat(1 << 20));
        engine.onCommand(now, new Command.Close(5 * MS));
        engine.onCommand(now, new Command.Close(5000 * MS));
        assertEquals(now + 5 * MS, engine.nextDeadline(), "the second close changes nothing");
        now += 5 * MS;
        engine.onDeadline(now);
        assertTrue(engine.isFinished());
        assertFailed(Delivery.Reason.CLOSED, waiting);
        assertFalse(taken.isDone());
        engine.onTransmitted(datagram, Optional.of("channel closed"));
        assertFailed(Delivery.Reason.CLOSED, taken);
    }

    @Test
    void closeThatMayTakeForEver() {
        send(BOB, "hi");
        engine.onCommand(now, new Command.Close(Long.MAX_VALUE / 2));
        engine.onDeadline(now + 1_000_000 * MS);
        assertFalse(engine.isFinished());
        transmitAll();
        assertTrue(engine.isFinished());
    }

    @Test
    void aSocketThatGoesAwayAnswersEverything() {
        CompletableFuture<Delivery> waiting = send(BOB, "hi");
        engine.onClosed(now, Optional.of("unplugged"));
        assertFailed(Delivery.Reason.CLOSED, waiting);
        assertEquals(new ChatEvent.Closed(Optional.of("unplugged")), engine.pollEvent());
        assertFailed(Delivery.Reason.CLOSED, send(BOB, "later"));
        CompletableFuture<PeerStats> stats = new CompletableFuture<>();
        engine.onCommand(now, new Command.ReadStats(stats));
        assertTrue(stats.isCompletedExceptionally());
        CompletableFuture<List<Contact>> list = new CompletableFuture<>();
        engine.onCommand(now, new Command.ListContacts(list));
        assertTrue(list.isCompletedExceptionally());
    }

    @Test
    void theListIsChangedAndTold() {
        assertEquals(
                "bob",
                change(new Command.ContactChange.Add("bob", PeerSpec.of(BOB), Optional.of(BOB)))
                        .displayName());
        assertEquals(
                "rob", change(new Command.ContactChange.Rename("bob", "rob")).displayName());
        assertTrue(change(new Command.ContactChange.Ignore(new Destination.Bare(BOB), true))
                .ignored());
        assertEquals("rob", change(new Command.ContactChange.Remove("rob")).displayName());
        assertEquals(4, events().size());
        CompletionException e = Assertions.assertThrows(
                CompletionException.class, () -> change(new Command.ContactChange.Remove("rob")));
        assertInstanceOf(IllegalArgumentException.class, e.getCause());
        assertNull(engine.pollEvent());
    }

    @Test
    void aCallbackThatFailsHarmsNobody() {
        CompletableFuture<Delivery> bad = send(BOB, "hi");
        bad.thenRun(() -> {
            throw new IllegalStateException("callback");
        });
        CompletableFuture<Delivery> good = send(BOB, "there");
        transmitAll();
        assertEquals(SENT, bad.getNow(null));
        assertEquals(SENT, good.getNow(null));
    }

    /** Any order of commands, answers of the network, time and closing: every result completes, nothing throws. */
    @Test
    void everyResultCompletesWhateverHappens() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            PeerEngine peer = Engines.quiet(new PeerDirectory(), InstantSource.fixed(WALL));
            List<CompletableFuture<Delivery>> results = new ArrayList<>();
            List<Outgoing> withTheNetwork = new ArrayList<>();
            long time = random.nextLong() >> 4;
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(7)) {
                    case 0, 1 -> {
                        CompletableFuture<Delivery> result = new CompletableFuture<>();
                        results.add(result);
                        String text = "a".repeat(random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(20));
                        Destination to = new Destination.Raw(random.nextBoolean() ? BOB : EVE);
                        peer.onCommand(time, new Command.Send(to, new MessageId(seed, step), text, false, result));
                    }
                    case 2 -> {
                        for (Outgoing next = peer.pollTransmit(time); next != null; next = peer.pollTransmit(time)) {
                            withTheNetwork.add(next);
                        }
                    }
                    case 3 -> {
                        while (!withTheNetwork.isEmpty() && random.nextInt(9) > 0) {
                            peer.onTransmitted(
                                    withTheNetwork.remove(random.nextInt(withTheNetwork.size())),
                                    random.nextInt(5) == 0 ? Optional.of("refused") : Optional.empty());
                        }
                    }
                    case 4 -> {
                        byte[] bytes = new byte[random.nextInt(30)];
                        random.nextBytes(bytes);
                        peer.onDatagram(time, random.nextBoolean() ? BOB : EVE, bytes, 0, bytes.length);
                    }
                    case 5 -> {
                        time += random.nextInt(20) * MS;
                        peer.onDeadline(time);
                    }
                    default -> {
                        if (step > 150) {
                            peer.onCommand(time, new Command.Close(random.nextInt(50) * MS));
                        }
                    }
                }
            }
            peer.onClosed(time, Optional.empty());
            withTheNetwork.forEach(datagram -> peer.onTransmitted(datagram, Optional.of("closed")));
            for (CompletableFuture<Delivery> result : results) {
                assertTrue(result.isDone(), "seed " + seed);
            }
            assertNull(peer.pollTransmit(time), "seed " + seed);
        }
    }

    private void receive(PeerAddress from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        engine.onDatagram(now, from, bytes, 0, bytes.length);
    }

    private CompletableFuture<Delivery> send(PeerAddress to, String text) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        engine.onCommand(
                now, new Command.Send(new Destination.Raw(to), new MessageId(0, ++messages), text, false, result));
        return result;
    }

    private Contact change(Command.ContactChange change) {
        CompletableFuture<Contact> result = new CompletableFuture<>();
        engine.onCommand(now, new Command.ChangeContact(change, result));
        return result.join();
    }

    private PeerStats stats() {
        CompletableFuture<PeerStats> result = new CompletableFuture<>();
        engine.onCommand(now, new Command.ReadStats(result));
        return result.join();
    }

    private Contact contact(PeerAddress address) {
        CompletableFuture<List<Contact>> result = new CompletableFuture<>();
        engine.onCommand(now, new Command.ListContacts(result));
        return result.join().stream()
                .filter(c -> c.address().equals(Optional.of(address)))
                .findFirst()
                .orElseThrow();
    }

    private List<ChatEvent> events() {
        List<ChatEvent> all = new ArrayList<>();
        for (ChatEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
            all.add(event);
        }
        return all;
    }

    private List<String> transmitAll() {
        List<String> texts = new ArrayList<>();
        for (Outgoing next = engine.pollTransmit(now); next != null; next = engine.pollTransmit(now)) {
            texts.add(text(next));
            engine.onTransmitted(next, Optional.empty());
        }
        return texts;
    }

    private static String text(Outgoing datagram) {
        return new String(datagram.payload(), StandardCharsets.UTF_8);
    }

    private void assertMessage(PeerAddress from, Optional<String> alias, String text) {
        ChatEvent.MessageReceived event = assertInstanceOf(ChatEvent.MessageReceived.class, engine.pollEvent());
        assertEquals(from, event.message().from());
        assertEquals(alias, event.message().alias());
        assertEquals(text, event.message().text());
        assertEquals(WALL, event.message().at());
    }

    private static void assertFailed(Delivery.Reason reason, CompletableFuture<Delivery> result) {
        Delivery.Failed failed = assertInstanceOf(Delivery.Failed.class, result.getNow(null));
        assertEquals(reason, failed.reason());
    }
}
