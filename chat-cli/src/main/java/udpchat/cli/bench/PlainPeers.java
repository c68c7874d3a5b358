package udpchat.cli.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import udpchat.ChatListener;
import udpchat.ChatPeer;
import udpchat.model.ChatEvent;
import udpchat.model.PeerAddress;

/** Two whole peers on loopback, as a program that embeds them has them: {@code send} at one end, a listener at the other. */
public final class PlainPeers implements AutoCloseable {

    private final ChatPeer sender;
    private final ChatPeer receiver;
    private final PeerAddress destination;
    private final String text;
    private volatile ChatListener listener = event -> {};

    /** @param text the message; its first ten characters are replaced by a number where latency is measured */
    public PlainPeers(String text) {
        this.text = text;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        receiver = ChatPeer.builder()
                .rawOnly(true)
                .deliveryEvents(false)
                .bind(any)
                .listener(event -> listener.onEvent(event))
                .start();
        sender =
                ChatPeer.builder().rawOnly(true).deliveryEvents(false).bind(any).start();
        destination = receiver.localAddress();
    }

    /** Sends for so long, as fast as the window allows. */
    public Throughput run(long nanos) {
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
    public long[] latencies(int messages, int perSecond) {
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
            String numbered = String.format(java.util.Locale.ROOT, "%010d", i) + text.substring(10);
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
