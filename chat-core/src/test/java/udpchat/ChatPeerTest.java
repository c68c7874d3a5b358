package udpchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.testing.RealTimeTest;
import udpchat.testing.Recorder;

/** Peers on real loopback sockets. */
class ChatPeerTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Delivery SENT = new Delivery.Sent();

    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();

    @AfterEach
    void nothingIsLeftRunning() throws InterruptedException {
        assertEquals(List.of(), threadsThatStay());
    }

    @RealTimeTest
    void twoPeersTalkBothWays() {
        Recorder atBob = new Recorder();
        try (ChatPeer alice = start(recorder);
                ChatPeer bob = start(atBob)) {
            assertEquals(
                    SENT,
                    alice.send(new Destination.Raw(bob.localAddress()), "你好! are you there?")
                            .join());
            ChatMessage question = atBob.message();
            assertEquals("你好! are you there?", question.text());
            assertEquals(alice.localAddress(), question.from());
            bob.send(question.from(), "yes – 👋");
            assertEquals("yes – 👋", recorder.message().text());
            assertEquals(1, bob.stats().join().datagramsIn());
            assertEquals(1, bob.stats().join().datagramsOut());
        }
        assertEquals(Optional.empty(), recorder.next(ChatEvent.Closed.class).cause());
        assertEquals(Optional.empty(), atBob.next(ChatEvent.Closed.class).cause());
    }

    /** The handler must be in place when start returns. */
    @RealTimeTest
    void usableAtOnce() {
        for (int i = 0; i < 20; i++) {
            try (ChatPeer peer = ChatPeer.builder().bind(ANY_PORT).start()) {
                assertEquals(
                        SENT,
                        peer.send(new Destination.Raw(peer.localAddress()), "hi")
                                .join());
            }
        }
    }

    @RealTimeTest
    void emptyBrokenAndLargestDatagrams() throws Exception {
        try (ChatPeer peer = start(recorder);
                DatagramSocket socket = new DatagramSocket(ANY_PORT)) {
            send(socket, peer, new byte[0]);
            send(socket, peer, new byte[] {(byte) 0xe4, (byte) 0xbd, '\n'});
            assertEquals("\\xE4\\xBD", recorder.message().text());
            send(socket, peer, "x".repeat(65_507).getBytes(StandardCharsets.UTF_8));
            assertEquals("x".repeat(65_507), recorder.message().text());
            assertEquals(1, peer.stats().join().empty());
            assertEquals(1, peer.stats().join().malformed());
        }
    }

    @RealTimeTest
    void bothFamiliesOnOneSocket() throws Exception {
        PeerAddress v6 = PeerSpec.parse("[::1]:1").resolve();
        Recorder atV6 = new Recorder();
        try (ChatPeer peer = ChatPeer.builder().port(0).listener(recorder).start()) {
            ChatPeer other;
            try {
                other = ChatPeer.builder()
                        .bind(new InetSocketAddress(v6.ip(), 0))
                        .listener(atV6)
                        .start();
            } catch (ChatException e) {
                assumeTrue(false, "no IPv6 here: " + e.getMessage());
                return;
            }
            int port = peer.localAddress().port();
            try (other;
                    DatagramSocket v4 = new DatagramSocket(ANY_PORT)) {
                v4.setSoTimeout(30_000);
                send(v4, peer, "over IPv4".getBytes(StandardCharsets.UTF_8));
                ChatMessage first = recorder.message();
                assertEquals("127.0.0.1:" + v4.getLocalPort(), first.from().toString());
                peer.send(first.from(), "back over IPv4");
                assertEquals("back over IPv4", receive(v4));

                assertEquals(
                        SENT,
                        other.send(new Destination.Raw(new PeerAddress(v6.ip(), port)), "over IPv6")
                                .join());
                ChatMessage second = recorder.message();
                assertEquals(
                        "[::1]:" + other.localAddress().port(), second.from().toString());
                assertEquals(SENT, peer.send(second.from(), "back over IPv6").join());
                assertEquals("back over IPv6", atV6.message().text());
            }
        }
    }

    @RealTimeTest
    void aTakenPortIsAnErrorAndLeavesNothing() throws Exception {
        Path capture = folder.resolve("x.pcap");
        try (ChatPeer first = start(recorder)) {
            int port = first.localAddress().port();
            ChatException e = assertThrows(
                    ChatException.class,
                    () -> ChatPeer.builder()
                            .bind(first.localAddress().toSocketAddress())
                            .capture(capture)
                            .start());
            assertEquals(ChatException.Kind.BIND, e.kind());
            assertEquals(
                    "127.0.0.1:" + port + ": the port is taken by another program; choose another one, or 0 for any"
                            + " free one",
                    e.getMessage());
            assertFalse(isOpenHere(capture));
            assertEquals(
                    1,
                    peerThreads().stream()
                            .filter(t -> t.startsWith("udpchat-loop"))
                            .count());
        }
    }

    @RealTimeTest
    void orTheNextFreePort() {
        try (ChatPeer first = ChatPeer.builder().port(0).start();
                ChatPeer next = ChatPeer.builder()
                        .portOrNextFree(first.localAddress().port())
                        .start()) {
            assertTrue(next.localAddress().port() > first.localAddress().port());
        }
    }

    @RealTimeTest
    void anAddressThatIsNotOurs() throws Exception {
        InetSocketAddress documentation =
                PeerSpec.parse("192.0.2.1:9000").resolve().toSocketAddress();
        ChatException e = assertThrows(
                ChatException.class,
                () -> ChatPeer.builder().bind(documentation).start());
        assertEquals("192.0.2.1:9000: not an address of this machine", e.getMessage());
    }

    @RealTimeTest
    void aCaptureThatCannotBeWritten() {
        ChatException e = assertThrows(
                ChatException.class,
                () -> ChatPeer.builder()
                        .bind(ANY_PORT)
                        .capture(folder.resolve("no").resolve("x.pcap"))
                        .start());
        assertEquals(ChatException.Kind.FILE, e.kind());
        assertTrue(e.getMessage().endsWith("x.pcap: no such file or folder"), e.getMessage());
    }

    @RealTimeTest
    void theCaptureOpens() throws Exception {
        Path file = folder.resolve("x.pcap");
        try (ChatPeer peer = ChatPeer.builder()
                        .port(0)
                        .capture(file)
                        .wireLog(true)
                        .listener(recorder)
                        .start();
                DatagramSocket socket = new DatagramSocket(ANY_PORT)) {
            socket.setSoTimeout(30_000);
            send(socket, peer, "in".getBytes(StandardCharsets.UTF_8));
            peer.send(recorder.message().from(), "out");
            assertEquals("out", receive(socket));
        }
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(0xa1b2c3d4, java.nio.ByteBuffer.wrap(bytes).getInt(), "the magic number of pcap");
        // Two packets: 16 bytes of record, 14 Ethernet, 20 IPv4, 8 UDP, and the text.
        assertEquals(24 + 2 * (16 + 14 + 20 + 8) + "in".length() + "out".length(), bytes.length);
        assertFalse(isOpenHere(file));
        packetsByTshark(file).ifPresent(packets -> assertEquals("2", packets));
    }

    @RealTimeTest
    void aMebibyteArrivesWholeAndInOrder() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < (1 << 20) - 16; i++) {
            text.append(i).append(' ');
        }
        try (ChatPeer peer = start(recorder);
                DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReceiveBufferSize(4 << 20);
            socket.bind(ANY_PORT);
            socket.setSoTimeout(30_000);
            CompletableFuture<Delivery> result = peer.send(
                    new Destination.Raw(PeerAddress.of((InetSocketAddress) socket.getLocalSocketAddress())),
                    text.toString());
            StringBuilder got = new StringBuilder();
            while (got.length() < text.length()) {
                got.append(receive(socket));
            }
            assertEquals(text.toString(), got.toString());
            assertEquals(SENT, result.join());
        }
    }

    @RealTimeTest
    void tooLongAndTooMuch() throws Exception {
        try (ChatPeer peer = start(recorder);
                DatagramSocket sink = new DatagramSocket(ANY_PORT)) {
            PeerAddress to = PeerAddress.of((InetSocketAddress) sink.getLocalSocketAddress());
            assertFailed(Delivery.Reason.TOO_LONG, peer.send(new Destination.Raw(to), "x".repeat(20 << 20)));
            assertFailed(Delivery.Reason.EMPTY, peer.send(new Destination.Raw(to), ""));
            List<CompletableFuture<Delivery>> large = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                large.add(peer.send(new Destination.Raw(to), "x".repeat(1 << 20)));
            }
            Delivery.Failed full =
                    assertFailed(Delivery.Reason.QUEUE_FULL, peer.send(new Destination.Raw(to), "x".repeat(1 << 20)));
            assertTrue(full.reason().retryable());
            assertEquals(SENT, large.get(0).get(60, TimeUnit.SECONDS));
            CompletableFuture<Delivery> again = peer.send(new Destination.Raw(to), "x".repeat(1 << 20));
            assertFalse(again.isDone(), "there is room again");
            peer.close(Duration.ZERO);
            assertFailed(Delivery.Reason.CLOSED, again);
            large.forEach(result -> assertTrue(result.isDone()));
        }
    }

    @RealTimeTest
    void noListener() throws Exception {
        try (ChatPeer peer = ChatPeer.builder().bind(ANY_PORT).start();
                DatagramSocket socket = new DatagramSocket(ANY_PORT)) {
            for (int i = 0; i < 100; i++) {
                send(socket, peer, "hi".getBytes(StandardCharsets.UTF_8));
            }
            assertEquals(
                    SENT,
                    peer.send(new Destination.Raw(peer.localAddress()), "to myself")
                            .join());
        }
    }

    @RealTimeTest
    void thePeerListIsKept() throws Exception {
        Path file = folder.resolve("peers");
        PeerAddress bobs;
        try (ChatPeer alice = ChatPeer.builder().bind(ANY_PORT).peersFile(file).start();
                ChatPeer bob = start(recorder)) {
            bobs = bob.localAddress();
            alice.addContact("bob", PeerSpec.of(bobs));
            assertEquals(1, ChatPeer.readPeers(file).size(), "saved before the call returns");
            assertEquals(bobs, alice.resolve("BOB"));
            alice.renameContact("bob", "Bobby");
            alice.ignore(bobs, true);
            assertKind(ChatException.Kind.INVALID, () -> alice.addContact("a b", PeerSpec.of(bobs)));
            assertKind(ChatException.Kind.INVALID, () -> alice.addContact("bobby", PeerSpec.parse("127.0.0.9")));
            assertKind(ChatException.Kind.INVALID, () -> alice.removeContact("nobody"));
            assertKind(ChatException.Kind.INVALID, () -> alice.resolve("host:abc"));
            assertKind(ChatException.Kind.UNKNOWN_PEER, () -> alice.resolve("fe80::1%no-such-interface"));
        }
        try (ChatPeer alice =
                ChatPeer.builder().bind(ANY_PORT).peersFileReadOnly(file).start()) {
            List<Contact> contacts = alice.peers().join();
            assertEquals(1, contacts.size());
            assertEquals(Optional.of("Bobby"), contacts.get(0).alias());
            assertTrue(contacts.get(0).ignored());
            assertEquals(bobs, alice.resolve("bobby"));
            alice.removeContact("bobby");
        }
        assertEquals(1, ChatPeer.readPeers(file).size(), "read only");
    }

    @RealTimeTest
    void aPeerListThatCannotBeReadOrSaved() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "what?\n");
        assertKind(
                ChatException.Kind.FILE,
                () -> ChatPeer.builder().bind(ANY_PORT).peersFile(broken).start());
        try (ChatPeer peer = ChatPeer.builder()
                .bind(ANY_PORT)
                .peersFile(folder.resolve("no").resolve("peers"))
                .start()) {
            assertKind(ChatException.Kind.FILE, () -> peer.addContact("bob", PeerSpec.parse("127.0.0.1:9")));
        }
        assertEquals("what?\n", Files.readString(broken));
    }

    /** The reply runs on the event loop: what would wait for itself says so instead of hanging. */
    @RealTimeTest
    void waitingOnTheEventLoopIsRefused() throws Exception {
        try (ChatPeer peer = start(recorder)) {
            CompletableFuture<Thread> where = peer.peers().thenApply(all -> Thread.currentThread());
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Contact> added = peer.peers()
                        .thenApply(all -> onLoop(() -> peer.addContact("bob", PeerSpec.parse("127.0.0.1"))));
                CompletionException e = assertThrows(CompletionException.class, added::join);
                if (e.getCause() instanceof IllegalStateException) {
                    assertTrue(e.getCause().getMessage().contains("event loop"));
                    return;
                }
            }
            throw new AssertionError("no callback ran on the event loop; the last on " + where.get());
        }
    }

    private static <T> T onLoop(java.util.function.Supplier<T> work) {
        if (!Thread.currentThread().getName().startsWith("udpchat-loop")) {
            throw new IllegalArgumentException("completed before it was registered");
        }
        return work.get();
    }

    private ChatPeer start(ChatListener listener) {
        return ChatPeer.builder().bind(ANY_PORT).listener(listener).start();
    }

    private static void send(DatagramSocket from, ChatPeer to, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(
                bytes,
                bytes.length,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), to.localAddress().port())));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static Delivery.Failed assertFailed(Delivery.Reason reason, CompletableFuture<Delivery> result) {
        Delivery.Failed failed = assertInstanceOf(Delivery.Failed.class, result.join());
        assertEquals(reason, failed.reason());
        return failed;
    }

    private static void assertKind(ChatException.Kind kind, Runnable work) {
        ChatException e = assertThrows(ChatException.class, work::run);
        assertEquals(kind, e.kind(), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    static List<String> peerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("udpchat-"))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** Which threads of peers stay: one that says it has ended may have a few instructions left. */
    static List<String> threadsThatStay() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("udpchat-")) {
                thread.join(5000);
            }
        }
        return peerThreads();
    }

    /** Whether this process holds the file open, where /proc tells. */
    private static boolean isOpenHere(Path file) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return false;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.anyMatch(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(file.toAbsolutePath());
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    /** How many packets tshark finds; empty where it is not installed. */
    private static Optional<String> packetsByTshark(Path file) throws Exception {
        Process tshark;
        try {
            tshark = new ProcessBuilder(
                            "tshark",
                            "-r",
                            file.toString(),
                            "-Y",
                            "udp && !_ws.malformed",
                            "-T",
                            "fields",
                            "-e",
                            "frame.number")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        List<String> numbers =
                tshark.inputReader().lines().filter(line -> !line.isBlank()).toList();
        assertEquals(0, tshark.waitFor());
        return Optional.of(String.valueOf(numbers.size()));
    }
}
