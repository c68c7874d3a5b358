package udpchat.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.store.CrashingStore;
import udpchat.wire.Bytes;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Session;

/**
 * Two whole engines that talk, and all that can go wrong between them, from one seed: loss up to 50 %, datagrams doubled,
 * overtaken, delayed, with a wrong bit, too long for the path; the network parts, a NAT gives another address, a lid is
 * closed for a while, a clock jumps, a program crashes, also in the middle of a commit, and comes back with what its store
 * has.
 *
 * <p>After every event: what is heard is heard once and in order, no packet number is used twice, memory is within its
 * cap. Once the network is whole again: all that was queued arrives, and every future completes.
 */
final class TalkSimulation {
    private static final int STEPS = 60;
    private static final long DATA_TYPE = 0xfb;

    private final Random random;
    private final VirtualNetwork network;
    private final Side alice;
    private final Side bob;
    private final Set<Long> numbers = new HashSet<>();

    /** The two are that far apart, ns, however well the network is. */
    private final long distance;

    /** Only one of them has something to say, so only that one looks for the other. */
    private final boolean oneSided;

    /** How far the virtual clock went, ns. */
    long nanos;

    /** From when the network was whole again until all had arrived, ns. */
    long recovery;

    /** INITs that went out. */
    int inits;

    TalkSimulation(long seed, EngineContext.HandshakeMaker handshakes) {
        // Neighbouring seeds of Random begin alike.
        random = new Random(new SplittableRandom(seed).nextLong());
        network = new VirtualNetwork(random.nextLong());
        distance = MILLISECONDS.toNanos(random.nextInt(8) == 0 ? 600 + random.nextInt(900) : 1 + random.nextInt(40));
        oneSided = random.nextInt(4) == 0;
        alice = new Side(1, handshakes);
        bob = new Side(2, handshakes);
    }

    void run() {
        long begin = network.now();
        delays();
        for (int step = 0; step < STEPS; step++) {
            act(oneOfThem());
            int longest = random.nextInt(10) != 0 ? 400 : random.nextInt(5) != 0 ? 20_000 : 300_000;
            watch(random.nextInt(longest));
        }
        if (random.nextInt(4) == 0) {
            // Away for longer than anybody calls without a pause.
            say(oneOfThem());
            network.cut.add(alice.peer.address);
            watch(90_000 + random.nextInt(200_000));
        }
        heal();
        long healed = network.now();
        if (random.nextInt(3) == 0) {
            // Somebody asks for it; else it has to begin by itself.
            say(oneOfThem());
        }
        network.runUntil(
                () -> {
                    look();
                    return alice.isQuiet() && bob.isQuiet();
                },
                10,
                MINUTES);
        nanos = network.now() - begin;
        recovery = network.now() - healed;
        alice.checkArrived(bob);
        bob.checkArrived(alice);
        alice.end();
        bob.end();
    }

    private void watch(int millis) {
        network.runUntil(
                () -> {
                    look();
                    return false;
                },
                millis,
                MILLISECONDS);
    }

    private Side oneOfThem() {
        return random.nextBoolean() ? alice : bob;
    }

    private void delays() {
        network.delay = distance + MILLISECONDS.toNanos(random.nextInt(40));
        network.jitter = MILLISECONDS.toNanos(random.nextInt(40));
    }

