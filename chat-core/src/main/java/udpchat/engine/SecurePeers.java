package udpchat.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import udpchat.directory.PeerLife;
import udpchat.messaging.Conversation;
import udpchat.messaging.ConversationEvent;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.Presence;
import udpchat.model.SessionInfo;
import udpchat.session.HandshakeEvent;
import udpchat.session.PathStatus;
import udpchat.session.PeerSession;
import udpchat.session.SessionContext;
import udpchat.session.SessionEnd;
import udpchat.session.SessionEvent;
import udpchat.session.SessionStatus;
import udpchat.session.Transmit;
import udpchat.store.GiveUp;
import udpchat.wire.Bytes;
import udpchat.wire.CloseCode;
import udpchat.wire.Frame;
import udpchat.wire.MessageBody;
import udpchat.wire.WireLimits;

/** The peers with a key: by key, by the indexes of their sessions, and by when they have something to do. */
final class SecurePeers {

    private final EngineContext context;
    private final SessionContext sessions;
    private final Map<PeerKey, SecurePeer> byKey = new HashMap<>();
    private final Map<Integer, SecurePeer> byIndex = new HashMap<>();
    private final Deadlines<SecurePeer> deadlines = new Deadlines<>();

    /** Those that something was given to since the last batch ended. */
    private final ArrayDeque<SecurePeer> batch = new ArrayDeque<>();

    /** Those whose store has answered. */
    private final ArrayDeque<SecurePeer> news = new ArrayDeque<>();

    /** Those that may have packets to send; the first is asked next, so that all have their turn. */
    private final ArrayDeque<SecurePeer> ready = new ArrayDeque<>();

    private final Pings pings = new Pings();
    private final Outboxes outboxes;
    private final Tellings tellings;
    private final ClockJumps clock;

    SecurePeers(EngineContext context, long now) {
        this.context = context;
        this.clock = new ClockJumps(now, context.wall.millis());
        this.sessions = new SessionContext(context.random);
        this.tellings = new Tellings(context);
        this.outboxes = new Outboxes(context, byKey.values());
    }

    /** Says of each peer with a session how far it is. */
    List<Contact> measured(List<Contact> contacts) {
        return contacts.stream().map(this::measured).toList();
    }

    private Contact measured(Contact contact) {
        SecurePeer peer = contact.key().map(byKey::get).orElse(null);
        if (peer == null) {
            return contact;
        }
        long unread = peer.conversation.unread();
        Contact counted = unread == 0 ? contact : contact.withUnread(unread);
        return !peer.isUp() || peer.session.latestRtt() <= 0
                ? counted
                : counted.with(Duration.ofNanos(peer.session.latestRtt()));
    }

    /** What waits for all of them. */
    Outboxes outboxes() {
        return outboxes;
    }

    SecurePeer get(PeerKey key) {
        return byKey.get(key);
    }

    /** The peer, made if there is none; null if there are too many and all are in use. */
    SecurePeer getOrCreate(PeerKey key, long now) {
        SecurePeer peer = byKey.get(key);
        if (peer != null) {
            return peer;
        }
        if (byKey.size() >= WireLimits.Session.MAX && !makeRoom(now)) {
            return null;
        }
        Bytes bytes = Bytes.wrap(key.toBytes());
        peer = new SecurePeer(key, bytes, each -> new Conversation(bytes, context.messaging, () -> news.add(each)));
        peer.conversation.profile(context.nick, context.away, context.config.brief());
        byKey.put(key, peer);
        context.directory.hold(key);
        return peer;
    }

    /**
     * A stranger goes to whom nothing is under way: rather one to whom nothing was said, so that who comes in crowds ends
     * no conversation, then rather one without a session, then the one that was silent longest.
     */
    private boolean makeRoom(long now) {
        SecurePeer victim = null;
        int lowest = Integer.MAX_VALUE;
        for (SecurePeer each : byKey.values()) {
            if (each.isIdle() && context.directory.isStranger(each.key)) {
                int worth = (each.session == null ? 0 : 1) + (context.directory.isAddressed(each.key) ? 2 : 0);
                if (worth < lowest || (worth == lowest && each.lastUsed < victim.lastUsed)) {
                    victim = each;
                    lowest = worth;
                }
            }
        }
        if (victim == null) {
            return false;
        }
        if (victim.session != null) {
            victim.session.close(CloseCode.BUSY, "", now);
            settle(victim, now);
        }
        victim.conversation.close();
        byKey.remove(victim.key);
        context.directory.release(victim.key);
        return true;
    }

