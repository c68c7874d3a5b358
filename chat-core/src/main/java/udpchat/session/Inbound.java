package udpchat.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import udpchat.messaging.FrameExchange.Verdict;
import udpchat.model.PeerAddress;
import udpchat.recovery.AckOutcome;
import udpchat.recovery.PacketNeverSentException;
import udpchat.wire.CloseCode;
import udpchat.wire.Frame;
import udpchat.wire.FrameCodec;
import udpchat.wire.MalformedException;
import udpchat.wire.Packet;
import udpchat.wire.PacketCodec;
import udpchat.wire.WireLimits;
import udpchat.wire.WireLimits.Datagram;

/** What comes in: packets are opened, frames go where they belong. */
final class Inbound {
    private final SessionCore core;

    Inbound(SessionCore core) {
        this.core = core;
    }

    void onData(int localIndex, PeerAddress from, byte[] array, int offset, int length, long now) {
        SessionKey key = core.keys.find(localIndex);
        if (key == null || key.state() == KeyState.DRAINING || length > Datagram.MAX) {
            core.packetsDropped++;
            return;
        }
        try {
            Packet.Data data = PacketCodec.decodeData(array, offset, length);
            int plain = open(key, array, offset, length);
            if (plain < 0) {
                core.packetsDropped++;
                return;
            }
            core.packetsReceived++;
            if (key.state() == KeyState.CLOSING) {
                whileClosing(key, plain, now);
            } else {
                onPacket(key, data.counter(), from, length, plain, now);
            }
        } catch (MalformedException e) {
            core.packetsDropped++;
        }
    }

    private int open(SessionKey key, byte[] array, int offset, int length) {
        byte[] packet = array;
        if (offset != 0) {
            packet = core.context.packet;
            System.arraycopy(array, offset, packet, 0, length);
        }
        return key.channel.open(packet, length, core.context.plaintext);
    }

    /** RFC 9000 §10.2.1: what still comes is answered by CLOSE, and a CLOSE ends it. */
    private void whileClosing(SessionKey key, int plain, long now) throws MalformedException {
        for (Frame frame : FrameCodec.decodeAll(core.context.plaintext, 0, plain)) {
            if (frame instanceof Frame.Close) {
                core.keys.end(key, now);
                return;
            }
        }
        if (key.closesSent < WireLimits.Session.CLOSE_COPIES) {
            key.nextClose = now;
        }
    }

    private void onPacket(SessionKey key, long number, PeerAddress from, int length, int plain, long now) {
        core.timers.onReceived(now);
        core.keys.opened(key, now);
        boolean newest = number > key.highest;
        if (newest) {
            key.highest = number;
            key.lastFrom = from;
        }
        core.roaming.onPacket(from, length, newest && key.state() == KeyState.CURRENT, now);
        List<Frame> frames;
        try {
            frames = FrameCodec.decodeAll(core.context.plaintext, 0, plain);
        } catch (MalformedException e) {
            core.violated(e.getMessage(), now);
            return;
        }
        boolean held = true;
        boolean eliciting = false;
        boolean ping = false;
        for (int i = 0; i < frames.size() && !core.isEnded(); i++) {
            Frame frame = frames.get(i);
            held &= onFrame(key, frame, from, now);
            eliciting |= frame.isAckEliciting();
            ping |= frame.id() == Frame.Id.PING;
        }
        if (held && key.state().isAlive()) {
            key.space.received().onPacketReceived(number, eliciting, now);
            if (ping) {
                key.space.received().onPing(now);
            }
        }
    }

    /** Whether the packet may be acknowledged as far as this frame is concerned. */
    private boolean onFrame(SessionKey key, Frame frame, PeerAddress from, long now) {
        switch (frame.id()) {
            case Frame.Id.PADDING, Frame.Id.PING -> {
                // the packet itself is what matters
            }
            case Frame.Id.ACK -> onAck(key, (Frame.Ack) frame, now);
            case Frame.Id.CLOSE -> onClose(key, (Frame.Close) frame, now);
            case Frame.Id.PATH_CHALLENGE -> core.roaming.onChallenge(from, ((Frame.PathChallenge) frame).data());
            case Frame.Id.PATH_RESPONSE -> onPathResponse(((Frame.PathResponse) frame).data(), now);
            case Frame.Id.ADDRESS_REQUEST -> core.observedDue = from;
            case Frame.Id.OBSERVED_ADDRESS -> onObservedAddress((Frame.ObservedAddress) frame);
            default -> {
                return onMessaging(key, frame, now);
            }
        }
        return true;
    }

    private boolean onMessaging(SessionKey key, Frame frame, long now) {
        Verdict verdict = core.exchange.onFrame(frame, now);
        switch (verdict) {
            case TAKEN -> {
                return true;
            }
            case RESTARTED -> {
                core.keys.endOlder(key, now);
                return true;
            }
            case NOT_HELD -> {
                // and not acknowledged either
            }
            case BUSY -> core.close(SessionEnd.OVERLOADED, CloseCode.BUSY, "", now);
            case PROTOCOL -> core.violated("a frame that makes no sense now", now);
        }
        return false;
    }

    private void onAck(SessionKey key, Frame.Ack frame, long now) {
        if (!key.state().isAlive()) {
            return;
        }
        try {
            AckOutcome<Bundle> outcome = core.recovery.onAckReceived(key.space, AckFrames.ofFrame(frame), now);
            List<Bundle> acked = outcome.acked();
            for (int i = 0; i < acked.size(); i++) {
                acked.get(i).onAcked();
            }
            core.lost(outcome.lost());
            if (!acked.isEmpty()) {
                key.acked = true;
                core.answered(now);
            }
        } catch (PacketNeverSentException e) {
            core.violated("an ACK of a packet that was never sent", now);
        }
    }

    private void onClose(SessionKey key, Frame.Close close, long now) {
        if (!key.state().isAlive()) {
            return;
        }
        boolean ends = core.keys.closed(key, close.code(), now);
        // RFC 9000 §10.2.2: one CLOSE back, so that the peer need not say it again.
        key.close = Frame.Close.of(CloseCode.BYE, "");
        key.closesSent = WireLimits.Session.CLOSE_COPIES - 1;
        key.nextClose = now;
        if (ends) {
            core.end(SessionEnd.byPeer(close.code()), close.reason(), now);
        }
    }

    private void onObservedAddress(Frame.ObservedAddress observed) {
        if (core.check != null) {
            try {
                InetAddress ip = InetAddress.getByAddress(observed.ip().toArray());
                core.check.onObserved(new PeerAddress(ip, observed.port()));
            } catch (UnknownHostException e) {
                throw new AssertionError("4 or 16 bytes", e);
            }
        }
    }

    private void onPathResponse(long data, long now) {
        if (core.roaming.onResponse(data, now)) {
            core.events.add(new SessionEvent.Moved(core.roaming.active().address));
        }
    }
}
