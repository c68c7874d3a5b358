package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import udpchat.directory.PeerDirectory;
import udpchat.engine.Command;
import udpchat.engine.Engines;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.Impairment;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.testing.RealTimeTest;
import udpchat.testing.Recorder;

/** What a transport does with real sockets, whatever {@link SocketKind} they are of. */
abstract class UdpTransportContract {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetAddress LOOPBACK_6 =
            PeerSpec.parse("[::1]:1").literalAddress().orElseThrow().ip();
    private static final UdpTransport.Taps NO_TAPS = new UdpTransport.Taps(Optional.empty(), false, Impairment.NONE);

    private final SocketKind kind;
    private final Random random = new Random(1);
    private final Recorder recorder = new Recorder();
    private final PeerHandler handler = new PeerHandler(
            Engines.quiet(new PeerDirectory(), InstantSource.system()), events -> events.forEach(this::onEvent));
    private UdpTransport transport;

    /** What else is to happen on the loop when something comes in. */
    private volatile Runnable onEvent = () -> {};

    UdpTransportContract(SocketKind kind) {
        this.kind = kind;
    }

    @AfterEach
    void close() {
        if (transport != null) {
            transport.shutdown();
        }
    }

    @RealTimeTest
    void noDatagramIsCutAndAnEmptyOneEndsNothing() throws Exception {
        bind(LOOPBACK, NO_TAPS);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            for (int length : new int[] {65_507, 0, 1, 65_507, 0, 0, 2}) {
                send(socket, "x".repeat(length));
            }
            assertEquals(65_507, recorder.message().text().length());
            assertEquals(1, recorder.message().text().length());
            assertEquals(65_507, recorder.message().text().length());
            assertEquals(2, recorder.message().text().length());
        }
    }

    @RealTimeTest
    void ipv6AddressesAreWrittenWithoutAScopeThatMeansNothing() throws Exception {
        bind(new InetSocketAddress(0).getAddress(), NO_TAPS);
        int port = transport.localAddress().port();
        assertFalse(transport.localAddress().toString().contains("%"));
        try (DatagramSocket six = new DatagramSocket(0, LOOPBACK_6);
                DatagramSocket four = new DatagramSocket(0, LOOPBACK)) {
            byte[] text = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
            six.send(new DatagramPacket(text, text.length, LOOPBACK_6, port));
            ChatMessage message = recorder.message();
            assertEquals("[::1]:" + six.getLocalPort(), message.from().toString());
            assertEquals(new Delivery.Sent(), send(message.from(), "back").get(30, TimeUnit.SECONDS));
            assertEquals("back", receive(six));
            four.send(new DatagramPacket(text, text.length, LOOPBACK, port));
            assertEquals(
                    "127.0.0.1:" + four.getLocalPort(),
                    recorder.message().from().toString());
        }
    }

    /** One that the system refuses, in the middle of a batch, costs itself alone. */
    @RealTimeTest
    void eachHasItsOwnAnswer() throws Exception {
        bind(LOOPBACK, NO_TAPS);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            PeerAddress good = new PeerAddress(LOOPBACK, socket.getLocalPort());
            // Nobody asked for SO_BROADCAST.
            PeerAddress bad = new PeerAddress(InetAddress.getByName("255.255.255.255"), 9);
            List<CompletableFuture<Delivery>> results = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                results.add(send(i % 3 == 1 ? bad : good, "m" + i));
            }
            for (int i = 0; i < 10; i++) {
                Delivery delivery = results.get(i).get(30, TimeUnit.SECONDS);
                if (i % 3 == 1) {
                    Delivery.Failed failed = assertInstanceOf(Delivery.Failed.class, delivery);
                    assertEquals(Delivery.Reason.NETWORK, failed.reason());
                    assertEquals("Permission denied", failed.detail());
                } else {
                    assertEquals(new Delivery.Sent(), delivery);
                    assertEquals("m" + i, receive(socket));
                }
            }
            // Nor does a port that nobody listens at end anything: ICMP says so of what was sent before.
            PeerAddress nobody = new PeerAddress(LOOPBACK, unusedPort());
            assertEquals(new Delivery.Sent(), send(nobody, "x").get(30, TimeUnit.SECONDS));
            assertEquals(new Delivery.Sent(), send(good, "y").get(30, TimeUnit.SECONDS));
            assertEquals("y", receive(socket));
            send(socket, "z");
            assertEquals("z", recorder.message().text());
        }
    }

    @RealTimeTest
    void whatCannotBeBoundIsSaidInTheSystemsWords() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            int port = socket.getLocalPort();
            assertEquals(
                    "Address already in use",
                    assertThrows(IOException.class, () -> bind(LOOPBACK, port, port))
                            .getMessage());
            // No address of a machine: for documentation (RFC 5737).
            assertEquals(
                    "Cannot assign requested address",
                    assertThrows(IOException.class, () -> bind(InetAddress.getByName("192.0.2.1"), 0, 0))
                            .getMessage());
            assumeTrue(port < 65_535);
            transport = bind(LOOPBACK, port, Math.min(65_535, port + 100));
            assertTrue(transport.localAddress().port() > port);
        }
    }

    /** However much there is to send, what comes in is taken in between. */
    @RealTimeTest
    void sendingDoesNotKeepFromReceiving() throws Exception {
        bind(LOOPBACK, NO_TAPS);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            PeerAddress sink = new PeerAddress(LOOPBACK, socket.getLocalPort());
            send(socket, "before");
            recorder.message();
            // Submitted on the loop, which does it all once it is back from there.
            CountDownLatch submitted = new CountDownLatch(1);
            List<CompletableFuture<Delivery>> results = new ArrayList<>();
            AtomicLong sentBefore = new AtomicLong();
            onEvent = () -> sentBefore.set(
                    results.stream().filter(CompletableFuture::isDone).count());
            CompletableFuture<Delivery> first = new CompletableFuture<>();
            first.thenRun(() -> {
                for (int i = 0; i < 15_000; i++) {
                    results.add(send(sink, "m" + i));
                }
                try {
                    send(socket, "between");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                submitted.countDown();
            });
            submit(sink, "first", first);
            assertTrue(submitted.await(30, TimeUnit.SECONDS));
            assertEquals("between", recorder.message().text());
            assertTrue(sentBefore.get() < results.size(), "it was taken after all was sent");
            for (CompletableFuture<Delivery> result : results) {
                assertEquals(new Delivery.Sent(), result.get(30, TimeUnit.SECONDS));
            }
        }
    }

    /** What goes out as segments of one write arrives as single datagrams, at anybody's and at one of our kind. */
    @RealTimeTest
    void segmentsArriveAsDatagrams() throws Exception {
        assumeTrue(kind.takesSegments(), "this kind of socket takes no segments");
        bind(LOOPBACK, NO_TAPS);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, kind.ioHandlers());
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            Channel channel = new Bootstrap()
                    .group(group)
                    .channel(kind.channel())
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(LOOPBACK, 0)
                    .sync()
                    .channel();
            for (PeerAddress to : List.of(new PeerAddress(LOOPBACK, socket.getLocalPort()), transport.localAddress())) {
                List<String> failures = new ArrayList<>();
                group.submit(() -> {
                            ChannelHandlerContext context = channel.pipeline().firstContext();
                            DatagramWriter writer = new DatagramWriter(
                                    context, true, (datagram, failure) -> failures.add(failure.orElse("none")));
                            for (int i = 0; i < 20; i++) {
                                writer.write(Outgoing.packet(to, text(i).getBytes(StandardCharsets.UTF_8)));
                            }
                            writer.flush();
                        })
                        .sync();
                group.submit(() -> assertEquals(Collections.nCopies(20, "none"), failures))
                        .sync();
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(text(i), receive(socket));
                assertEquals(text(i), recorder.message().text());
            }
        } finally {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        }
    }

    @RealTimeTest
    void aCaptureHoldsSingleDatagrams() throws Exception {
        ByteArrayOutputStream capture = new ByteArrayOutputStream();
        bind(LOOPBACK, new UdpTransport.Taps(Optional.of(capture), false, Impairment.NONE));
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            for (int i = 0; i < 3; i++) {
                send(socket, "x".repeat(100));
                recorder.message();
            }
        }
        transport.shutdown();
        // A header of the file; of each packet 16 bytes of its own, 14 of Ethernet, 20 of IPv4 and 8 of UDP.
        assertEquals(24 + 3 * (16 + 14 + 20 + 8 + 100), capture.size());
    }

    private void onEvent(ChatEvent event) {
        onEvent.run();
        recorder.onEvent(event);
    }

    private static String text(int number) {
        return (number + " ").repeat(500).substring(0, number == 19 ? 7 : 1000);
    }

    private void bind(InetAddress ip, UdpTransport.Taps taps) throws IOException {
        transport = UdpTransport.bind(kind, ip, 0, 0, handler, taps);
    }

    private UdpTransport bind(InetAddress ip, int firstPort, int lastPort) throws IOException {
        return UdpTransport.bind(kind, ip, firstPort, lastPort, handler, NO_TAPS);
    }

    private CompletableFuture<Delivery> send(PeerAddress to, String text) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        submit(to, text, result);
        return result;
    }

    private void submit(PeerAddress to, String text, CompletableFuture<Delivery> result) {
        handler.submit(new Command.Send(new Destination.Raw(to), MessageId.random(random), text, false, result));
    }

    private void send(DatagramSocket from, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(
                bytes, bytes.length, LOOPBACK, transport.localAddress().port()));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(30_000);
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static int unusedPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