    // --- messages ---

    /** Sends a text: it goes into the outbox, and the peer is looked for. */
    void send(SecurePeer peer, MessageId id, String text, boolean action, long now) {
        MessageBody.Kind kind = action ? MessageBody.Kind.ACTION : MessageBody.Kind.TEXT;
        long millis = Math.max(0, Math.min(context.wall.millis(), MessageBody.MAX_SENT_AT_MILLIS));
        rebase(now);
        context.sendings.moved(id, new Sendings.Place.With(peer));
        if (!peer.conversation.send(id, new MessageBody(kind, millis, text))) {
            context.sendings.settle(
                    id,
                    contactOf(peer),
                    new Delivery.Failed(
                            Delivery.Reason.QUEUE_FULL, "too much waits for this peer; wait for earlier messages"));
            return;
        }
        context.directory.sent(peer.key);
        touch(peer, now);
        seek(peer, true, now);
    }

    /** Where the time of day was set, what waits is no older than before. */
    private void rebase(long now) {
        long jump = clock.since(now, context.wall.millis());
        if (jump != 0) {
            byKey.values().forEach(peer -> peer.conversation.rebase(jump));
        }
    }

    boolean withdraw(SecurePeer peer, MessageId id, long now) {
        boolean found = peer.conversation.withdraw(id, GiveUp.CANCELLED);
        touch(peer, now);
        return found;
    }

    /** Something waits for the peer: unless there is a session that works, it is looked for. */
    void seek(SecurePeer peer, boolean byPerson, long now) {
        boolean works = peer.session != null && !peer.session.isUnreachable();
        if (works || context.directory.isBlocked(peer.key)) {
            return;
        }
        if (peer.seek(byPerson, now)) {
            for (PeerAddress address : peer.asked) {
                context.handshakes.hasten(address, now);
            }
        }
        search(peer, now);
    }

    private void search(SecurePeer peer, long now) {
        PeerAddress address = peer.nextToAsk(context.directory.addresses(peer.key), now);
        if (address != null) {
            context.handshakes.connect(address, Optional.of(peer.bytes), now);
            if (peer.session == null
                    && peer.isSearchYoung()
                    && context.directory.on(peer.key, PeerLife.Signal.HANDSHAKE)) {
                context.tellChanged(peer.key);
            }
        }
        deadlines.update(peer);
    }

    /** Takes up what a program before this one left, as far as the store has said what that is. */
    private void takeUp(long now) {
        for (PeerKey key = outboxes.pollWaitedFor(); key != null; key = outboxes.pollWaitedFor()) {
            SecurePeer peer = getOrCreate(key, now);
            if (peer != null) {
                seek(peer, false, now);
            }
        }
        // There may be too many of both, and what waits must go.
        for (PeerKey key = outboxes.pollUnread(); key != null; key = outboxes.pollUnread()) {
            getOrCreate(key, now);
        }
    }

    // --- handshakes ---

    /** A handshake came to its end. Returns null where it leads to nothing. */
    SecurePeer onEstablished(HandshakeEvent.Established established, long now) {
        PeerKey key = PeerKey.of(established.remoteStatic().toArray());
        SecurePeer peer = context.directory.isIgnored(key) ? null : getOrCreate(key, now);
        if (peer == null) {
            context.handshakes.onSessionClosed(established.localIndex(), now);
            return null;
        }
        for (PeerAddress address : peer.asked) {
            if (!address.equals(established.address())) {
                context.handshakes.cancel(address);
            }
        }
        peer.found();
        if (established.role() == HandshakeEvent.Role.INITIATOR && established.helloNonce() != 0) {
            peer.helloNonce = established.helloNonce();
        }
        peer.establishedAt = now;
        peer.lastUsed = now;
        byIndex.put(established.localIndex(), peer);
        context.directory.met(key, established.address(), context.wall.instant());
        if (peer.session == null) {
            peer.session = new PeerSession(sessions, peer.conversation, established, now);
        } else {
            peer.session.onEstablished(established, now);
        }
        settle(peer, now);
        return peer;
    }

