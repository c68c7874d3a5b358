package udpchat.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.store.InMemoryStore;
import udpchat.store.MessageStore;

/**
 * Two engines that talk while the network loses, repeats, parts and moves them, and either crashes and comes back with
 * what its store has. In the end all that was queued has arrived, once and in order.
 */
class CrashSimulationTest {

    private static final int SEEDS = Integer.getInteger("udpchat.seeds", 40);

    @Test
    void whatWasQueuedArrivesOnceAndInOrder() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }

    /** One side, through all its lives. */
    private static final class Side {
        final VirtualPeer peer;
        final PeerAddress home;
        final Map<MessageId, String> said = new LinkedHashMap<>();
        final Set<MessageId> queued = new HashSet<>();
        final Set<MessageId> delivered = new HashSet<>();
        final Map<MessageId, String> heard = new LinkedHashMap<>();
        final MessageStore store;

        private Consumer<Runnable> completions;
        private int eventsSeen;
        private boolean away;

        Side(VirtualNetwork network, int host, String nick) {
            peer = new VirtualPeer(network, host, nick);
            home = peer.address;
            store = new InMemoryStore(done -> completions.accept(done));
            crash();
        }

        /** What the store had not said to be done is lost. */
        void crash() {
            look();
            peer.crash(queue -> {
                completions = queue;
                return store;
            });
        }

        void look() {
            for (; eventsSeen < peer.events.size(); eventsSeen++) {
                ChatEvent event = peer.events.get(eventsSeen);
                if (event instanceof ChatEvent.MessageReceived received) {
                    ChatMessage message = received.message();
                    String before = heard.put(message.id().orElseThrow(), message.text());
                    assertTrue(before == null || before.equals(message.text()), "another text under the same id");
                } else if (event instanceof ChatEvent.DeliveryChanged changed) {
                    if (changed.delivery() instanceof Delivery.Queued) {
                        queued.add(changed.id());
                    } else if (changed.delivery() instanceof Delivery.Delivered) {
                        delivered.add(changed.id());
                    } else if (changed.delivery() instanceof Delivery.Failed failed) {
                        fail("failed: " + failed);
                    }
                }
            }
        }
    }

    private static final class Run {
        final Random random;
        final VirtualNetwork network;
        final Side alice;
        final Side bob;

        Run(int seed) {
            random = new Random(seed);
            network = new VirtualNetwork(seed);
            alice = new Side(network, 1, "alice");
            bob = new Side(network, 2, "bob");
        }

        void run() {
            network.delay = MILLISECONDS.toNanos(1 + random.nextInt(40));
            network.jitter = MILLISECONDS.toNanos(random.nextInt(40));
            for (int step = 0; step < 60; step++) {
                act(random.nextBoolean() ? alice : bob);
                network.runFor(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 400), MILLISECONDS);
            }
            network.loss = 0;
            network.duplicated = 0;
            network.cut.clear();
            for (Side side : List.of(alice, bob)) {
                side.peer.move(side.home);
                side.away = false;
            }
            if (random.nextBoolean()) {
                // Somebody asks for it; else it has to begin by itself.
                say(random.nextBoolean() ? alice : bob);
            }
            network.runUntil(this::isQuiet, 10, MINUTES);
            check(alice, bob);
            check(bob, alice);
        }

        private void act(Side side) {
            switch (random.nextInt(13)) {
                case 0 -> network.loss = random.nextDouble() * 0.5;
                case 1 -> network.duplicated = random.nextDouble() * 0.2;
                case 2 -> {
                    if (!network.cut.remove(side.peer.address)) {
                        network.cut.add(side.peer.address);
                    }
                }
                case 3 -> {
                    // Its lid is closed, and later opened.
                    if (side.away) {
                        side.peer.move(side.home);
                    } else {
                        network.remove(side.peer.address);
                    }
                    side.away = !side.away;
                }
                case 4 -> {
                    if (!side.away) {
                        side.peer.move(VirtualNetwork.address(100 + random.nextInt(100)));
                    }
                }
                case 5 -> side.crash();
                default -> {
                    for (int i = random.nextInt(8); i >= 0; i--) {
                        say(side);
                    }
                }
            }
        }

        private void say(Side side) {
            Side other = side == alice ? bob : alice;
            MessageId id = MessageId.random(random);
            String text = side.said.size() + " " + "x".repeat(random.nextInt(5) == 0 ? random.nextInt(5_000) : 5);
            side.said.put(id, text);
            side.peer.send(new Destination.Keyed(other.peer.key, List.of(other.home)), text, id);
        }

        private boolean isQuiet() {
            alice.look();
            bob.look();
            return alice.delivered.containsAll(alice.queued) && bob.delivered.containsAll(bob.queued);
        }

        private static void check(Side from, Side to) {
            from.look();
            to.look();
            List<Integer> missing = new ArrayList<>();
            for (Map.Entry<MessageId, String> each : from.said.entrySet()) {
                if (from.queued.contains(each.getKey()) && !to.heard.containsValue(each.getValue())) {
                    missing.add(number(each.getValue()));
                }
            }
            assertEquals(List.of(), missing, "queued, and never arrived");
            int last = -1;
            for (String text : to.heard.values()) {
                assertTrue(number(text) > last, number(text) + " after " + last);
                last = number(text);
            }
            assertEquals(from.queued, intersection(from.queued, from.delivered), "arrived, and never confirmed");
        }

        private static Set<MessageId> intersection(Set<MessageId> a, Set<MessageId> b) {
            Set<MessageId> both = new HashSet<>(a);
            both.retainAll(b);
            return both;
        }

        private static int number(String text) {
            return Integer.parseInt(text.substring(0, text.indexOf(' ')));
        }
    }
}
