package udpchat.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import udpchat.discovery.Answer;
import udpchat.discovery.Call;
import udpchat.discovery.Discovery;
import udpchat.discovery.Link;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;

/** Peers on the local network: says HELLO there, and has those greeted who say it and are not known to be here. */
final class Finding {

    private final EngineContext context;
    private final SecurePeers peers;

    /** Null until there is an interface to find anybody on. */
    private Discovery discovery;

    Finding(EngineContext context, SecurePeers peers) {
        this.context = context;
        this.peers = peers;
    }

    /**
     * These interfaces there are now.
     *
     * @param awake whether this program slept, so that who was here may have given it up
     */
    void onLinks(List<Link> links, boolean awake, long now) {
        boolean first = discovery == null;
        if (first) {
            discovery = new Discovery(context.random, now);
        }
        discovery.onLinks(links, now);
        if (awake) {
            discovery.onAwake(now);
        }
        if (!first && !links.isEmpty()) {
            // From another address now, perhaps: who hears from us there follows.
            peers.pingAll(now);
        }
    }

    /** Somebody said HELLO to all. */
    void onHello(PeerAddress from, long nonce, long now) {
        if (discovery == null || nonce == discovery.nonce()) {
            return;
        }
        Optional<PeerKey> key = context.directory.keyAt(from);
        SecurePeer peer = key.map(peers::get).orElse(null);
        if (key.filter(context.directory::isIgnored).isPresent()) {
            return;
        }
        if (peer != null && peer.session != null) {
            peers.onGroupHello(peer, nonce, now);
        } else if (peer != null && peer.conversation.hasWaiting() && discovery.isNear(from.ip())) {
            peers.onSign(peer, now);
        } else {
            discovery.onHello(from, nonce, now);
        }
    }

    void onDeadline(long now) {
        if (discovery == null) {
            return;
        }
        discovery.onDeadline(now);
        Predicate<PeerAddress> busy = address -> context.handshakes.isUnderWay(address, now);
        for (Answer answer = discovery.pollAnswer(this::isKnown, busy, now);
                answer != null;
                answer = discovery.pollAnswer(this::isKnown, busy, now)) {
            context.handshakes.greet(answer.to(), answer.nonce(), now);
        }
    }

    private boolean isKnown(PeerAddress address) {
        SecurePeer peer = context.directory.keyAt(address).map(peers::get).orElse(null);
        return peer != null && peer.session != null;
    }

    Call pollCall() {
        return discovery == null ? null : discovery.pollCall();
    }

    long nextDeadline() {
        return discovery == null ? Deadlines.NEVER : discovery.nextDeadline();
    }

    /** No more of it: this peer is closing. */
    void stop() {
        discovery = null;
    }
}
