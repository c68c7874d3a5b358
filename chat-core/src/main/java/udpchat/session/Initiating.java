package udpchat.session;

import static udpchat.wire.WireLimits.Asking.ANSWERS_PER_SECOND;
import static udpchat.wire.WireLimits.Asking.ANSWER_INTERVAL;
import static udpchat.wire.WireLimits.Asking.ANSWER_SLOTS;
import static udpchat.wire.WireLimits.Handshake.FIN_TRIES;
import static udpchat.wire.WireLimits.Handshake.INIT_FIRST;
import static udpchat.wire.WireLimits.Handshake.ONE_SHOT_REKEY;
import static udpchat.wire.WireLimits.Handshake.ONE_SHOT_SLOT;
import static udpchat.wire.WireLimits.Handshake.PAUSE;
import static udpchat.wire.WireLimits.Handshake.SIMULTANEOUS_COPIES;
import static udpchat.wire.WireLimits.Handshake.STRAY_INITS_PER_SECOND;
import static udpchat.wire.WireLimits.Handshake.STRAY_INIT_INTERVAL;

import java.util.List;
import java.util.Optional;
import udpchat.model.PeerAddress;
import udpchat.noise.NoiseException;
import udpchat.session.HandshakePhase.Signal;
import udpchat.wire.Bytes;
import udpchat.wire.HandshakePayload;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.WireLimits;

/** The handshakes that we begin. */
final class Initiating {
    private final HandshakeContext context;
    private final Attempts attempts = new Attempts();

    private final AnswerLimiter<Long> helloAnswers = new AnswerLimiter<>(ANSWERS_PER_SECOND, ANSWER_INTERVAL);
    private final AnswerLimiter<PeerAddress> strayAnswers =
            new AnswerLimiter<>(STRAY_INITS_PER_SECOND, STRAY_INIT_INTERVAL);

    Initiating(HandshakeContext context) {
        this.context = context;
    }

    void connect(PeerAddress to, Optional<Bytes> expectedKey, long now) {
        if (isUnconfirmed(to, expectedKey)) {
            return;
        }
        Attempt attempt = attempts.repeatingTo(to);
        if (attempt == null) {
            attempt = attempts.first(known -> known.phase() == HandshakePhase.ONE_SHOT && known.address.equals(to))
                    .orElse(null);
            if (attempt == null) {
                attempt = attempts.add(Attempt.begin(context, HandshakePhase.INIT_SENT, to, 0, false, now));
            } else {
                attempt.on(Signal.CONNECT);
                attempt.restartTries();
                attempt.plainText = false;
            }
            attempts.startRepeating(attempt);
            sendTry(attempt, now);
        }
        attempt.wanted = true;
        if (!attempt.expectedKey.equals(expectedKey)) {
            attempt.expectedKey = expectedKey;
            attempt.saidKeyMismatch = false;
        }
    }

    private boolean isUnconfirmed(PeerAddress to, Optional<Bytes> expectedKey) {
        return attempts.first(known -> known.phase() == HandshakePhase.DONE
                        && known.address.equals(to)
                        && expectedKey
                                .filter(key -> !key.equals(known.remoteStatic))
                                .isEmpty())
                .isPresent();
    }

    void hasten(PeerAddress to, long now) {
        Attempt attempt = attempts.repeatingTo(to);
        if (attempt != null && attempt.phase() == HandshakePhase.INIT_SENT && attempt.lastSent() + INIT_FIRST <= now) {
            attempt.restartTries();
            sendTry(attempt, now);
        }
    }

    void cancel(PeerAddress to) {
        attempts.pending(attempt -> attempt.address.equals(to)).forEach(this::free);
    }

    void answerHello(PeerAddress from, long nonce, long now) {
        if (attempts.repeatingTo(from) != null || !helloAnswers.tryAcquire(nonce, now)) {
            return;
        }
        List<Attempt> pool = attempts.pending(known -> known.answersHello && known.phase() == HandshakePhase.ONE_SHOT);
        if (pool.size() >= ANSWER_SLOTS) {
            free(pool.get(0));
        }
        sendTry(attempts.add(Attempt.begin(context, HandshakePhase.ONE_SHOT, from, nonce, true, now)), now);
    }

    void greet(PeerAddress to, long nonce, long now) {
        if (attempts.repeatingTo(to) != null) {
            return;
        }
        List<Attempt> pool = attempts.pending(known -> known.greets && known.phase() == HandshakePhase.ONE_SHOT);
        if (pool.size() >= WireLimits.Discovery.ANSWER_SLOTS) {
            free(pool.get(0));
        }
        Attempt attempt = Attempt.begin(context, HandshakePhase.ONE_SHOT, to, nonce, false, now);
        attempt.greets = true;
        sendTry(attempts.add(attempt), now);
    }

    boolean isUnderWay(PeerAddress to) {
        return attempts.repeatingTo(to) != null;
    }

