package udpchat.cli.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import udpchat.ChatListener;
import udpchat.ChatPeer;
import udpchat.ChatPeerBuilder;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;

/**
 * Two whole peers on loopback, as a program that embeds them has them: {@code send} at one end, a listener at the other.
 */
final class PeerPair implements AutoCloseable {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ChatPeer sender;
    private final ChatPeer receiver;
    private final Destination destination;
    private final String text;
    private volatile ChatListener listener = event -> {};

    private PeerPair(String text, boolean secure) {
        this(text, secure, builder(secure), builder(secure));
    }

    private PeerPair(String text, boolean secure, ChatPeerBuilder to, ChatPeerBuilder from) {
        this.text = text;
        receiver = to.listener(event -> listener.onEvent(event)).start();
        sender = from.start();
        PeerAddress address = receiver.localAddress();
        destination = secure ? new Destination.Keyed(receiver.key(), List.of(address)) : new Destination.Raw(address);
    }

    /**
     * Plain text, a datagram a message.
     *
     * @param text the message; its first ten characters are replaced by a number where latency is measured
     */
    static PeerPair plain(String text) {
        return new PeerPair(text, false);
    }

    /** A session. As {@link #plain}. */
    static PeerPair secure(String text) {
        return new PeerPair(text, true);
    }

    /** A session, and each has a message store in this folder. As {@link #plain}. */
    static PeerPair durable(String text, Path folder) {
        return new PeerPair(
                text,
                true,
                builder(true).storeFile(folder.resolve("receiver.db")),
                builder(true).storeFile(folder.resolve("sender.db")));
    }

    /** From {@code send} until it was delivered, each with nothing before it for 50 ms: sorted, ns. */
    long[] deliveries(int count) {
        return sorted(count, () -> {
            LockSupport.parkNanos(50_000_000);
            long start = System.nanoTime();
            Delivery delivery = sender.send(destination, text).join();
            if (!(delivery instanceof Delivery.Delivered)) {
                throw new IllegalStateException("a message: " + delivery);
            }
            return System.nanoTime() - start;
        });
    }

    private static ChatPeerBuilder builder(boolean secure) {
        return ChatPeer.builder().rawOnly(!secure).deliveryEvents(false).bind(ANY);
    }

    /** There and back, by a ping of the session: sorted, ns. */
    long[] roundTrips(int count) {
        return sorted(count, () -> sender.ping(destination).join().toNanos());
    }

    /** From the first {@code send} of a peer that has just started, to a bare address, until it was delivered: sorted, ns. */
    long[] firstContacts(int count) {
        Destination bare = new Destination.Bare(receiver.localAddress());
        return sorted(count, () -> {
            try (ChatPeer stranger = builder(true).start()) {
                long start = System.nanoTime();
                Delivery delivery = stranger.send(bare, text).join();
                if (!(delivery instanceof Delivery.Delivered)) {
                    throw new IllegalStateException("first contact: " + delivery);
                }
                return System.nanoTime() - start;
            }
        });
    }

    private static long[] sorted(int count, LongSupplier measure) {
        return LongStream.generate(measure).limit(count).sorted().toArray();
    }

    /** Sends for so long, as fast as the window allows. */
    Throughput run(long nanos) {
        Window round = new Window(text.length());
        listener = event -> {
            if (event instanceof ChatEvent.MessageReceived) {
                round.onReceived();
                round.onLastOfBatch(System.nanoTime());
            }
        };
        long start = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - start < nanos) {
            long room = round.room(sent);
            if (room <= 0) {
                round.pause();
                continue;
            }
            for (; room > 0; room--) {
                sender.send(destination, text);
                sent++;
            }
        }
        round.awaitAll(sent);
        return new Throughput(sent, round.received(), round.lastReceivedAt() - start);
    }

    /**
     * One-way latency, from the call of {@code send} to the call of the listener, at a steady rate.
     *
     * @return sorted, ns; those that were lost are left out
     */
    long[] latencies(int messages, int perSecond) {
        long[] sentAt = new long[messages];
        AtomicLongArray latency = new AtomicLongArray(messages);
        Window round = new Window(text.length());
        listener = event -> {
            if (event instanceof ChatEvent.MessageReceived received) {
                long now = System.nanoTime();
                int number = Integer.parseInt(received.message().text().substring(0, 10));
                latency.set(number, now - sentAt[number]);
                round.onReceived();
            }
        };
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            String numbered = String.format(Locale.ROOT, "%010d", i) + text.substring(10);
            sentAt[i] = System.nanoTime();
            sender.send(destination, numbered);
        }
        round.awaitAll(messages);
        long[] all = new long[messages];
        int arrived = 0;
        for (int i = 0; i < messages; i++) {
            if (latency.get(i) > 0) {
                all[arrived++] = latency.get(i);
            }
        }
        long[] sorted = Arrays.copyOf(all, arrived);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