    private void act(Side side) {
        switch (random.nextInt(18)) {
            case 0 -> network.loss = random.nextDouble() * 0.5;
            case 1 -> network.duplicated = random.nextDouble() * 0.2;
            case 2 -> network.corrupted = random.nextDouble() * 0.1;
            case 3 -> delays();
            case 4 -> network.mtu = random.nextBoolean() ? Integer.MAX_VALUE : 548 + random.nextInt(652);
            case 5 -> {
                if (!network.cut.remove(side.peer.address)) {
                    network.cut.add(side.peer.address);
                }
            }
            case 6 -> {
                // Its lid is closed, and later opened.
                if (side.away) {
                    side.peer.move(side.home);
                } else {
                    network.remove(side.peer.address);
                }
                side.away = !side.away;
            }
            case 7 -> {
                // Its NAT has forgotten it.
                if (!side.away) {
                    side.peer.move(VirtualNetwork.address(100 + random.nextInt(100)));
                }
            }
            case 8 -> side.crash();
            case 9 -> side.peer.clockError = Duration.ofSeconds(random.nextInt(500_000) - 250_000);
            default -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    say(side);
                }
            }
        }
    }

    private void heal() {
        alice.store.disarm();
        bob.store.disarm();
        network.loss = 0;
        network.duplicated = 0;
        network.corrupted = 0;
        network.mtu = Integer.MAX_VALUE;
        network.delay = distance;
        network.cut.clear();
        for (Side side : List.of(alice, bob)) {
            side.peer.move(side.home);
            side.away = false;
        }
    }

    private void say(Side any) {
        Side side = oneSided ? alice : any;
        Side other = side == alice ? bob : alice;
        MessageId id = MessageId.random(random);
        int length = random.nextInt(5) != 0 ? 5 : random.nextInt(random.nextInt(20) == 0 ? 100_000 : 5_000);
        String text = side.said.size() + " " + "x".repeat(length);
        side.said.put(id, text);
        side.waiting.put(id, side.peer.send(new Destination.Keyed(other.peer.key, List.of(other.home)), text, id));
    }

    /** What has to hold after every event. */
    private void look() {
        for (VirtualNetwork.Sent each : network.sent) {
            Bytes packet = each.payload();
            if (packet.length() == Datagram.INIT && (packet.get(0) & 0xff) == 0xf8) {
                inits++;
            }
            if ((packet.get(0) & 0xff) == DATA_TYPE) {
                byte[] bytes = packet.array();
                long number = 0;
                for (int i = Datagram.DATA_HEADER - 3; i < Datagram.DATA_HEADER; i++) {
                    number = number << 8 | (bytes[i] & 0xff);
                }
                // An index is random, and the receiver's: it tells the key and the direction.
                long name = (long) PacketCodec.receiverIndex(bytes, 0) << 24 | number;
                assertTrue(numbers.add(name), "a packet number was used twice");
            }
        }
        network.sent.clear();
        alice.look();
        bob.look();
    }

    /** One side, through all its lives. */
    private final class Side {
        final VirtualPeer peer;
        final PeerAddress home;
        final Map<MessageId, String> said = new LinkedHashMap<>();
        final Set<MessageId> queued = new HashSet<>();
        final Set<MessageId> delivered = new HashSet<>();
        /** Those of this life. */
        final Map<MessageId, CompletableFuture<Delivery>> waiting = new HashMap<>();

        /** In the order in which they were heard first. */
        final Map<MessageId, String> heard = new LinkedHashMap<>();

        final Set<MessageId> heardInThisLife = new HashSet<>();
        final CrashingStore store;

        private int lastHeard = -1;
        private int lastHeardInThisLife = -1;
        private boolean away;

        Side(int host, EngineContext.HandshakeMaker handshakes) {
            peer = new VirtualPeer(network, host, "peer " + host, handshakes);
            home = peer.address;
            store = new CrashingStore(random.nextLong());
            crash();
        }

        /** What the store had not said to be done is lost. */
        void crash() {
            peer.crash(store::begin);
            // What was told at the last moment belongs to the life before.
            look();
            waiting.clear();
            heardInThisLife.clear();
            lastHeardInThisLife = -1;
            // A program asks for something as soon as it runs, which wakes the engine; without a word it would sleep
            // on.
            peer.settle();
            peer.expecting = store.hasAnswers();
        }

        void look() {
            if (store.hasCrashed()) {
                crash();
            }
            if (store.answer()) {
                peer.settle();
            }
            peer.expecting = store.hasAnswers();
            for (ChatEvent event : peer.events) {
                if (event instanceof ChatEvent.MessageReceived received) {
                    if (received.message().key().isPresent()) {
                        hear(received.message());
                    }
                } else if (event instanceof ChatEvent.DeliveryChanged changed) {
                    if (changed.delivery() instanceof Delivery.Queued) {
                        queued.add(changed.id());
                    } else if (changed.delivery() instanceof Delivery.Delivered) {
                        delivered.add(changed.id());
                    } else if (changed.delivery() instanceof Delivery.Failed failed) {
                        fail("failed: " + failed);
                    }
                } else if (event instanceof ChatEvent.Trouble || event instanceof ChatEvent.KeyChanged) {
                    fail("told: " + event);
                }
            }
            peer.events.clear();
            long held = peer.engine.heldBytes();
            assertTrue(held <= Session.BYTES_PER_PEER, held + " bytes held");
        }

        /** Once in each life, and in order; what it had heard before a crash may come again. */
        private void hear(ChatMessage message) {
            MessageId id = message.id().orElseThrow();
            int number = number(message.text());
            assertTrue(heardInThisLife.add(id), "heard twice: " + number);
            assertTrue(number > lastHeardInThisLife, number + " after " + lastHeardInThisLife);
            lastHeardInThisLife = number;
            String before = heard.putIfAbsent(id, message.text());
            if (before != null) {
                assertEquals(before, message.text(), "another text under the same id");
                assertTrue(message.redelivered(), "heard before, and told as new: " + number);
            } else {
                assertTrue(number > lastHeard, number + " after " + lastHeard + " of a life before");
                lastHeard = number;
            }
        }

        boolean isQuiet() {
            return delivered.containsAll(queued);
        }

        void checkArrived(Side at) {
            List<Integer> missing = new ArrayList<>();
            for (MessageId id : queued) {
                if (!at.heard.containsValue(said.get(id))) {
                    missing.add(number(said.get(id)));
                }
            }
            assertEquals(List.of(), missing, "queued, and never arrived");
            assertTrue(isQuiet(), "arrived, and never confirmed");
        }

        void end() {
            waiting.forEach((id, future) -> assertTrue(!queued.contains(id) || future.isDone(), "still waits"));
            peer.command(new Command.Close(SECONDS.toNanos(1)));
            network.runFor(5, SECONDS);
            assertTrue(peer.engine.isFinished(), "does not come to its end");
            peer.engine.onClosed(network.now(), Optional.empty());
            waiting.forEach((id, future) -> assertTrue(future.isDone(), "waits for ever"));
        }

        private static int number(String text) {
            return Integer.parseInt(text.substring(0, text.indexOf(' ')));
        }
    }
}