    /** An attempt with this peer's key is over. */
    void onFailed(HandshakeEvent.Failed failed, long now) {
        failed.localIndex().map(byIndex::get).ifPresent(peer -> {
            if (peer.session != null) {
                peer.session.onUnconfirmed(failed.localIndex().get(), now);
                settle(peer, now);
            }
        });
        failed.expectedKey().map(key -> byKey.get(PeerKey.of(key.toArray()))).ifPresent(peer -> {
            peer.asked.remove(failed.address());
            if (peer.isSearchOver() && peer.session == null) {
                peer.pause(now);
                offline(peer, now);
            }
            deadlines.update(peer);
        });
    }

    void onSuperseded(int localIndex, long now) {
        SecurePeer peer = byIndex.get(localIndex);
        if (peer != null && peer.session != null) {
            peer.session.onSuperseded(localIndex, now);
            settle(peer, now);
        }
    }

    void onFinRepeated(int localIndex, long now) {
        SecurePeer peer = byIndex.get(localIndex);
        if (peer != null && peer.session != null) {
            peer.session.onFinRepeated(localIndex, now);
            settle(peer, now);
        }
    }

    /** The peer is at one more address. */
    SecurePeer onSamePeer(HandshakeEvent.SamePeer same, long now) {
        SecurePeer peer = byKey.get(PeerKey.of(same.remoteStatic().toArray()));
        if (peer != null) {
            peer.asked.remove(same.address());
            context.directory.metAlso(peer.key, same.address());
            boolean otherRun = same.helloNonce() != 0 && isOtherRun(peer, same.helloNonce(), now);
            if (peer.session != null && (peer.session.isUnreachable() || otherRun)) {
                peer.asked.add(same.address());
                context.handshakes.connect(same.address(), Optional.of(peer.bytes), now);
            } else if (peer.isUp()) {
                leaveLinkLocal(peer, peer.session, now);
            }
        }
        return peer;
    }

    /** A peer with a session said HELLO to all: if its program began anew it may have forgotten us, and a PING shows it. */
    void onGroupHello(SecurePeer peer, long nonce, long now) {
        if (peer.session.isUnreachable()) {
            onSign(peer, now);
        } else if (peer.isUp()
                && now - peer.checkedAt >= WireLimits.Discovery.CHECK_INTERVAL
                && isOtherRun(peer, nonce, now)) {
            peer.checkedAt = now;
            peer.session.ping();
            settle(peer, now);
        }
    }

    /**
     * Whether a HELLO comes from another run of the peer's program than the session does, as far as can be told. The first
     * ones that are heard while the session is young may be of either; but a run says its last of these a second after its
     * first, and the one that the session is with began before it.
     */
    private static boolean isOtherRun(SecurePeer peer, long nonce, long now) {
        long before = peer.helloNonce;
        long age = now - peer.establishedAt;
        if (before == 0 && age < WireLimits.Discovery.FIRST_HELLOS) {
            peer.earlyNonce = nonce;
            return false;
        }
        peer.helloNonce = nonce;
        return before == 0 ? nonce != peer.earlyNonce || age < WireLimits.Handshake.ONE_SHOT_REKEY : before != nonce;
    }

    /** There is a sign of a peer that is waited for. */
    void onSign(SecurePeer peer, long now) {
        peer.onSign();
        seek(peer, false, now);
    }

    /** We may have another address now. */
    void pingAll(long now) {
        for (SecurePeer peer : byKey.values()) {
            if (peer.isUp()) {
                peer.session.ping();
                touch(peer, now);
            }
        }
    }

    void onKeyMismatch(HandshakeEvent.KeyMismatch mismatch, long now) {
        SecurePeer peer = byKey.get(PeerKey.of(mismatch.expectedKey().toArray()));
        if (peer != null && peer.session == null && peer.impostor == null) {
            PeerKey found = PeerKey.of(mismatch.foundKey().toArray());
            peer.impostor = new SecurePeer.Impostor(found, mismatch.address(), now);
            deadlines.update(peer);
        }
    }

