package udpchat.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import udpchat.model.LinkReport;
import udpchat.model.LinkReport.Outcome;
import udpchat.model.PeerAddress;
import udpchat.wire.HandshakePayload.Offer;
import udpchat.wire.Hello;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Discovery;

/**
 * Tries out each way to be found on each interface: says HELLO to all, as a peer does, and listens whether it comes back to
 * this machine, and who answers. Every HELLO has a nonce of its own, so that what comes back says which way it took. With
 * sockets of its own, blocking, on the thread of the caller; nothing that comes is trusted further than to be counted.
 */
public final class LinkCheck implements AutoCloseable {

    /** HELLO is said so often, since one may be lost. */
    private static final int ROUNDS = 3;

    /** A machine with more has them for its containers. */
    private static final int MAX_LINKS = 32;

    /** Answers that are counted for one interface. */
    private static final int MAX_ANSWERS = 256;

    private static final int DATAGRAMS_PER_TURN = 64;

    /** After the ephemeral key. */
    private static final int OFFER_OFFSET = 32;

    private final RandomGenerator random;
    private final Selector selector;
    private final List<Way> ways = new ArrayList<>();
    private final Map<Long, Way> byNonce = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(2048);
    private Optional<String> listening = Optional.empty();
    private DatagramChannel hearIpv4;
    private DatagramChannel hearIpv6;
    private DatagramChannel sendIpv4;
    private DatagramChannel sendIpv6;

    /** One way to reach all on one interface. */
    private static final class Way {
        final DatagramChannel from;
        final NetworkInterface by;
        final InetSocketAddress to;
        final byte[] hello;
        final Set<PeerAddress> answers = new HashSet<>();
        Outcome outcome = Outcome.NOT_HEARD;

        Way(DatagramChannel from, NetworkInterface by, InetSocketAddress to, byte[] hello) {
            this.from = from;
            this.by = by;
            this.to = to;
            this.hello = hello;
        }
    }

    private LinkCheck(RandomGenerator random) throws IOException {
        this.random = random;
        this.selector = Selector.open();
    }

    /**
     * Tries everything.
     *
     * @param patience how long answers are waited for
     * @throws IOException when the system gives no socket, or does not tell its interfaces
     */
    public static LinkReport run(RandomGenerator random, Duration patience) throws IOException {
        try (LinkCheck check = new LinkCheck(random)) {
            return check.run(patience);
        }
    }

