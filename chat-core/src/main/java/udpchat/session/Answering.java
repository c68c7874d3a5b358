package udpchat.session;

import static udpchat.wire.WireLimits.Handshake.FIN_PING_INTERVAL;
import static udpchat.wire.WireLimits.Handshake.HALF_OPEN;
import static udpchat.wire.WireLimits.Handshake.HALF_OPEN_FREE_PER_IP;
import static udpchat.wire.WireLimits.Handshake.RESP_CACHE;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import udpchat.model.PeerAddress;
import udpchat.noise.NoiseException;
import udpchat.session.HandshakePhase.Signal;
import udpchat.wire.Bytes;
import udpchat.wire.HandshakePayload;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.WireLimits;

/** The handshakes that others begin. */
final class Answering {
    private static final Bytes OUR_VERSIONS = Bytes.wrap(new byte[] {Packet.VERSION});

    private final HandshakeContext context;
    private final Initiating initiating;
    private final InitGate gate;
    private final Map<Answer.Key, Answer> byInit = new HashMap<>();
    private final Map<Integer, Answer> byIndex = new HashMap<>();
    /** Those in RESP_SENT by index, the one answered longest ago first. */
    private final Map<Integer, Answer> halfOpen = new LinkedHashMap<>();

    Answering(HandshakeContext context, Initiating initiating, long now) {
        this.context = context;
        this.initiating = initiating;
        this.gate = new InitGate(context.random, now);
    }

    void onInit(Packet.Init init, PeerAddress from, long now) {
        if (init.version() != Packet.VERSION) {
            context.send(from, new Packet.VerNeg(0, init.senderIndex(), OUR_VERSIONS));
            return;
        }
        if (initiating.isOwn(init)) {
            context.drop(HandshakeDrop.REFLECTED);
            return;
        }
        Answer.Key key = Answer.Key.of(init, from);
        Answer known = byInit.get(key);
        if (known != null) {
            if (known.phase() == HandshakePhase.DONE) {
                context.drop(HandshakeDrop.UNEXPECTED);
                return;
            }
            if (context.applies(HandshakeRule.IDENTICAL_RESP)) {
                sendResp(known, now);
                return;
            }
            free(known);
        }
        try {
            HandshakePayload.Offer offer = offer(init);
            if (offer.helloNonce() != 0) {
                context.events.add(new HandshakeEvent.HelloEchoed(from, offer.helloNonce()));
            }
            if (initiating.prevails(init, from)) {
                context.drop(HandshakeDrop.OURS_IS_LARGER);
                return;
            }
            judge(init, key, offer, now);
        } catch (NoiseException e) {
            context.drop(HandshakeDrop.FORGED);
        } catch (MalformedException e) {
            context.drop(HandshakeDrop.MALFORMED);
        }
    }

    /** P1 is in clear, so it is read before anything costs much. */
    private static HandshakePayload.Offer offer(Packet.Init init) throws MalformedException {
        byte[] message = init.noise().toArray();
        int length = HandshakePayload.OFFER_BYTES;
        HandshakePayload.Offer offer = HandshakePayload.Offer.decode(message, message.length - length, length);
        if (offer.minVersion() > Packet.VERSION) {
            throw new MalformedException("an INIT of a version that its sender does not speak");
        }
        return offer;
    }

    private void judge(Packet.Init init, Answer.Key key, HandshakePayload.Offer offer, long now) throws NoiseException {
        PeerAddress from = key.from();
        switch (gate.judge(init, from, halfOpen.size(), halfOpenOf(from.ip()), now)) {
            case ADMIT -> answer(init, key, offer, false, now);
            case ADMIT_PROVEN -> answer(init, key, offer, true, now);
            case ASK_FOR_COOKIE ->
                context.send(from, new Packet.Cookie(0, init.senderIndex(), gate.cookie(init, from, now)));
            case DROP -> context.drop(HandshakeDrop.RATE);
        }
    }

    private int halfOpenOf(InetAddress ip) {
        int count = 0;
        for (Answer answer : halfOpen.values()) {
            count += answer.address.ip().equals(ip) ? 1 : 0;
        }
        return count;
    }

    private void answer(Packet.Init init, Answer.Key key, HandshakePayload.Offer offer, boolean proven, long now)
            throws NoiseException {
        Noise.Party noise = context.noise.responder(HandshakeContext.prologue(init.senderIndex()));
        noise.readMessage(init.noise().toArray());
        int index = context.indexes.allocate(now);
        byte[] accept = new HandshakePayload.Accept(Packet.VERSION, 0, context.maxUdp, index).encode();
        Bytes message;
        try {
            message = Bytes.wrap(noise.writeMessage(accept));
        } catch (NoiseException e) {
            context.indexes.free(index);
            throw e;
        }
        if (halfOpen.size() >= HALF_OPEN) {
            evict(key.from().ip());
        }
        Packet.Resp resp = new Packet.Resp(index, init.senderIndex(), message);
        Answer answer = new Answer(key, index, offer, proven, init.ephemeral(), noise, resp, context.tick());
        byInit.put(key, answer);
        byIndex.put(index, answer);
        initiating.yieldTo(init, key.from(), now);
        sendResp(answer, now);
    }