    /** Who was asked for by name and has another key now gets nothing more; who was asked for by key alone is waited for. */
    private void keyChanged(SecurePeer peer, long now) {
        SecurePeer.Impostor impostor = peer.impostor;
        peer.impostor = null;
        Contact before = context.contact(peer.key);
        if (peer.session != null) {
            return;
        }
        if (before.alias().isEmpty()) {
            peer.wrongKey = true;
            context.events.add(new ChatEvent.WrongKey(before, peer.key, impostor.found(), impostor.at()));
            return;
        }
        for (PeerAddress address : peer.asked) {
            context.handshakes.cancel(address);
        }
        peer.stopSearch();
        context.directory.changed(peer.key, impostor.found());
        Contact contact = context.contact(peer.key);
        context.events.add(new ChatEvent.KeyChanged(contact, peer.key, impostor.found(), impostor.at()));
        context.events.add(new ChatEvent.PeerChanged(contact));
        for (MessageId id : peer.conversation.waitingIds()) {
            peer.conversation.withdraw(id, GiveUp.PEER_GONE);
        }
        touch(peer, now);
    }

    // --- sessions ---

    /** Whether a session of ours has this index. */
    boolean onData(int index, PeerAddress from, byte[] packet, int offset, int length, long now) {
        SecurePeer peer = byIndex.get(index);
        if (peer == null) {
            return false;
        }
        PeerSession session = peer.session;
        if (session != null && session.owns(index)) {
            session.onData(index, from, packet, offset, length, now);
            peer.lastUsed = now;
        } else {
            for (int i = 0; i < peer.ending.size(); i++) {
                peer.ending.get(i).onData(index, from, packet, offset, length, now);
            }
        }
        if (!peer.inBatch) {
            peer.inBatch = true;
            batch.add(peer);
        }
        return true;
    }

    /** Whether a session that works has its other end there. */
    boolean isLiveAt(PeerAddress address) {
        return liveAt(address) != null;
    }

    private SecurePeer liveAt(PeerAddress address) {
        return context.directory
                .keyAt(address)
                .map(byKey::get)
                .filter(peer -> peer.isUp() && peer.session.address().equals(address))
                .orElse(null);
    }

    /** A HELLO from the address of a session that works: a PING finds out whether the peer forgot it. */
    boolean onHello(PeerAddress from, long now) {
        SecurePeer peer = liveAt(from);
        if (peer == null) {
            return false;
        }
        peer.session.ping();
        settle(peer, now);
        return true;
    }

    void ping(SecurePeer peer, CompletableFuture<Duration> result, long now) {
        pings.add(peer, result, now);
        peer.session.ping();
        settle(peer, now);
    }

    /** Finds out how the way to a peer is that is up. */
    void check(SecurePeer peer, CompletableFuture<PathReport> result, long now) {
        boolean asksAddress = (peer.capabilities & Frame.Profile.OBSERVES_ADDRESS) != 0;
        if (peer.session.check(asksAddress, now)) {
            peer.check = result;
        } else {
            result.completeExceptionally(new IllegalStateException("this is being found out already"));
        }
        settle(peer, now);
    }

    private void onPathChecked(SecurePeer peer, PathStatus status) {
        peer.check.complete(new PathReport(
                context.contact(peer.key),
                status.address(),
                status.sent(),
                status.lostThere(),
                status.returned(),
                status.lostBack(),
                Duration.ofNanos(status.rtt()),
                Duration.ofNanos(status.minRtt()),
                status.largestDatagram(),
                status.observed()));
        peer.check = null;
    }

    /** Everything that came together was given. */
    void onBatchEnd(long now) {
        for (SecurePeer peer = batch.poll(); peer != null; peer = batch.poll()) {
            peer.inBatch = false;
            if (peer.session != null) {
                peer.session.onBatchEnd(now);
            } else {
                peer.conversation.onBatchEnd(now);
            }
            settle(peer, now);
        }
    }

