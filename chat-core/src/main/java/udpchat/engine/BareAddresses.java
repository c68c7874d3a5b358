package udpchat.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.directory.PeerLife;
import udpchat.messaging.Outgoing;
import udpchat.messaging.PlainOutbox;
import udpchat.model.ChatEvent;
import udpchat.model.Delivery;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.wire.Hello;
import udpchat.wire.Packet;

/** Addresses without a key: those being asked what they speak, and those that get plain text. */
final class BareAddresses {

    private final EngineContext context;
    private final PlainOutbox outbox;
    private final Map<PeerAddress, Asking> asking = new HashMap<>();
    private final Deadlines<Asking> deadlines = new Deadlines<>();

    BareAddresses(EngineContext context, PlainOutbox outbox) {
        this.context = context;
        this.outbox = outbox;
    }

    /** Sends plain text. */
    void sendPlain(PeerAddress to, MessageId id, String text, boolean action, long now) {
        String line = action ? "* " + context.nick + " " + text : text;
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        result.thenAccept(delivery -> context.sendings.settle(id, () -> context.contact(to), delivery));
        outbox.add(now, to, line, context.directory.wantsLf(to), result);
    }

    /** Keeps a text until it is known what the address speaks, and asks it. */
    void hold(PeerAddress to, MessageId id, String text, boolean action, long now) {
        Asking one = asked(to, now);
        one.held.add(new Asking.Held(id, text, action));
        context.sendings.step(id, () -> context.contact(to), new Delivery.Queued());
        run(one, now);
        deadlines.update(one);
    }

    /** Asks the address what it speaks, though nothing waits for it: not again once it was silent. */
    void ask(PeerAddress to, long now) {
        Asking one = asked(to, now);
        run(one, now);
        deadlines.update(one);
    }

    private Asking asked(PeerAddress to, long now) {
        boolean known = context.directory.keyAt(to).isPresent();
        Asking one = asking.get(to);
        if (one == null) {
            one = new Asking(to, nonce(), known, now);
            asking.put(to, one);
        } else {
            one.wish(now);
            context.handshakes.hasten(to, now);
        }
        if (!known && one.isHopeful()) {
            context.directory.on(to, PeerLife.Signal.WISH);
        }
        return one;
    }

    /** Whether something waits for this address. */
    boolean isHolding(PeerAddress address) {
        return asking.containsKey(address);
    }

    /** Whether something waits for an answer that may still come soon. */
    boolean isDraining() {
        for (Asking one : asking.values()) {
            if (one.isHopeful()) {
                return true;
            }
        }
        return false;
    }

    private long nonce() {
        long nonce = context.random.nextLong();
        return nonce == 0 ? 1 : nonce;
    }

    void withdraw(PeerAddress to, MessageId id, Delivery delivery) {
        Asking one = asking.get(to);
        if (one != null && one.withdraw(id)) {
            context.sendings.settle(id, () -> context.contact(to), delivery);
            if (one.held.isEmpty()) {
                take(to);
            }
        }
    }

    /** Plain text came from there, or our own HELLO: an echo server. */
    void onPlain(PeerAddress from, long now) {
        Asking one = asking.get(from);
        if (one != null) {
            one.onPlain(now);
            run(one, now);
            deadlines.update(one);
        }
    }

    /** Whether this is a HELLO of ours that came back, and then what it means. */
    boolean onOwnNonce(PeerAddress from, long nonce, long now) {
        Asking one = asking.get(from);
        if (one == null || one.nonce != nonce) {
            return asking.values().stream().anyMatch(each -> each.nonce == nonce);
        }
        onPlain(from, now);
        return true;
    }

    void onEchoed(PeerAddress from, long nonce, long now) {
        Asking one = asking.get(from);
        if (one != null && one.nonce == nonce) {
            one.onProven(now);
            deadlines.update(one);
        }
    }

    /** The INITs to there had no answer. */
    void onFailed(PeerAddress address, long now) {
        Asking one = asking.get(address);
        if (one != null) {
            one.onFailed(now);
            run(one, now);
            deadlines.update(one);
        }
    }

    /** A peer with a key is there: what waits goes to it, before anything that is said from now on. */
    List<Asking.Held> take(PeerAddress address) {
        Asking one = asking.remove(address);
        if (one == null) {
            return List.of();
        }
        one.end();
        return new ArrayList<>(one.held);
    }

    /** A person says that the address gets plain text; how many texts go now. */
    int raw(PeerAddress address, long now) {
        context.directory.raw(address);
        context.handshakes.cancel(address);
        context.tellChanged(address);
        return release(address, now);
    }

    private int release(PeerAddress address, long now) {
        List<Asking.Held> held = take(address);
        held.forEach(each -> sendPlain(address, each.id(), each.text(), each.action(), now));
        return held.size();
    }

    private void run(Asking one, long now) {
        if (asking.get(one.address) != one) {
            return;
        }
        if (one.takeHello(now)) {
            context.packets.add(Outgoing.packet(one.address, new Hello(Packet.VERSION, one.nonce).encode()));
        }
        if (one.takeInit(now)) {
            context.handshakes.connect(one.address, Optional.empty(), now);
        }
        switch (one.takeDue(now)) {
            case PLAIN -> {
                if (context.directory.on(one.address, PeerLife.Signal.PLAIN_TEXT)) {
                    context.tellChanged(one.address);
                }
                release(one.address, now);
            }
            case SILENT -> {
                if (context.directory.keyAt(one.address).isEmpty()) {
                    context.directory.on(one.address, PeerLife.Signal.SILENCE);
                }
                context.events.add(new ChatEvent.NoAnswer(
                        context.directory.find(one.address).orElseGet(() -> context.contact(one.address)),
                        one.held.size()));
                if (one.held.isEmpty()) {
                    take(one.address);
                }
            }
            default -> {
                // nothing is due
            }
        }
    }

    long nextDeadline() {
        return Math.min(outbox.nextDeadline(), deadlines.next());
    }

    void onDeadline(long now) {
        outbox.onDeadline(now);
        deadlines.run(now, one -> run(one, now));
    }

    /** Nothing more will be asked. */
    void closeAll(Delivery delivery) {
        for (Asking one : List.copyOf(asking.values())) {
            take(one.address)
                    .forEach(each -> context.sendings.settle(each.id(), () -> context.contact(one.address), delivery));
        }
    }
}
