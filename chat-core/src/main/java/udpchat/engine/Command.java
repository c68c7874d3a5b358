package udpchat.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;
import udpchat.model.PeerStats;

/** What the owner of a peer asks of its engine. Every result completes, whatever happens. */
public sealed interface Command {

    /** Completes the result of a command that the engine will never see, because it is closed. */
    void abort();

    /** Send this text there. */
    record Send(PeerAddress to, String text, CompletableFuture<Delivery> result) implements Command {
        @Override
        public void abort() {
            result.complete(PeerEngine.CLOSED);
        }
    }

    /** Who is known? */
    record ListContacts(CompletableFuture<List<Contact>> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** What was counted? */
    record ReadStats(CompletableFuture<PeerStats> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** Change the peer list. Fails with {@code IllegalArgumentException} where the change is not possible. */
    record ChangeContact(ContactChange change, CompletableFuture<Contact> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** The host of a name in the peer list was found at this endpoint. */
    record Locate(String alias, PeerAddress address) implements Command {
        @Override
        public void abort() {}
    }

    /**
     * Take no more to send, and be finished once all is sent or the time is over.
     *
     * @param drainNanos at most this long, ns; 0 to {@code Long.MAX_VALUE / 2}
     */
    record Close(long drainNanos) implements Command {
        @Override
        public void abort() {}
    }

    /** One change of the peer list. */
    sealed interface ContactChange {
        record Add(String alias, PeerSpec spec, Optional<PeerAddress> address) implements ContactChange {}

        record Remove(String alias) implements ContactChange {}

        record Rename(String from, String to) implements ContactChange {}

        record Ignore(PeerAddress address, boolean ignored) implements ContactChange {}
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(PeerEngine.CLOSED.detail());
    }
}