    /** The store may have answered; whether that made more to do. */
    boolean settleStored(long now) {
        takeUp(now);
        for (SecurePeer peer = news.poll(); peer != null; peer = news.poll()) {
            settle(peer, now);
        }
        outboxes.onStored();
        return !batch.isEmpty();
    }

    /** The peer's conversation has something new, which is dealt with when the batch ends. */
    private void touch(SecurePeer peer, long now) {
        peer.lastUsed = now;
        if (!peer.inBatch) {
            peer.inBatch = true;
            batch.add(peer);
        }
    }

    /** Deals with all that came out of a peer. */
    void settle(SecurePeer peer, long now) {
        boolean again;
        do {
            again = false;
            PeerSession session = peer.session;
            if (session != null) {
                for (SessionEvent event = session.pollEvent(); event != null; event = session.pollEvent()) {
                    onSessionEvent(peer, session, event, now);
                    again = true;
                }
            }
            for (int i = peer.ending.size() - 1; i >= 0; i--) {
                PeerSession each = peer.ending.get(i);
                for (SessionEvent event = each.pollEvent(); event != null; event = each.pollEvent()) {
                    onSessionEvent(peer, each, event, now);
                }
                if (each.isFinished()) {
                    peer.ending.remove(i);
                }
            }
            for (ConversationEvent event = peer.conversation.poll(); event != null; event = peer.conversation.poll()) {
                onConversationEvent(peer, event, now);
                again = true;
            }
            tellings.tellDelivered(peer);
        } while (again);
        if (peer.session != null) {
            peer.session.wake();
        }
        if (!peer.inReady && (peer.session != null || !peer.ending.isEmpty())) {
            peer.inReady = true;
            ready.add(peer);
        }
        deadlines.update(peer);
    }

    private void onSessionEvent(SecurePeer peer, PeerSession session, SessionEvent event, long now) {
        if (event instanceof SessionEvent.Up) {
            on(peer, PeerLife.Signal.SESSION);
            leaveLinkLocal(peer, session, now);
        } else if (event instanceof SessionEvent.Unreachable) {
            on(peer, PeerLife.Signal.SILENCE);
            seek(peer, false, now);
        } else if (event instanceof SessionEvent.Wavering) {
            detour(peer, session, now);
        } else if (event instanceof SessionEvent.Back) {
            peer.found();
            on(peer, PeerLife.Signal.SESSION);
        } else if (event instanceof SessionEvent.Moved moved) {
            context.directory.moved(peer.key, moved.address());
            context.tellChanged(peer.key);
        } else if (event instanceof SessionEvent.WantsRekey wish) {
            context.handshakes.connect(wish.address(), Optional.of(peer.bytes), now);
        } else if (event instanceof SessionEvent.FirstData first) {
            context.handshakes.onFirstData(first.localIndex());
        } else if (event instanceof SessionEvent.ProbeTimeout timeout) {
            context.handshakes.onProbeTimeout(timeout.localIndex(), now);
        } else if (event instanceof SessionEvent.IndexRetired retired) {
            byIndex.remove(retired.localIndex());
            context.handshakes.onSessionClosed(retired.localIndex(), now);
        } else if (event instanceof SessionEvent.PathChecked checked) {
            onPathChecked(peer, checked.status());
        } else if (event instanceof SessionEvent.Ended ended) {
            onEnded(peer, session, ended, now);
        }
    }

    /** Tries the other addresses at which nobody but this peer was met last. */
    private void detour(SecurePeer peer, PeerSession session, long now) {
        others(peer, session).limit(WireLimits.Session.DETOURS).forEach(address -> session.detour(address, now));
    }

    /**
     * A link-local address holds for one interface alone, so of those that work it is the last choice (RFC 6724 §5). A
     * handshake moves both ends at once.
     */
    private void leaveLinkLocal(SecurePeer peer, PeerSession session, long now) {
        if (session.address().ip().isLinkLocalAddress()) {
            others(peer, session)
                    .filter(address -> !address.ip().isLinkLocalAddress())
                    .findFirst()
                    .ifPresent(address -> context.handshakes.connect(address, Optional.of(peer.bytes), now));
        }
    }