    void answerStray(PeerAddress from, long now) {
        if (attempts.repeatingTo(from) == null && strayAnswers.tryAcquire(from, now)) {
            sendTry(attempts.add(Attempt.begin(context, HandshakePhase.ONE_SHOT, from, 0, false, now)), now);
        }
    }

    void onPlainText(PeerAddress from, long now) {
        Attempt attempt = attempts.repeatingTo(from);
        if (attempt != null) {
            attempts.stopRepeating(attempt);
            attempt.on(Signal.PLAIN_TEXT);
            attempt.plainText = true;
            attempt.deadline = now + ONE_SHOT_SLOT;
        }
    }

    void onResp(Packet.Resp resp, PeerAddress from, long now) {
        Optional<Attempt> addressed = pending(resp.receiverIndex(), from);
        if (addressed.isEmpty()) {
            return;
        }
        Attempt attempt = addressed.get();
        try {
            Noise.Party noise = attempt.noise.copy();
            byte[] payload = noise.readMessage(resp.noise().toArray());
            HandshakePayload.Accept accept = HandshakePayload.Accept.decode(payload, 0, payload.length);
            if (accept.index() != resp.senderIndex() || accept.version() != Packet.VERSION) {
                context.drop(HandshakeDrop.MALFORMED);
            } else if (isWelcome(attempt, Bytes.wrap(noise.remoteStatic()), now)) {
                complete(attempt, noise, accept, now);
            }
        } catch (NoiseException e) {
            context.drop(HandshakeDrop.FORGED);
        } catch (MalformedException e) {
            context.drop(HandshakeDrop.MALFORMED);
        }
    }

    private boolean isWelcome(Attempt attempt, Bytes key, long now) {
        if (key.equals(context.self)) {
            context.drop(HandshakeDrop.REFLECTED);
            return false;
        }
        if (attempt.expectedKey.isPresent() && !attempt.expectedKey.get().equals(key)) {
            context.drop(HandshakeDrop.OTHER_KEY);
            if (!attempt.saidKeyMismatch) {
                attempt.saidKeyMismatch = true;
                context.events.add(new HandshakeEvent.KeyMismatch(attempt.address, attempt.expectedKey.get(), key));
            }
            return false;
        }
        Optional<LiveSessions.Live> younger =
                context.applies(HandshakeRule.ONE_WINNER) ? context.live.youngerThan(attempt, key) : Optional.empty();
        if (younger.isPresent()) {
            context.drop(HandshakeDrop.SUPERSEDED);
            free(attempt);
            context.events.add(
                    new HandshakeEvent.SamePeer(attempt.address, key, younger.get().index, attempt.helloNonce));
            return false;
        }
        if (attempt.greets && !attempt.wanted) {
            Optional<LiveSessions.Live> any = context.live.any(key);
            if (any.isPresent()) {
                free(attempt);
                context.events.add(
                        new HandshakeEvent.SamePeer(attempt.address, key, any.get().index, attempt.helloNonce));
                return false;
            }
        }
        if (!attempt.wanted && context.live.hasYounger(key, ONE_SHOT_REKEY, now)) {
            context.drop(HandshakeDrop.RATE);
            free(attempt);
            return false;
        }
        return true;
    }

    private void complete(Attempt attempt, Noise.Party noise, HandshakePayload.Accept accept, long now)
            throws NoiseException {
        byte[] payload = new HandshakePayload.Confirm(attempt.index).encode();
        Bytes message = Bytes.wrap(noise.writeMessage(payload));
        Bytes key = Bytes.wrap(noise.remoteStatic());
        supersedeUnconfirmed(key, now);
        attempt.on(Signal.COMPLETE);
        attempts.stopRepeating(attempt);
        attempt.remoteStatic = key;
        attempt.fin = new Packet.Fin(attempt.index, accept.index(), message);
        attempt.fins = 1;
        context.live.addInitiator(attempt, key, context.tick(), now);
        context.send(attempt.address, attempt.fin);
        context.events.add(new HandshakeEvent.Established(
                noise.split(),
                attempt.index,
                accept.index(),
                key,
                HandshakeEvent.Role.INITIATOR,
                attempt.address,
                Math.min(context.maxUdp, accept.maxUdp()),
                attempt.helloNonce,
                attempt.rtt(now)));
    }

    void onCookie(Packet.Cookie cookie, PeerAddress from, long now) {
        pending(cookie.receiverIndex(), from).ifPresent(attempt -> {
            attempt.init = attempt.init.withCookie(cookie.cookie());
            if (attempt.spendCookie()) {
                attempt.onSent(now);
                context.send(attempt.address, attempt.init);
            }
        });
    }