    private LinkReport run(Duration patience) throws IOException {
        sendIpv4 = sender(StandardProtocolFamily.INET);
        sendIpv4.setOption(StandardSocketOptions.SO_BROADCAST, true);
        sendIpv6 = orNull(() -> sender(StandardProtocolFamily.INET6));
        try {
            hearIpv4 = listener(StandardProtocolFamily.INET, "0.0.0.0");
        } catch (IOException e) {
            listening = Optional.of(NetworkErrors.describe(e));
        }
        hearIpv6 = sendIpv6 == null ? null : orNull(() -> listener(StandardProtocolFamily.INET6, "::"));
        List<LinkWays> links = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (links.size() < MAX_LINKS
                    && each.isUp()
                    && !each.getInterfaceAddresses().isEmpty()) {
                links.add(new LinkWays(each));
            }
        }
        long start = System.nanoTime();
        for (int round = 1; round <= ROUNDS; round++) {
            ways.forEach(this::send);
            listenUntil(start + patience.toNanos() * round / ROUNDS);
        }
        return new LinkReport(listening, links.stream().map(LinkWays::report).toList());
    }

    /** An interface and what is tried on it. */
    private final class LinkWays {
        private final NetworkInterface link;
        private final List<InetAddress> addresses = new ArrayList<>();
        private final boolean loopback;
        private final int mtu;
        private Way multicastIpv4;
        private Way multicastIpv6;
        private Way broadcast;

        LinkWays(NetworkInterface link) throws IOException {
            this.link = link;
            this.loopback = link.isLoopback();
            this.mtu = link.getMTU();
            boolean multicast = loopback || link.supportsMulticast();
            for (InterfaceAddress each : link.getInterfaceAddresses()) {
                InetAddress address = each.getAddress();
                addresses.add(address);
                if (multicast && address instanceof Inet4Address && multicastIpv4 == null) {
                    multicastIpv4 = way(sendIpv4, hearIpv4, Discovery.GROUP_IPV4, link);
                }
                if (multicast && !loopback && address instanceof Inet6Address && address.isLinkLocalAddress()) {
                    multicastIpv6 = way(sendIpv6, hearIpv6, Discovery.GROUP_IPV6, link);
                }
                if (each.getBroadcast() != null && !loopback && broadcast == null) {
                    broadcast = way(sendIpv4, null, each.getBroadcast().getHostAddress(), link);
                }
            }
        }

        LinkReport.Link report() {
            Set<PeerAddress> answers = new HashSet<>();
            for (Way each : new Way[] {multicastIpv4, multicastIpv6, broadcast}) {
                if (each != null) {
                    answers.addAll(each.answers);
                }
            }
            return new LinkReport.Link(
                    link.getName(),
                    addresses,
                    loopback,
                    mtu,
                    outcome(multicastIpv4),
                    outcome(multicastIpv6),
                    outcome(broadcast),
                    answers);
        }

        private static Outcome outcome(Way way) {
            return way == null ? Outcome.ABSENT : way.outcome;
        }
    }

    private Way way(DatagramChannel from, DatagramChannel hear, String to, NetworkInterface link) throws IOException {
        if (from == null) {
            return null;
        }
        InetAddress group = InetAddress.getByName(to);
        if (hear != null && group.isMulticastAddress()) {
            try {
                hear.join(group, link);
            } catch (IOException e) {
                // It will not be heard, and that is what is told.
            }
        }
        long nonce = random.nextLong();
        Way way = new Way(
                from, link, new InetSocketAddress(group, Discovery.PORT), new Hello(Packet.VERSION, nonce).encode());
        ways.add(way);
        byNonce.put(nonce, way);
        return way;
    }

    private void send(Way way) {
        try {
            if (way.to.getAddress().isMulticastAddress()) {
                way.from.setOption(StandardSocketOptions.IP_MULTICAST_IF, way.by);
            }
            way.from.send(ByteBuffer.wrap(way.hello), way.to);
            if (way.outcome != Outcome.WORKS) {
                way.outcome = Outcome.NOT_HEARD; // but it went out, this time
            }
        } catch (IOException e) {
            if (way.outcome != Outcome.WORKS) {
                way.outcome = isForbidden(e) ? Outcome.FORBIDDEN : Outcome.NOT_SENT;
            }
        }
    }

    /** EPERM, which a firewall makes of what it rejects on its way out, in the words of the C library. */
    static boolean isForbidden(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("not permitted") || message.contains("Permission denied");
    }

    private void listenUntil(long end) throws IOException {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            selector.select(key -> read((DatagramChannel) key.channel()), Math.max(1, left / 1_000_000));
        }
    }

    private void read(DatagramChannel channel) {
        try {
            // What is left is read in the next turn: a flood must not keep this from its end.
            for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
                InetSocketAddress from = receive(channel);
                if (from == null) {
                    return;
                }
                if (channel == sendIpv4 || channel == sendIpv6) {
                    onAnswer(from);
                } else {
                    onHeard();
                }
            }
        } catch (IOException e) {
            // A refusal of something that was sent: the next datagram is read when it is there.
        }
    }

    private InetSocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        buffer.flip();
        return from;
    }

    private void onHeard() {
        try {
            Way way =
                    byNonce.get(Hello.decode(buffer.array(), 0, buffer.limit()).nonce());
            if (way != null) {
                way.outcome = Outcome.WORKS;
            }
        } catch (MalformedException e) {
            // somebody else's
        }
    }

    private void onAnswer(InetSocketAddress from) {
        if (buffer.limit() != Datagram.INIT) {
            return;
        }
        try {
            if (PacketCodec.decode(buffer.array(), 0, buffer.limit()) instanceof Packet.Init init) {
                Offer offer =
                        Offer.decode(init.noise().toArray(), OFFER_OFFSET, Packet.Init.NOISE_BYTES - OFFER_OFFSET);
                Way way = byNonce.get(offer.helloNonce());
                if (way != null && way.answers.size() < MAX_ANSWERS) {
                    way.answers.add(new PeerAddress(from.getAddress(), from.getPort()));
                }
            }
        } catch (MalformedException e) {
            // nobody's answer
        }
    }

    private DatagramChannel sender(StandardProtocolFamily family) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
        channel.bind(null);
        return listen(channel);
    }

    private DatagramChannel listener(StandardProtocolFamily family, String any) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(any, Discovery.PORT));
            return listen(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private DatagramChannel listen(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    /** Makes a socket. */
    private interface Opening {
        DatagramChannel open() throws IOException;
    }

    /** For IPv6, which a machine may not have. */
    private static DatagramChannel orNull(Opening opening) {
        try {
            return opening.open();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