    /** Where a handshake with this peer's key ended, and with no other key since. */
    private Stream<PeerAddress> others(SecurePeer peer, PeerSession session) {
        return context.directory.addresses(peer.key).stream()
                .filter(address -> !address.equals(session.address()))
                .filter(address -> context.directory
                        .keyAt(address)
                        .filter(peer.key::equals)
                        .isPresent());
    }

    private void onEnded(SecurePeer peer, PeerSession session, SessionEvent.Ended ended, long now) {
        if (session != peer.session) {
            return;
        }
        peer.session = null;
        peer.ending.add(session);
        peer.conversation.onSessionEnded();
        pings.fail(peer);
        peer.capabilities = 0;
        if (peer.check != null) {
            peer.check.completeExceptionally(new IllegalStateException("the session ended"));
            peer.check = null;
        }
        peer.ended(ended.why(), now);
        offline(peer, now);
        if (peer.beginAnew) {
            peer.beginAnew = false;
            onSign(peer, now);
        }
        if (ended.why() == SessionEnd.REPLACED) {
            context.events.add(new ChatEvent.Notice(
                    context.contact(peer.key), "another program with your key talks to this peer now"));
        } else if (ended.why() == SessionEnd.VIOLATED || ended.why() == SessionEnd.BLAMED) {
            context.events.add(new ChatEvent.Notice(
                    context.contact(peer.key), "the session ended: the two programs do not understand each other"));
        }
    }

    private void offline(SecurePeer peer, long now) {
        on(peer, PeerLife.Signal.GOODBYE);
        if (peer.conversation.hasWaiting() && !context.directory.isBlocked(peer.key)) {
            peer.seek(false, now);
            if (peer.isSearchOver()) {
                peer.seekLater(now);
            }
        }
        deadlines.update(peer);
    }

    private void on(SecurePeer peer, PeerLife.Signal signal) {
        if (context.directory.on(peer.key, signal)) {
            context.tellChanged(peer.key);
        }
    }

    private void onConversationEvent(SecurePeer peer, ConversationEvent event, long now) {
        tellings.tell(peer, event, now);
        if (event instanceof ConversationEvent.Profile profile) {
            onProfile(peer, profile);
        } else if (event instanceof ConversationEvent.StoreFailed) {
            close(peer, CloseCode.BUSY, now);
        } else if (event instanceof ConversationEvent.OwnStoreOutdated) {
            peer.outdatedAt = now;
            peer.beginAnew = true;
            close(peer, CloseCode.BYE, now);
        }
    }

    private void onProfile(SecurePeer peer, ConversationEvent.Profile profile) {
        peer.capabilities = profile.capabilities();
        boolean brief = (profile.capabilities() & Frame.Profile.BRIEF) != 0;
        if (peer.isUp()) {
            peer.beginAnew |= brief && context.directory.stay(peer.key) == Presence.Stay.LASTING;
        }
        if (context.directory.profile(peer.key, profile.nick(), profile.away(), brief)) {
            context.tellChanged(peer.key);
        }
    }

    /** A message was shown, and all that this peer said before it. */
    void shown(PeerKey key, MessageId id, long now) {
        SecurePeer peer = byKey.get(key);
        if (peer == null || peer.told.stream().noneMatch(each -> each.id().equals(id))) {
            return;
        }
        SecurePeer.Told last;
        do {
            last = peer.told.remove();
            peer.conversation.shown(last.streamId(), last.seq());
        } while (!last.id().equals(id));
        touch(peer, now);
    }

    /** A person has read what a peer said: all that was shown, or through this message. */
    void read(PeerKey key, Optional<MessageId> through, long now) {
        SecurePeer peer = context.directory.isKnown(key) ? getOrCreate(key, now) : null;
        if (peer != null) {
            through.ifPresentOrElse(peer.conversation::read, peer.conversation::readShown);
            touch(peer, now);
        }
    }

