package udpchat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import udpchat.model.MessageId;
import udpchat.wire.Bytes;
import udpchat.wire.Interval;

/** What every store does, and what each of them does alike whatever comes. */
class StoreContractTest {
    private static final int SEEDS = Integer.getInteger("udpchat.store.seeds", 6);
    private static final List<StoreOperation.Outcome> OUTCOMES = List.of(StoreOperation.Outcome.values());
    private static final List<GiveUp> REASONS = List.of(GiveUp.values());
    private static final Bytes BOB = key(1);
    private static final Bytes CAROL = key(2);

    @TempDir
    Path folder;

    enum Kind {
        IN_MEMORY,
        SQLITE;

        StoreDriver open(Path folder) {
            return this == IN_MEMORY ? new StoreDriver(InMemoryStore::new) : new StoreDriver(folder.resolve("chat.db"));
        }
    }

    static Bytes key(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return Bytes.wrap(key);
    }

    static Bytes body(int number) {
        return Bytes.wrap(("\0\0\0\0\0\0\0\0\0text " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static MessageId id(int number) {
        return new MessageId(-7, number);
    }

    static StoreOperation.Queued queued(Bytes peer, int number) {
        return new StoreOperation.Queued(peer, OutboundRecord.of(id(number), 0, 1_000 + number, body(number)));
    }

    static StoreOperation.Received received(Bytes peer, long stream, int seq) {
        return new StoreOperation.Received(
                peer, new InboundRecord(new MessageId(stream, seq), stream, 0, seq, 2_000 + seq, body(seq)));
    }

    @ParameterizedTest
    @EnumSource
    void knowsNothingOfAStranger(Kind kind) {
        try (StoreDriver store = kind.open(folder)) {
            assertEquals(StoredPeer.NOTHING, store.load(BOB));
            assertEquals(List.of(), store.peersWaitedFor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsTheOutboxUntilItIsSettled(Kind kind) {
        try (StoreDriver store = kind.open(folder)) {
            store.write(new StoreOperation.StreamBegun(BOB, 5), queued(BOB, 1), queued(BOB, 2), queued(BOB, 3));
            store.write(new StoreOperation.Numbered(BOB, id(1), 1), new StoreOperation.Numbered(BOB, id(2), 2));
            store.commit(BOB);
            store.write(
                    new StoreOperation.Settled(BOB, id(1), StoreOperation.Outcome.DELIVERED),
                    new StoreOperation.GivenUp(BOB, id(2), GiveUp.CANCELLED));
            store.commit(BOB);
            StoredPeer stored = store.load(BOB);
            assertEquals(OptionalLong.of(5), stored.streamId());
            assertEquals(List.of(new StoredPeer.SentChannel(0, 2, 0)), stored.sent());
            assertEquals(
                    List.of(
                            new OutboundRecord(id(2), 0, 1_002, Bytes.EMPTY, 2, Optional.of(GiveUp.CANCELLED)),
                            new OutboundRecord(id(3), 0, 1_003, body(3), 0, Optional.empty())),
                    stored.outbox());
            assertEquals(List.of(BOB), store.peersWaitedFor());
            store.write(new StoreOperation.Settled(BOB, id(3), StoreOperation.Outcome.NOT_DELIVERED));
            store.commit(BOB);
            assertEquals(List.of(), store.peersWaitedFor(), "nobody is looked for to be told that nothing comes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsMessagesUntilTheyAreShown(Kind kind) {
        try (StoreDriver store = kind.open(folder)) {
            store.write(new StoreOperation.PeerStream(BOB, 9), received(BOB, 9, 1), received(BOB, 9, 3));
            store.write(new StoreOperation.Skipped(BOB, 0, new Interval(2, 2)));
            store.write(new StoreOperation.Shown(BOB, 9, 0, 2));
            store.commit(BOB);
            StoredPeer stored = store.load(BOB);
            assertEquals(List.of(received(BOB, 9, 3).message()), stored.unshown());
            assertEquals(
                    List.of(new StoredPeer.ReceivedChannel(
                            0, List.of(new Interval(1, 1), new Interval(3, 3)), List.of(new Interval(2, 2)), 2, 0)),
                    stored.received());
            store.write(new StoreOperation.PeerStream(BOB, 10), received(BOB, 10, 1));
            store.commit(BOB);
            assertEquals(
                    List.of(received(BOB, 9, 3).message(), received(BOB, 10, 1).message()),
                    store.load(BOB).unshown());
            store.write(new StoreOperation.Shown(BOB, 9, 0, 3));
            store.commit(BOB);
            assertEquals(
                    List.of(received(BOB, 10, 1).message()), store.load(BOB).unshown());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoLoadsForgetsWhatWasNotCommitted(Kind kind) {
        try (StoreDriver store = kind.open(folder)) {
            store.write(queued(BOB, 1), queued(CAROL, 2));
            assertEquals(List.of(), store.load(BOB).outbox());
            store.commit(CAROL);
            assertEquals(1, store.load(CAROL).outbox().size(), "another's is not touched");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatMakesNoSenseHarmsNothing(Kind kind) {
        try (StoreDriver store = kind.open(folder)) {
            store.write(
                    new StoreOperation.Numbered(BOB, id(9), 1),
                    new StoreOperation.GivenUp(BOB, id(9), GiveUp.EXPIRED),
                    new StoreOperation.Settled(BOB, id(9), StoreOperation.Outcome.DELIVERED),
                    new StoreOperation.Shown(BOB, 77, 0, 5),
                    queued(BOB, 1),
                    queued(BOB, 1),
                    new StoreOperation.GivenUp(BOB, id(1), GiveUp.EXPIRED));
            store.commit(BOB);
            StoredPeer stored = store.load(BOB);
            assertEquals(List.of(OutboundRecord.of(id(1), 0, 1_001, body(1))), stored.outbox());
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersComeInTheOrderOfTheQuestions(Kind kind) {
        try (StoreDriver store = kind.open(folder)) {
            List<Integer> order = new ArrayList<>();
            store.write(queued(BOB, 1));
            store.store.commit(BOB, StoreDriver.callback(nothing -> order.add(1)));
            store.store.load(
                    BOB,
                    StoreDriver.callback(stored -> order.add(1 + stored.outbox().size())));
            store.store.commit(CAROL, StoreDriver.callback(nothing -> order.add(3)));
            store.store.peersWaitedFor(StoreDriver.callback(keys -> order.add(3 + keys.size())));
            while (order.size() < 4) {
                store.runNext();
            }
            assertEquals(List.of(1, 2, 3, 4), order);
        }
    }

    /** Random operations, of which all make sense: whatever the one store says, the other says, after any restart. */
    @org.junit.jupiter.api.Test
    void bothHoldTheSame() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            new Model(seed, folder.resolve("chat-" + seed + ".db")).run();
        }
    }

    private static final class Model {
        private final int seed;
        private final Path file;
        private final Random random;
        private final StoreDriver memory = new StoreDriver(InMemoryStore::new);
        private final Map<Bytes, Talk> talks = new HashMap<>();
        private StoreDriver sqlite;
        private int ids;

        /** What a conversation would know. */
        private static final class Talk {
            final List<MessageId> waiting = new ArrayList<>();
            final List<MessageId> numbered = new ArrayList<>();
            long lastSeq;
            long stream;
            long streams;
            final IntervalSet taken = new IntervalSet();
            long shown;
        }

        Model(int seed, Path file) {
            this.seed = seed;
            this.file = file;
            random = new Random(seed * 1_000_003L);
        }

        void run() {
            sqlite = new StoreDriver(file);
            List<Bytes> keys = Stream.of(1, 2, 3).map(StoreContractTest::key).toList();
            for (int step = 0; step < 120; step++) {
                Bytes key = keys.get(random.nextInt(keys.size()));
                for (int i = random.nextInt(12); i >= 0; i--) {
                    StoreOperation next = next(key, talks.computeIfAbsent(key, k -> new Talk()));
                    memory.write(next);
                    sqlite.write(next);
                }
                if (random.nextInt(3) > 0) {
                    keys.forEach(each -> {
                        memory.commit(each);
                        sqlite.commit(each);
                    });
                    if (random.nextInt(8) == 0) {
                        sqlite.close();
                        sqlite = new StoreDriver(file);
                    }
                    String at = "seed " + seed + ", step " + step;
                    assertEquals(plain(memory.load(key)), plain(sqlite.load(key)), at);
                    assertEquals(sorted(memory.peersWaitedFor()), sorted(sqlite.peersWaitedFor()), at);
                    assertEquals(sorted(memory.peersUnread()), sorted(sqlite.peersUnread()), at);
                }
            }
            sqlite.close();
            assertEquals(List.of(), sqlite.told, "seed " + seed);
        }

        /** A channel on which nothing came may be known or not. */
        private static StoredPeer plain(StoredPeer stored) {
            List<StoredPeer.ReceivedChannel> received = stored.received().stream()
                    .filter(each -> !each.equals(StoredPeer.ReceivedChannel.nothing(each.channel())))
                    .toList();
            return new StoredPeer(
                    stored.streamId(),
                    stored.sent(),
                    stored.outbox(),
                    stored.peerStreamId(),
                    received,
                    stored.unshown());
        }

        private static List<Bytes> sorted(List<Bytes> keys) {
            return keys.stream().sorted().toList();
        }

        private StoreOperation next(Bytes key, Talk talk) {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> {
                    ids++;
                    talk.waiting.add(id(ids));
                    return queued(key, ids);
                }
                case 3, 4 -> {
                    if (!talk.waiting.isEmpty()) {
                        MessageId id = talk.waiting.remove(0);
                        talk.numbered.add(id);
                        talk.lastSeq++;
                        return new StoreOperation.Numbered(key, id, talk.lastSeq);
                    }
                }
                case 5, 6 -> {
                    if (!talk.numbered.isEmpty()) {
                        MessageId id = talk.numbered.remove(random.nextInt(talk.numbered.size()));
                        return new StoreOperation.Settled(key, id, OUTCOMES.get(random.nextInt(OUTCOMES.size())));
                    }
                }
                case 7 -> {
                    if (!talk.numbered.isEmpty()) {
                        MessageId id = talk.numbered.get(random.nextInt(talk.numbered.size()));
                        return new StoreOperation.GivenUp(key, id, REASONS.get(random.nextInt(REASONS.size())));
                    }
                }
                case 8 -> {
                    if (random.nextInt(4) == 0) {
                        // Which of those were given up is for the store to know: ask it.
                        memory.commit(key);
                        sqlite.commit(key);
                        List<MessageId> left = memory.load(key).outbox().stream()
                                .filter(each -> each.givenUp().isEmpty())
                                .map(OutboundRecord::id)
                                .toList();
                        talk.waiting.clear();
                        talk.waiting.addAll(left);
                        talk.numbered.clear();
                        talk.lastSeq = 0;
                        return new StoreOperation.StreamBegun(key, random.nextLong());
                    }
                }
                case 9 -> {
                    if (talk.streams == 0 || random.nextInt(5) == 0) {
                        talk.streams++;
                        talk.stream = random.nextLong();
                        talk.taken.clear();
                        talk.shown = 0;
                        return new StoreOperation.PeerStream(key, talk.stream);
                    }
                }
                default -> {
                    return inbound(key, talk);
                }
            }
            return inbound(key, talk);
        }

        private StoreOperation inbound(Bytes key, Talk talk) {
            if (talk.streams == 0) {
                talk.streams++;
                talk.stream = random.nextLong();
                return new StoreOperation.PeerStream(key, talk.stream);
            }
            int seq = (int) talk.taken.prefix() + 1 + random.nextInt(4);
            if (random.nextInt(4) == 0) {
                talk.shown = Math.max(talk.shown, talk.taken.prefix() - random.nextInt(3));
                return new StoreOperation.Shown(key, talk.stream, 0, talk.shown);
            }
            if (talk.taken.contains(seq)) {
                if (random.nextInt(3) == 0) {
                    return new StoreOperation.ReadThere(key, 0, random.nextInt(20));
                }
                return new StoreOperation.Read(key, 0, random.nextInt(20));
            }
            talk.taken.add(seq);
            return random.nextInt(6) == 0
                    ? new StoreOperation.Skipped(key, 0, new Interval(seq, seq))
                    : received(key, talk.stream, seq);
        }
    }
}
