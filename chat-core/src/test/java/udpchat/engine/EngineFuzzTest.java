package udpchat.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.wire.WireLimits.Datagram;

/**
 * A whole engine, what comes to it, and the time between. The input is a script of steps, each a byte that says what it
 * is, a byte that says to whom or how much, and for most a length (two bytes) and so many bytes. Whatever comes: nothing
 * is thrown, time goes on, no stranger makes it say much, nothing is shown as said by a key that did not say it, every
 * future completes, and the honest peer that it talks with is not disturbed.
 */
class EngineFuzzTest {

    private static final int MAX_STEPS = 200;
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    @FuzzTest
    void steps(byte[] input) {
        new Script(input).run();
    }

    private static final class Script {
        final VirtualNetwork network = new VirtualNetwork(1);
        final VirtualPeer engine = new VirtualPeer(network, 1, "engine");
        final VirtualPeer honest = new VirtualPeer(network, 2, "honest");
        final RawPeer hostile = new RawPeer(network, 3);
        final Map<PeerAddress, Integer> bytesFrom = new HashMap<>();
        final byte[] input;
        int at;
        byte[] lastSealed = {};

        Script(byte[] input) {
            this.input = input;
        }

        void run() {
            hostile.connect(engine);
            CompletableFuture<Delivery> before = honest.send(engine.keyed(), BEFORE);
            assertTrue(network.runUntil(() -> before.isDone() && hostile.isConnected(), 5, SECONDS));
            network.sent.clear();
            CompletableFuture<Delivery> toHostile = null;
            for (int steps = 0; at < input.length && steps < MAX_STEPS; steps++) {
                CompletableFuture<Delivery> said = step(next());
                toHostile = said == null ? toHostile : said;
                network.runFor(1, MILLISECONDS);
            }
            CompletableFuture<Delivery> after = honest.send(engine.keyed(), AFTER);
            CompletableFuture<Delivery> back = engine.send(honest.keyed(), AFTER);
            network.runUntil(() -> after.isDone() && back.isDone(), 90, SECONDS);
            assertInstanceOf(Delivery.Delivered.class, after.getNow(null), "an honest peer is kept out");
            assertInstanceOf(Delivery.Delivered.class, back.getNow(null), "an honest peer is not reached");
            check();
            engine.command(new Command.Close(0));
            network.runFor(1, SECONDS);
            assertTrue(engine.engine.isFinished());
            engine.engine.onClosed(network.now(), Optional.empty());
            assertTrue(toHostile == null || toHostile.isDone(), "a future that nobody completes");
        }

        private CompletableFuture<Delivery> step(int kind) {
            int more = next();
            switch (kind % 12) {
                case 0 -> inject(stranger(more), take());
                case 1 -> inject(hostile.address, take());
                case 2 -> inject(honest.address, take());
                case 3 -> {
                    lastSealed = hostile.seal(frames(take()));
                    hostile.transmit(lastSealed);
                }
                case 4 -> network.transmit(stranger(more), engine.address, lastSealed);
                case 5 -> {
                    byte[] forged = Arrays.copyOf(lastSealed, lastSealed.length);
                    byte[] over = take();
                    for (int i = 0; i < over.length && i + more < forged.length; i++) {
                        forged[i + more] ^= over[i];
                    }
                    inject(hostile.address, forged);
                }
                case 6 -> reflect(more);
                case 7 -> inject(stranger(more & 3), packet(more >> 2, take()));
                case 8 -> hostile.connect(engine);
                case 9 -> network.runFor(1L << more % 17, MILLISECONDS);
                case 10 -> {
                    return engine.send(
                            more % 2 == 0 ? hostile.keyed() : new Destination.Bare(stranger(0)),
                            "x".repeat(1 + (more << 4)));
                }
                default -> hostile.polite = more % 2 == 0;
            }
            return null;
        }

        /** At least one byte, as much as fits a packet. */
        private static byte[] frames(byte[] bytes) {
            int length = Math.min(bytes.length, Datagram.MAX - Datagram.DATA_OVERHEAD);
            return Arrays.copyOf(bytes, Math.max(length, Datagram.PADDING_STEP));
        }

        /** Something with the form of one of our packets. */
        private static byte[] packet(int kind, byte[] body) {
            int[] sizes = {Datagram.INIT, Datagram.RESP, Datagram.FIN, Datagram.MIN_DATA, Datagram.COOKIE, 15};
            int type = kind % sizes.length;
            byte[] packet = new byte[sizes[type]];
            packet[0] = (byte) (0xf8 + type);
            if (type == 3) {
                System.arraycopy(body, 0, packet, 1, Math.min(4, body.length));
            } else {
                packet[1] = (byte) 0xc5;
                packet[2] = 0x5a;
                packet[3] = (byte) (type == 5 ? 0 : 1);
                System.arraycopy(body, 0, packet, 4, Math.min(packet.length - 4, body.length));
                packet[12] = type == 5 ? 2 : packet[12];
            }
            return packet;
        }

        /** What the engine sent comes back, as it was, from wherever. */
        private void reflect(int which) {
            List<VirtualNetwork.Sent> own = network.sent.stream()
                    .filter(each -> each.from().equals(engine.address))
                    .toList();
            if (!own.isEmpty()) {
                VirtualNetwork.Sent one = own.get(own.size() - 1 - which % own.size());
                inject(
                        which % 2 == 0 ? one.to() : stranger(which),
                        one.payload().toArray());
            }
        }

        private void inject(PeerAddress from, byte[] bytes) {
            bytesFrom.merge(from, bytes.length, Integer::sum);
            network.transmit(from, engine.address, bytes);
        }

        private static PeerAddress stranger(int number) {
            return VirtualNetwork.address(100 + number % 8);
        }

        private int next() {
            return at < input.length ? input[at++] & 0xff : 0;
        }

        private byte[] take() {
            int length = Math.min(next() << 8 | next(), input.length - at);
            byte[] taken = Arrays.copyOfRange(input, at, at + length);
            at += length;
            return taken;
        }

        private void check() {
            for (int i = 1; i < 8; i++) {
                PeerAddress stranger = stranger(i);
                int sent = network.sent.stream()
                        .filter(each -> each.to().equals(stranger))
                        .mapToInt(each -> each.payload().length())
                        .sum();
                // Copies of genuine packets may be a peer that moved; three times what came is for those.
                int came = network.sent.stream()
                        .filter(each -> each.from().equals(stranger))
                        .mapToInt(each -> each.payload().length())
                        .sum();
                assertTrue(sent <= 3 * came, sent + " bytes to whom sent " + came);
            }
            for (ChatMessage message : engine.messages()) {
                boolean known = message.key().isEmpty()
                        || message.key().get().equals(hostile.key)
                        || message.text().equals(BEFORE)
                        || message.text().equals(AFTER);
                assertTrue(known, "said by nobody: " + message);
            }
            List<String> fromHonest = engine.messages().stream()
                    .filter(each -> each.key().filter(honest.key::equals).isPresent())
                    .map(ChatMessage::text)
                    .toList();
            assertEquals(List.of(BEFORE, AFTER), fromHonest);
            assertEquals(List.of(AFTER), honest.texts());
            assertEquals(List.of(), honest.told(ChatEvent.KeyChanged.class));
        }
    }
}