    /** Nobody vouches for it, so it ends nothing; who lists our version did not get this INIT (RFC 9000 §6.2). */
    void onVerNeg(Packet.VerNeg verNeg, PeerAddress from) {
        pending(verNeg.receiverIndex(), from).ifPresent(attempt -> {
            if (!verNeg.offers(Packet.VERSION) && !attempt.saidVersionMismatch) {
                attempt.saidVersionMismatch = true;
                context.events.add(new HandshakeEvent.VersionMismatch(attempt.address, verNeg.versions()));
            }
        });
    }

    /** The attempt that waits under this index for an answer from there and nowhere else (RFC 9000 §9). */
    private Optional<Attempt> pending(int index, PeerAddress from) {
        Attempt attempt = attempts.at(index);
        if (attempt == null || !attempt.phase().isPending() || !attempt.address.equals(from)) {
            context.drop(HandshakeDrop.UNEXPECTED);
            return Optional.empty();
        }
        return Optional.of(attempt);
    }

    /** Whether this is an INIT of ours. */
    boolean isOwn(Packet.Init init) {
        return attempts.hasEphemeral(init.ephemeral());
    }

    /** Whether our own INIT to that address goes before the one from there. */
    boolean prevails(Packet.Init init, PeerAddress from) {
        Attempt own = attempts.repeatingTo(from);
        if (own == null || own.phase() == HandshakePhase.PAUSED || own.ephemeral.compareTo(init.ephemeral()) < 0) {
            return false;
        }
        own.rivalCopies++;
        return own.rivalCopies < SIMULTANEOUS_COPIES;
    }

    /** An INIT from there was answered: if ours is the smaller one it waits, once. */
    void yieldTo(Packet.Init init, PeerAddress from, long now) {
        Attempt own = attempts.repeatingTo(from);
        if (context.applies(HandshakeRule.PAUSE)
                && own != null
                && !own.pausedOnce
                && own.ephemeral.compareTo(init.ephemeral()) < 0) {
            own.on(Signal.YIELD);
            own.pausedOnce = true;
            own.deadline = Math.max(own.deadline, now + PAUSE);
        }
    }

    /** A handshake with the owner of this key, which began it at this address, is complete. */
    void freeFor(PeerAddress from, Bytes key) {
        attempts.pending(attempt -> attempt.expectedKey.map(key::equals).orElseGet(() -> attempt.address.equals(from)))
                .forEach(this::free);
    }

    /** The session with that key that we began and nobody confirmed gives way. */
    void supersedeUnconfirmed(Bytes key, long now) {
        if (context.applies(HandshakeRule.ONE_WINNER)) {
            context.live.unconfirmed(key).ifPresent(live -> {
                end(live.index, now);
                context.events.add(new HandshakeEvent.Superseded(live.index));
            });
        }
    }

    void onFirstData(int index) {
        context.live.confirm(index, context.tick());
        Attempt attempt = attempts.at(index);
        if (attempt != null) {
            attempts.remove(attempt);
        }
    }

    /** The peer's key, if its session failed. */
    Optional<Bytes> onProbeTimeout(int index, long now) {
        Attempt attempt = attempts.at(index);
        if (attempt == null) {
            return Optional.empty();
        }
        if (attempt.fins < FIN_TRIES) {
            attempt.fins++;
            context.send(attempt.address, attempt.fin);
            return Optional.empty();
        }
        end(index, now);
        context.events.add(attempt.unconfirmed());
        return Optional.of(attempt.remoteStatic);
    }

    /** The session that an attempt led to is over. */
    void end(int index, long now) {
        Attempt attempt = attempts.at(index);
        if (attempt != null) {
            attempts.remove(attempt);
        }
        context.live.remove(index);
        context.indexes.retire(index, now);
    }

    long nextDeadline() {
        long next = Handshakes.NEVER;
        for (Attempt attempt : attempts.all()) {
            if (attempt.phase().isPending()) {
                next = Math.min(next, attempt.deadline);
            }
        }
        return next;
    }

    void onDeadline(long now) {
        attempts.pending(attempt -> attempt.deadline <= now).forEach(attempt -> onDeadline(attempt, now));
    }

    private void onDeadline(Attempt attempt, long now) {
        if (attempt.phase() != HandshakePhase.ONE_SHOT && attempt.hasTriesLeft()) {
            if (attempt.phase() == HandshakePhase.PAUSED) {
                attempt.on(Signal.RESUME);
            }
            sendTry(attempt, now);
            return;
        }
        if (!context.applies(HandshakeRule.FREE_AFTER_TRIES) && attempt.wanted) {
            attempt.deadline = Handshakes.NEVER;
            return;
        }
        free(attempt);
        if (attempt.wanted) {
            context.events.add(attempt.failed());
        }
    }

    private void sendTry(Attempt attempt, long now) {
        attempt.onTry(context.random, now);
        context.send(attempt.address, attempt.init);
    }

    /** An attempt that led to no session. */
    private void free(Attempt attempt) {
        attempts.remove(attempt);
        context.indexes.free(attempt.index);
    }

    int size() {
        return attempts.all().size();
    }
}