    /** Makes room: an unproven one goes first; else who has many gives one of its own; else the oldest. */
    private void evict(InetAddress comer) {
        boolean comerHasMany = halfOpenOf(comer) > HALF_OPEN_FREE_PER_IP;
        Answer victim = halfOpen.values().stream()
                .filter(answer -> !answer.proven)
                .findFirst()
                .orElseGet(() -> halfOpen.values().stream()
                        .filter(answer -> !comerHasMany || answer.address.ip().equals(comer))
                        .findFirst()
                        .orElseThrow());
        free(victim);
    }

    private void sendResp(Answer answer, long now) {
        keep(answer, now);
        answer.onRespSent(now);
        context.send(answer.address, answer.resp);
    }

    private void keep(Answer answer, long now) {
        answer.deadline = now + RESP_CACHE;
        halfOpen.remove(answer.index);
        halfOpen.put(answer.index, answer);
    }

    void onFin(Packet.Fin fin, PeerAddress from, long now) {
        Answer answer = byIndex.get(fin.receiverIndex());
        if (answer == null) {
            context.drop(HandshakeDrop.UNEXPECTED);
        } else if (answer.phase() == HandshakePhase.DONE) {
            repeated(answer, fin, now);
        } else if (!answer.address.equals(from) || answer.key.senderIndex() != fin.senderIndex()) {
            context.drop(HandshakeDrop.UNEXPECTED);
        } else {
            read(answer, fin, now);
        }
    }

    private void repeated(Answer answer, Packet.Fin fin, long now) {
        if (fin.equals(answer.fin) && answer.nextPing <= now) {
            answer.nextPing = now + FIN_PING_INTERVAL;
            context.events.add(new HandshakeEvent.FinRepeated(answer.index));
        } else {
            context.drop(HandshakeDrop.UNEXPECTED);
        }
    }

    private void read(Answer answer, Packet.Fin fin, long now) {
        try {
            Noise.Party noise = answer.noise.copy();
            byte[] payload = noise.readMessage(fin.noise().toArray());
            Bytes key = Bytes.wrap(noise.remoteStatic());
            if (HandshakePayload.Confirm.decode(payload, 0, payload.length).index() != fin.senderIndex()) {
                context.drop(HandshakeDrop.MALFORMED);
            } else if (key.equals(context.self)) {
                context.drop(HandshakeDrop.REFLECTED);
            } else if (context.applies(HandshakeRule.ONE_WINNER) && context.live.winsOver(answer, key)) {
                context.drop(HandshakeDrop.SUPERSEDED);
                hold(answer, fin, key, now);
            } else {
                complete(answer, noise, fin, key, now);
            }
        } catch (NoiseException e) {
            context.drop(HandshakeDrop.FORGED);
        } catch (MalformedException e) {
            context.drop(HandshakeDrop.MALFORMED);
        }
    }

    /** Our own handshake wins; but if it fails, because the peer forgot it, this one is there at once. */
    private void hold(Answer answer, Packet.Fin fin, Bytes key, long now) {
        if (context.live.unconfirmed(key).isPresent()) {
            answer.held = new Answer.Held(fin, key);
            keep(answer, now);
        }
    }

    /** Our own handshake with that key was never confirmed; of several that were held the youngest wins. */
    void onUnconfirmed(Bytes key, long now) {
        halfOpen.values().stream()
                .filter(answer ->
                        answer.held != null && answer.held.remoteStatic().equals(key))
                .sorted(Comparator.comparingLong((Answer answer) -> answer.order)
                        .reversed())
                .toList()
                .forEach(answer -> read(answer, answer.held.fin(), now));
    }

    private void complete(Answer answer, Noise.Party noise, Packet.Fin fin, Bytes key, long now) {
        initiating.supersedeUnconfirmed(key, now);
        initiating.freeFor(answer.address, key);
        answer.on(Signal.COMPLETE);
        // A FIN that was put by came earlier than now.
        OptionalLong rtt = answer.held == null ? answer.rtt(now) : OptionalLong.empty();
        halfOpen.remove(answer.index);
        answer.noise = null;
        answer.resp = null;
        answer.held = null;
        answer.fin = fin;
        answer.nextPing = now;
        context.live.addResponder(answer, key, context.tick(), now);
        context.events.add(new HandshakeEvent.Established(
                noise.split(),
                answer.index,
                fin.senderIndex(),
                key,
                HandshakeEvent.Role.RESPONDER,
                answer.address,
                Math.min(context.maxUdp, answer.offer.maxUdp()),
                answer.offer.helloNonce(),
                rtt));
    }

    /** The session that an answer led to is over. */
    void end(int index) {
        Answer answer = byIndex.get(index);
        if (answer != null && answer.phase() == HandshakePhase.DONE) {
            byIndex.remove(index);
            byInit.remove(answer.key, answer);
        }
    }

    long nextDeadline() {
        return halfOpen.isEmpty()
                ? Handshakes.NEVER
                : halfOpen.values().iterator().next().deadline;
    }

    void onDeadline(long now) {
        while (nextDeadline() <= now) {
            free(halfOpen.values().iterator().next());
        }
    }

    private void free(Answer answer) {
        halfOpen.remove(answer.index);
        byIndex.remove(answer.index);
        byInit.remove(answer.key, answer);
        context.indexes.free(answer.index);
    }

    /** Whether an INIT from there was answered just now. */
    boolean isUnderWay(PeerAddress from, long now) {
        long since = now + RESP_CACHE - WireLimits.Discovery.UNDER_WAY;
        return halfOpen.values().stream().anyMatch(answer -> answer.deadline > since && answer.address.equals(from));
    }

    int halfOpen() {
        return halfOpen.size();
    }

    int size() {
        return byIndex.size();
    }
}