    /**
     * Whether all that is to be kept is in the store.
     *
     * @param shown whether that includes what was not shown yet
     */
    boolean isStored(boolean shown) {
        for (SecurePeer peer : byKey.values()) {
            if (!peer.conversation.isStored() || (shown && !peer.told.isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private Supplier<Contact> contactOf(SecurePeer peer) {
        return () -> context.contact(peer.key);
    }

    // --- time, sending, closing ---

    long nextDeadline() {
        return Math.min(deadlines.next(), pings.nextDeadline());
    }

    void onDeadline(long now) {
        pings.onDeadline(now);
        rebase(now);
        deadlines.run(now, peer -> {
            if (peer.isKeyChanged(now)) {
                keyChanged(peer, now);
            }
            if (peer.takesLong(now) && peer.session == null) {
                on(peer, PeerLife.Signal.SILENCE);
            }
            search(peer, now);
            if (peer.session != null) {
                peer.session.onDeadline(now);
            } else if (peer.conversation.hasWaiting()) {
                peer.conversation.expire(context.wall.millis() - WireLimits.Session.OUTBOX / 1_000_000);
                touch(peer, now);
            }
            for (PeerSession each : peer.ending) {
                each.onDeadline(now);
            }
            pings.onAnswered(peer, now);
            settle(peer, now);
        });
    }

    /** The next packet, or null; each peer in its turn. */
    Outgoing pollTransmit(long now) {
        while (!ready.isEmpty()) {
            SecurePeer peer = ready.peek();
            Transmit transmit = peer.session == null ? null : peer.session.pollTransmit(now);
            for (int i = 0; transmit == null && i < peer.ending.size(); i++) {
                transmit = peer.ending.get(i).pollTransmit(now);
            }
            if (transmit != null) {
                return Outgoing.packet(transmit.to(), transmit.payload().array());
            }
            ready.remove();
            peer.inReady = false;
            pings.onAnswered(peer, now);
            deadlines.update(peer);
            if (hasEvents(peer)) {
                settle(peer, now);
            }
        }
        return null;
    }

    private static boolean hasEvents(SecurePeer peer) {
        return (peer.session != null && peer.session.hasEvents()) || peer.conversation.hasEvents();
    }

    void profile(long now) {
        for (SecurePeer peer : byKey.values()) {
            peer.conversation.profile(context.nick, context.away, context.config.brief());
            touch(peer, now);
        }
    }

    private void close(SecurePeer peer, CloseCode code, long now) {
        if (peer.session != null) {
            peer.session.close(code, "", now);
        }
    }

    /** The peer is not wanted any more. */
    void refuse(PeerKey key, long now) {
        SecurePeer peer = byKey.get(key);
        if (peer != null) {
            close(peer, CloseCode.REFUSED, now);
            settle(peer, now);
        }
    }

    /**
     * Whether a message is under way to a peer that answers, or that we only begin to look for; or the receipt of one to
     * a peer that answers.
     */
    boolean isDraining() {
        for (SecurePeer peer : byKey.values()) {
            boolean waits = peer.session == null
                    ? peer.isSearchYoung() && peer.conversation.hasWaiting()
                    : !peer.session.isUnreachable()
                            && (peer.conversation.hasWaiting() || peer.conversation.owesReceipts());
            if (peer.inBatch || waits) {
                return true;
            }
        }
        return false;
    }

    /** Says goodbye to all. */
    void closeAll(long now) {
        for (SecurePeer peer : List.copyOf(byKey.values())) {
            peer.stopSearch();
            close(peer, CloseCode.BYE, now);
            settle(peer, now);
        }
        pings.failAll();
        outboxes.close();
    }

    /** Whether every goodbye was said as often as it is said. */
    boolean isClosed() {
        for (SecurePeer peer : byKey.values()) {
            if (peer.session != null || !peer.ending.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    List<SessionInfo> sessionInfos(long now) {
        List<SessionInfo> infos = new ArrayList<>();
        for (SecurePeer peer : byKey.values()) {
            if (peer.isUp()) {
                SessionStatus status = peer.session.status(now);
                infos.add(new SessionInfo(
                        context.contact(peer.key),
                        status.address(),
                        status.rtt().isPresent()
                                ? Optional.of(Duration.ofNanos(status.rtt().getAsLong()))
                                : Optional.empty(),
                        status.loss(),
                        status.window(),
                        status.bytesInFlight(),
                        peer.conversation.waiting(),
                        Duration.ofNanos(status.keyAge())));
            }
        }
        return infos;
    }

    int size() {
        return byKey.size();
    }
}
